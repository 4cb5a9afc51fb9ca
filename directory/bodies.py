"""Names and acronyms under which the United Nations system and its partners are known, per language.

Any of them means the same body: "UNESCWA", "CESAO" and «الإسكوا» are one organisation of a directory, however it is
written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from foundation.normalising import searchable
from foundation.translated import Translations

Body = tuple[str, str, str, str, str, str, str]
"""Acronyms and names in English, French and Arabic, and other acronyms, parted by commas."""

BODIES: tuple[Body, ...] = (
    ("ESCWA", "CESAO", "الإسكوا", "Economic and Social Commission for Western Asia",
     "Commission économique et sociale pour l’Asie occidentale", "اللجنة الاقتصادية والاجتماعية لغربي آسيا",
     "UNESCWA, UN-ESCWA, اسكوا, لجنة الأمم المتحدة الاقتصادية والاجتماعية لغربي آسيا, "
     "Commission économique et sociale des Nations Unies pour l’Asie occidentale"),
    ("ESCAP", "CESAP", "الإسكاب", "Economic and Social Commission for Asia and the Pacific",
     "Commission économique et sociale pour l’Asie et le Pacifique",
     "اللجنة الاقتصادية والاجتماعية لآسيا والمحيط الهادئ",
     "UNESCAP, UN-ESCAP"),
    ("ECA", "CEA", "", "Economic Commission for Africa", "Commission économique pour l’Afrique",
     "اللجنة الاقتصادية لأفريقيا", "UNECA, UN-ECA"),
    ("ECE", "CEE", "", "Economic Commission for Europe", "Commission économique pour l’Europe",
     "اللجنة الاقتصادية لأوروبا", "UNECE, UN-ECE"),
    ("ECLAC", "CEPALC", "", "Economic Commission for Latin America and the Caribbean",
     "Commission économique pour l’Amérique latine et les Caraïbes",
     "اللجنة الاقتصادية لأمريكا اللاتينية ومنطقة البحر الكاريبي", "UNECLAC, CEPAL"),
    ("DESA", "DAES", "", "Department of Economic and Social Affairs",
     "Département des affaires économiques et sociales",
     "إدارة الشؤون الاقتصادية والاجتماعية", "UNDESA, UN-DESA, UN DESA"),
    ("ITU", "UIT", "", "International Telecommunication Union", "Union internationale des télécommunications",
     "الاتحاد الدولي للاتصالات", ""),
    ("UNDP", "PNUD", "", "United Nations Development Programme", "Programme des Nations Unies pour le développement",
     "برنامج الأمم المتحدة الإنمائي", ""),
    ("UNESCO", "UNESCO", "اليونسكو", "United Nations Educational, Scientific and Cultural Organization",
     "Organisation des Nations Unies pour l’éducation, la science et la culture",
     "منظمة الأمم المتحدة للتربية والعلم والثقافة", "يونسكو"),
    ("UNICEF", "UNICEF", "اليونيسف", "United Nations Children’s Fund", "Fonds des Nations Unies pour l’enfance",
     "منظمة الأمم المتحدة للطفولة", "يونيسف"),
    ("UNHCR", "HCR", "المفوضية", "Office of the United Nations High Commissioner for Refugees",
     "Haut-Commissariat des Nations Unies pour les réfugiés",
     "مفوضية الأمم المتحدة السامية لشؤون اللاجئين", ""),
    ("OHCHR", "HCDH", "", "Office of the United Nations High Commissioner for Human Rights",
     "Haut-Commissariat des Nations Unies aux droits de l’homme",
     "مفوضية الأمم المتحدة السامية لحقوق الإنسان", "UNOHCHR"),
    ("UNRWA", "UNRWA", "الأونروا",
     "United Nations Relief and Works Agency for Palestine Refugees in the Near East",
     "Office de secours et de travaux des Nations Unies pour les réfugiés de Palestine dans le Proche-Orient",
     "وكالة الأمم المتحدة لإغاثة وتشغيل اللاجئين الفلسطينيين في الشرق الأدنى", "أونروا"),
    ("UNFPA", "FNUAP", "", "United Nations Population Fund", "Fonds des Nations Unies pour la population",
     "صندوق الأمم المتحدة للسكان", ""),
    ("UNEP", "PNUE", "", "United Nations Environment Programme", "Programme des Nations Unies pour l’environnement",
     "برنامج الأمم المتحدة للبيئة", "UN Environment"),
    ("UN-Habitat", "ONU-Habitat", "موئل الأمم المتحدة", "United Nations Human Settlements Programme",
     "Programme des Nations Unies pour les établissements humains",
     "برنامج الأمم المتحدة للمستوطنات البشرية", "UNHabitat"),
    ("UN-Women", "ONU-Femmes", "هيئة الأمم المتحدة للمرأة",
     "United Nations Entity for Gender Equality and the Empowerment of Women",
     "Entité des Nations Unies pour l’égalité des sexes et l’autonomisation des femmes",
     "هيئة الأمم المتحدة للمساواة بين الجنسين وتمكين المرأة", "UN Women, ONU Femmes"),
    ("UNIDO", "ONUDI", "اليونيدو", "United Nations Industrial Development Organization",
     "Organisation des Nations Unies pour le développement industriel",
     "منظمة الأمم المتحدة للتنمية الصناعية", "يونيدو"),
    ("UNCTAD", "CNUCED", "الأونكتاد", "United Nations Conference on Trade and Development",
     "Conférence des Nations Unies sur le commerce et le développement",
     "مؤتمر الأمم المتحدة للتجارة والتنمية", "UN Trade and Development, أونكتاد"),
    ("UNODC", "ONUDC", "", "United Nations Office on Drugs and Crime",
     "Office des Nations Unies contre la drogue et le crime",
     "مكتب الأمم المتحدة المعني بالمخدرات والجريمة", ""),
    ("OCHA", "OCHA", "أوتشا", "Office for the Coordination of Humanitarian Affairs",
     "Bureau de la coordination des affaires humanitaires", "مكتب تنسيق الشؤون الإنسانية", "UNOCHA, UN-OCHA"),
    ("FAO", "FAO", "الفاو", "Food and Agriculture Organization of the United Nations",
     "Organisation des Nations Unies pour l’alimentation et l’agriculture",
     "منظمة الأغذية والزراعة للأمم المتحدة", "UNFAO, UN-FAO"),
    ("WFP", "PAM", "", "World Food Programme", "Programme alimentaire mondial", "برنامج الأغذية العالمي", "UNWFP"),
    ("IFAD", "FIDA", "إيفاد", "International Fund for Agricultural Development",
     "Fonds international de développement agricole", "الصندوق الدولي للتنمية الزراعية", ""),
    ("WHO", "OMS", "", "World Health Organization", "Organisation mondiale de la Santé", "منظمة الصحة العالمية", ""),
    ("ILO", "OIT", "", "International Labour Organization", "Organisation internationale du Travail",
     "منظمة العمل الدولية", "International Labour Office"),
    ("IOM", "OIM", "", "International Organization for Migration", "Organisation internationale pour les migrations",
     "المنظمة الدولية للهجرة", "UN Migration"),
    ("WIPO", "OMPI", "الويبو", "World Intellectual Property Organization",
     "Organisation mondiale de la propriété intellectuelle", "المنظمة العالمية للملكية الفكرية", "ويبو"),
    ("WMO", "OMM", "", "World Meteorological Organization", "Organisation météorologique mondiale",
     "المنظمة العالمية للأرصاد الجوية", ""),
    ("UPU", "UPU", "", "Universal Postal Union", "Union postale universelle", "الاتحاد البريدي العالمي", ""),
    ("ICAO", "OACI", "الإيكاو", "International Civil Aviation Organization",
     "Organisation de l’aviation civile internationale", "منظمة الطيران المدني الدولي", ""),
    ("WTO", "OMC", "", "World Trade Organization", "Organisation mondiale du commerce", "منظمة التجارة العالمية", ""),
    ("IMF", "FMI", "", "International Monetary Fund", "Fonds monétaire international", "صندوق النقد الدولي", ""),
    ("", "", "", "World Bank", "Banque mondiale", "البنك الدولي", "World Bank Group, The World Bank"),
    ("LAS", "LEA", "", "League of Arab States", "Ligue des États arabes", "جامعة الدول العربية", "Arab League"),
    ("AICTO", "AICTO", "", "Arab Information and Communication Technologies Organization",
     "Organisation arabe des technologies de l’information et de la communication",
     "المنظمة العربية لتكنولوجيات الاتصال والمعلومات", ""),
    ("ALECSO", "ALECSO", "الألكسو", "Arab League Educational, Cultural and Scientific Organization",
     "Organisation arabe pour l’éducation, la culture et les sciences",
     "المنظمة العربية للتربية والثقافة والعلوم", ""),
    ("ISESCO", "ICESCO", "الإيسيسكو", "Islamic World Educational, Scientific and Cultural Organization",
     "Organisation du monde islamique pour l’éducation, les sciences et la culture",
     "منظمة العالم الإسلامي للتربية والعلوم والثقافة", "ICESCO"),
    ("IsDB", "BID", "", "Islamic Development Bank", "Banque islamique de développement", "البنك الإسلامي للتنمية",
     "IDB"),
    ("GCC", "CCG", "", "Gulf Cooperation Council", "Conseil de coopération du Golfe",
     "مجلس التعاون لدول الخليج العربية",
     "Cooperation Council for the Arab States of the Gulf"),
    ("AU", "UA", "", "African Union", "Union africaine", "الاتحاد الأفريقي", "African Union Commission"),
    ("EU", "UE", "", "European Union", "Union européenne", "الاتحاد الأوروبي", ""),
    ("OECD", "OCDE", "", "Organisation for Economic Co-operation and Development",
     "Organisation de coopération et de développement économiques",
     "منظمة التعاون الاقتصادي والتنمية", "Organization for Economic Cooperation and Development"),
    ("OIC", "OCI", "", "Organisation of Islamic Cooperation", "Organisation de la coopération islamique",
     "منظمة التعاون الإسلامي", ""),
    ("ISOC", "ISOC", "", "Internet Society", "Internet Society", "جمعية الإنترنت", ""),
    ("ICANN", "ICANN", "الآيكان", "Internet Corporation for Assigned Names and Numbers",
     "Société pour l’attribution des noms de domaine et des numéros sur Internet",
     "مؤسسة الإنترنت للأرقام والأسماء المخصصة", ""),
    ("ICRC", "CICR", "", "International Committee of the Red Cross", "Comité international de la Croix-Rouge",
     "اللجنة الدولية للصليب الأحمر", ""),
    ("UN", "ONU", "", "United Nations", "Organisation des Nations Unies", "الأمم المتحدة",
     "Nations Unies, United Nations Secretariat"),
)  # fmt: skip

MOST_IN_BRACKETS = 4
"""How many brackets of a name are looked into: each costs the length of the name."""
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ARTICLE = re.compile(r"^(the|le|la|les|l) ")
_UNITED_NATIONS = re.compile(r"^(united nations|nations unies|un) (?=\S+ \S)")


@lru_cache(maxsize=20_000)
def organisation_keys(typed: str) -> frozenset[str]:
    """The keys under which a name or acronym of an organisation is compared; two that share one mean the same.

    Brackets, articles, dots, blanks and hyphens do not count: "the ESCWA", "E.S.C.W.A." and "Economic and Social
    Commission for Western Asia (ESCWA)" share one.
    """
    keys = _plain_keys(typed)
    known = _bodies()
    for number in {known[key] for key in keys if key in known}:
        keys |= _keys_of_body(number)
    return frozenset(keys)


def body_named(typed: str) -> Translations:
    """The names, per language, of the body that a name or acronym means; empty for none of the table."""
    known = _bodies()
    for key in sorted(_plain_keys(typed), key=len, reverse=True):
        if key in known:
            _en, _fr, _ar, english, french, arabic, _others = BODIES[known[key]]
            return Translations(en=english, fr=french, ar=arabic)
    return Translations()


def _plain_keys(typed: str) -> set[str]:
    folded = searchable(typed)
    plain = _BRACKETS.sub(" ", folded)
    # What stands in brackets is a name of its own when it is the acronym of what stands before.
    within = [part for part in _BRACKETS.findall(folded)[:MOST_IN_BRACKETS] if _shortens(part, plain)]
    return {key for text in (folded, plain, *within) for key in _spellings(text)} - {""}


def _shortens(acronym: str, text: str) -> bool:
    initials = iter([word[0] for word in re.findall(r"\w+", text)])
    letters = re.sub(r"\W", "", acronym).removeprefix("un")
    return len(letters) > 1 and all(letter in initials for letter in letters)


def _spellings(text: str) -> Iterable[str]:
    words = " ".join(re.sub(r"[^\w]+", " ", text.replace(".", "").replace("'", " ")).split())
    words = _ARTICLE.sub("", words)
    yield words.replace(" ", "")
    yield _UNITED_NATIONS.sub("", words).replace(" ", "")
    # An Arabic acronym may carry the article.
    if words.startswith("ال") and " " not in words and len(words) > 5:
        yield words[2:]


@cache
def _keys_of_body(number: int) -> frozenset[str]:
    *texts, others = BODIES[number]
    return frozenset(key for text in (*texts, *others.split(",")) for key in _plain_keys(text))


@cache
def _bodies() -> Mapping[str, int]:
    return {key: number for number in reversed(range(len(BODIES))) for key in _keys_of_body(number)}
