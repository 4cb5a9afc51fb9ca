"""Telephone numbers as people type them, kept in international form."""

from __future__ import annotations

import re

from foundation.merge_fields import one_line
from foundation.normalising import ascii_digits

_EXTENSION = re.compile(
    r"\s*[,;/]?\s*(?:تحويلة|الداخلي|داخلي|فرعي|مقسم|poste|ext(?:ension)?|x|#)\.?\s*:?\s*(\d{1,7})$", re.I
)
_INTERNATIONAL = re.compile(r"(\+[\d \-]{6,}?)(?:\s*ext\. (\d{1,7}))?")
_WRITTEN = re.compile(r"[+\d\s().\-/]+")


class NotANumber(ValueError):
    """The text is no telephone number; `needs_country`: it might be one if its country were known."""

    def __init__(self, *, needs_country: bool = False) -> None:
        super().__init__("needs a country" if needs_country else "no number")
        self.needs_country = needs_country


def telephone(text: str, country: str | None = None) -> str:
    """A number in international form: `+962 6 555 0100 ext. 12`.

    It may come in digits of any script, after `+` or `00` or as it is dialled within `country` (ISO alpha-2), with an
    extension. Whether it is in use is not asked.

    Raises:
        NotANumber: see there.
    """
    import phonenumbers  # takes a tenth of a second, which a web process need not wait for at its start

    typed = ascii_digits(one_line(text[:200])).translate(_SIGNS)
    typed = re.sub(r"^tel:", "", typed, flags=re.I).strip()
    extension = _EXTENSION.search(typed)
    if extension:
        typed = typed[: extension.start()].rstrip()
    typed = re.sub(r"^\(?00(?=[1-9])", "+", typed)
    if not _WRITTEN.fullmatch(typed):
        raise NotANumber
    if not typed.startswith("+") and not country:
        raise NotANumber(needs_country=True)
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        raise NotANumber from None
    if not phonenumbers.is_possible_number(number):
        raise NotANumber
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{written} ext. {extension[1]}" if extension else written


_SIGNS = {
    **dict.fromkeys(map(ord, "\u200e\u200f\u061c")),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    ord("＋"): "+",
    ord("،"): ",",
    ord("（"): "(",
    ord("）"): ")",
}


def tel_address(number: str) -> str:
    """The `tel:` address (RFC 3966) of a number in international form; empty for anything else, which none can dial."""
    match = _INTERNATIONAL.fullmatch(ascii_digits(number).strip())
    if match is None:
        return ""
    return "tel:+" + re.sub(r"\D", "", match[1]) + (f";ext={match[2]}" if match[2] else "")
