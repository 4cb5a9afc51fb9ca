"""What mail programs make a link of, in texts that ought to hold none: names, organisations, positions.

A stranger may have a mail sent to anybody, in the organiser's name, with what they typed as the name of the addressee.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000
"""Letters that are looked at; no line that is asked for here may have as many."""
GENERIC = (
    "com|net|org|info|biz|int|edu|gov|mil|name|pro|mobi|asia|coop|aero|jobs|tel|travel|cat|app|dev|xyz|"
    "top|site|online|shop|store|club|live|life|link|click|win|vip|work|world|today|icu|cyou|bond|sbs|buzz|"
    "fun|website|space|tech|page|email|cloud|digital|finance|money|loan|bid|trade|market|media|news|blog|"
    "wiki|wang|support|help|zip|mov|art|bank|claim|casino|bet|poker|game|games|group|gift|gifts|one|run|"
    "rest|cfd|lol|ink|quest|monster|beauty|hair|skin|makeup|example|test|invalid|localhost|onion|شبكة|"
    "موقع|امارات|السعودية|مصر|عمان|الاردن|المغرب|تونس|قطر|فلسطين|عراق|سورية|سودان|البحرين|الجزائر|"
    "موريتانيا|كوم|عرب|بازار"
)
BEFORE_A_PATH = (
    "academy|adult|africa|agency|apartments|arab|attorney|auction|auto|baby|bar|beer|berlin|best|bid|bike|boats|boutique|"
    "broker|cab|cafe|cam|camp|capital|car|cards|care|cars|cash|center|chat|cheap|church|city|cleaning|click|clinic|"
    "clothing|codes|coffee|community|company|computer|consulting|contact|country|coupons|credit|creditcard|cricket|"
    "dad|dance|date|dating|deals|delivery|dental|design|direct|discount|doctor|download|earth|eco|education|energy|"
    "events|exchange|expert|express|faith|family|fans|fashion|film|fit|fitness|flights|florist|football|forex|forsale|"
    "forum|foundation|free|fund|gallery|gdn|global|gold|golf|green|guide|guru|health|healthcare|holiday|homes|"
    "hospital|host|hosting|hotel|house|immo|institute|insurance|international|investments|islam|kids|kim|kitchen|"
    "land|lat|law|lawyer|legal|limited|limo|llc|london|lotto|love|ltd|markets|men|mobile|mom|movie|museum|music|"
    "network|ngo|ninja|nyc|ong|ooo|paris|parts|party|pharmacy|phone|photo|photos|pics|pictures|pizza|plus|porn|press|"
    "promo|pub|racing|radio|recipes|rent|report|reviews|rocks|sale|sarl|school|science|security|services|sex|sexy|"
    "shoes|shopping|social|software|solar|solutions|star|storage|stream|studio|style|surf|systems|tax|taxi|team|tennis|"
    "tickets|tips|tires|tokyo|tools|tours|town|toys|trading|training|tube|university|uno|vacations|ventures|vet|"
    "video|vin|vip|vodka|vote|watch|wedding|wine|works|wtf|xin|xxx|yachts|yoga|zone"
)
"""Endings that are words or names too: links only where a path or a port follows."""
OF_COUNTRIES = (
    "ac|ad|ae|af|ag|ai|al|am|ao|aq|ar|as|at|au|aw|ax|az|ba|bb|bd|be|bf|bg|bh|bi|bj|bm|bn|bo|br|bs|bt|bw|"
    "by|bz|ca|cc|cd|cf|cg|ch|ci|ck|cl|cm|cn|co|cr|cu|cv|cw|cx|cy|cz|de|dj|dk|dm|do|dz|ec|ee|eg|er|es|et|"
    "eu|fi|fj|fk|fm|fo|fr|ga|gd|ge|gf|gg|gh|gi|gl|gm|gn|gp|gq|gr|gs|gt|gu|gw|gy|hk|hm|hn|hr|ht|hu|id|ie|"
    "il|im|in|io|iq|ir|is|it|je|jm|jo|jp|ke|kg|kh|ki|km|kn|kp|kr|kw|ky|kz|la|lb|lc|li|lk|lr|ls|lt|lu|lv|"
    "ly|ma|mc|md|me|mg|mh|mk|ml|mm|mn|mo|mp|mq|mr|ms|mt|mu|mv|mw|mx|my|mz|na|nc|ne|nf|ng|ni|nl|no|np|nr|"
    "nu|nz|om|pa|pe|pf|pg|ph|pk|pl|pm|pn|pr|ps|pt|pw|py|qa|re|ro|rs|ru|rw|sa|sb|sc|sd|se|sg|sh|si|sk|sl|"
    "sm|sn|so|sr|ss|st|su|sv|sx|sy|sz|tc|td|tf|tg|th|tj|tk|tl|tm|tn|to|tr|tt|tv|tw|tz|ua|ug|uk|us|uy|uz|"
    "va|vc|ve|vg|vi|vn|vu|wf|ws|ye|yt|za|zm|zw"
)
SHORT_HOSTS = ("t.me", "t.co", "x.com", "g.co", "b.link", "u.to", "v.gd", "q.gs", "j.mp", "x.co")

_HOST = r"(?<![\w.@=-])(?:[\w-]{1,63}\.){0,8}[\w-]{2,63}\."
_SCHEME = re.compile(r"://|\b(?:https?|ftp|mailto|javascript|whatsapp|tg):(?!\s|$)|(?<!\w)//\w")
_WWW = re.compile(r"(?<!\w)www\d?\.\S")
_NUMBERS = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}[:/]")
_WITH_PATH = re.compile(rf"{_HOST}(?:{GENERIC}|{BEFORE_A_PATH}|{OF_COUNTRIES}|xn--[\w-]+)\.?(?::\d|[/?#\\]\S)")
_GENERIC = re.compile(rf"{_HOST}(?:{GENERIC}|xn--[\w-]+)(?![\w=-])")


def holds_link(text: str, *, is_name: bool = True) -> bool:
    """Whether a line holds a web address.

    A mail address leads nowhere and may stand. The name of a person may not have any host with a known ending; that of
    an organisation may be one ("Agency.org"), as long as nothing follows it.
    """
    # Dots and letters of other widths are opened by browsers as the plain ones; marks that nobody sees part words.
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("。", ".")
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    if any(pattern.search(plain) for pattern in (_SCHEME, _WWW, _NUMBERS)):
        return True
    if _WITH_PATH.search(plain) or any(f"{host}/" in plain for host in SHORT_HOSTS):
        return True
    return is_name and _GENERIC.search(plain) is not None
