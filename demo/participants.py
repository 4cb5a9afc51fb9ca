"""Invented participants: names, organisations, positions and what they wrote into the form.

Everything follows from a country and a number, so that every start of the demo shows the same people.
"""

from __future__ import annotations

import unicodedata
from enum import Enum

from demo.content import OrganisationContent, said
from demo.names import FAMILY_NAMES, GIVEN_NAMES, Name
from demo.organisations import of_country
from directory.enums import OrganisationKind
from foundation.translated import Translations
from meetings.enums import Mode
from registration.people.entries import Entry

FRENCH_SPEAKING = frozenset({"MA", "TN", "DZ", "MR", "FR"})
ARABIC_SPEAKING = frozenset(FAMILY_NAMES) - {"KR", "PT", "IT", "FR", "EE"}


class Scripts(Enum):
    """In which scripts somebody gave the name."""

    BOTH = "both"
    LATIN = "latin"
    ARABIC = "arabic"


Position = tuple[Translations, Translations]
"""Held by a man, held by a woman."""


def _position(en: str, ar_man: str, ar_woman: str, fr_man: str, fr_woman: str) -> Position:
    return said(en, ar_man, fr_man), said(en, ar_woman, fr_woman)


_IN_GOVERNMENT: tuple[Position, ...] = (
    _position(
        "Director of Digital Transformation",
        "مدير التحول الرقمي",
        "مديرة التحول الرقمي",
        "Directeur de la transformation numérique",
        "Directrice de la transformation numérique",
    ),
    _position(
        "Head of Information Systems",
        "رئيس قسم نظم المعلومات",
        "رئيسة قسم نظم المعلومات",
        "Chef du service des systèmes d’information",
        "Cheffe du service des systèmes d’information",
    ),
    _position(
        "Adviser for Administrative Development",
        "مستشار التنمية الإدارية",
        "مستشارة التنمية الإدارية",
        "Conseiller en développement administratif",
        "Conseillère en développement administratif",
    ),
    _position(
        "Open Data Coordinator",
        "منسق البيانات المفتوحة",
        "منسقة البيانات المفتوحة",
        "Coordonnateur des données ouvertes",
        "Coordonnatrice des données ouvertes",
    ),
    _position(
        "Director of e-Services",
        "مدير الخدمات الإلكترونية",
        "مديرة الخدمات الإلكترونية",
        "Directeur des services en ligne",
        "Directrice des services en ligne",
    ),
    _position(
        "Cybersecurity Specialist",
        "اختصاصي أمن سيبراني",
        "اختصاصية أمن سيبراني",
        "Spécialiste de la cybersécurité",
        "Spécialiste de la cybersécurité",
    ),
    _position(
        "Director-General",
        "مدير عام",
        "مديرة عامة",
        "Directeur général",
        "Directrice générale",
    ),
)
_IN_ACADEMIA: tuple[Position, ...] = (
    _position(
        "Associate Professor",
        "أستاذ مشارك",
        "أستاذة مشاركة",
        "Maître de conférences",
        """Maîtresse
    de conférences""",
    ),
    _position(
        "Professor of Computer Science",
        "أستاذ علوم الحاسوب",
        "أستاذة علوم الحاسوب",
        """Professeur
    d’informatique""",
        """Professeure
    d’informatique""",
    ),
    _position("Researcher", "باحث", "باحثة", "Chercheur", "Chercheuse"),
)
_ELSEWHERE: tuple[Position, ...] = (
    _position(
        "Programme Manager",
        "مدير برامج",
        "مديرة برامج",
        "Responsable de programme",
        """Responsable
    de programme""",
    ),
    _position(
        """Policy Specialist""",
        """اختصاصي سياسات""",
        """اختصاصية سياسات""",
        """Spécialiste des politiques""",
        """Spécialiste
    des politiques""",
    ),
)
_MR, _MS = {"en": "Mr.", "ar": "السيد", "fr": "M."}, {"en": "Ms.", "ar": "السيدة", "fr": "Mme"}
_DR, _ENG = {"en": "Dr.", "ar": "د.", "fr": "Dr"}, {"en": "Eng.", "ar": "م.", "fr": "Ing."}
NEEDS: tuple[Translations, ...] = (
    said(
        "I use a wheelchair: a place at the end of a row, please.",
        "أستخدم كرسياً متحركاً، وأرجو تخصيص مقعد في طرف الصف.",
        "Je me déplace en fauteuil roulant : une place en bout de rangée, s’il vous plaît.",
    ),
    said("Vegetarian meals.", "وجبات نباتية.", "Repas végétariens."),
    said(
        "Interpretation into Arabic sign language, if possible.",
        "ترجمة إلى لغة الإشارة العربية إن أمكن.",
        "Interprétation en langue des signes, si possible.",
    ),
    said(
        "Papers in large print, or as a file before the meeting.",
        "وثائق مطبوعة بخط كبير، أو إرسالها ملفاً قبل الاجتماع.",
        "Documents en gros caractères, ou sous forme de fichier avant la réunion.",
    ),
    said("Gluten-free meals.", "وجبات خالية من الغلوتين.", "Repas sans gluten."),
)


class People:
    """Makes participants of a country one after the other; no two have the same name or address."""

    def __init__(self) -> None:
        self._made: dict[str, int] = {}
        self._names: set[tuple[str, str]] = set()
        self._addresses: set[str] = set()

    def entry(self, country: str, mode: Mode) -> Entry:
        """The next participant who lives in `country`, a key of the names."""
        number = self._made.get(country, 0)
        self._made[country] = number + 1
        variety = _variety(country, number)
        is_woman = (number + variety) % 2 == 0
        given, family = self._name(country, number, is_woman)
        body = _employer(country, number)
        scripts = _scripts(country, number)
        language = _language(country, number, scripts)
        written = "ar" if scripts is Scripts.ARABIC else language if scripts is Scripts.BOTH else "en"
        if country in FRENCH_SPEAKING and language == "fr":
            written = "fr"
        script = 1 if scripts is Scripts.ARABIC else 0
        position = _position_in(body.kind, variety)[is_woman]
        return Entry(
            email=self._address(given[0], family[0]),
            mode=mode,
            consented=True,
            honorific=_honorific(variety, is_woman, body.kind)[written],
            given_name=given[script],
            family_name=family[script],
            printed_name=_printed(given, family, scripts),
            organisation=body.name.text(written),
            organisation_kind=body.kind,
            position=position.text(written),
            position_texts=position if scripts is Scripts.BOTH else Translations(),
            country_code=body.country,
            language=language,
            needs=NEEDS[number // 7 % len(NEEDS)].text(language) if mode is Mode.IN_PERSON and number % 7 == 3 else "",
        )

    def _name(self, country: str, number: int, is_woman: bool) -> tuple[Name, Name]:
        pool = GIVEN_NAMES[country].women if is_woman else GIVEN_NAMES[country].men
        families = FAMILY_NAMES[country]
        for step in range(len(pool) * len(families)):
            given = pool[(_variety(country, number) + step) % len(pool)]
            family = families[(number * 3 + step // len(pool)) % len(families)]
            if (given[0], family[0]) not in self._names:
                self._names.add((given[0], family[0]))
                return given, family
        raise ValueError(f"no more names for {country}")

    def _address(self, given: str, family: str) -> str:
        box = f"{_ascii(given)}.{_ascii(family)}"
        address, number = f"{box}@example.org", 2
        while address in self._addresses:
            address, number = f"{box}{number}@example.org", number + 1
        self._addresses.add(address)
        return address


def _variety(country: str, number: int) -> int:
    """A number that differs among the n-th people of different countries."""
    first, second = map(ord, country)
    return number * 5 + number // 4 + first * 7 + second * 11


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(filter(str.isalnum, plain)).lower()


def _scripts(country: str, number: int) -> Scripts:
    if country not in ARABIC_SPEAKING:
        return Scripts.LATIN
    return (Scripts.BOTH, Scripts.ARABIC, Scripts.LATIN)[number % 3]


def _language(country: str, number: int, scripts: Scripts) -> str:
    if scripts is Scripts.ARABIC:
        return "ar"
    if country in FRENCH_SPEAKING:
        return "fr"
    return "ar" if scripts is Scripts.BOTH and number % 2 == 0 else "en"


def _employer(country: str, number: int) -> OrganisationContent:
    if country in ("JO", "LB", "EG", "TN") and number % 8 == 6:
        bodies = of_country(None)
        return bodies[(number // 8 + len(country) + ord(country[0])) % len(bodies)]
    bodies = [body for body in of_country(country) if not body.name["en"].startswith("Permanent")]
    return bodies[number % len(bodies)]


def _position_in(kind: OrganisationKind, number: int) -> Position:
    if kind in (OrganisationKind.GOVERNMENT, OrganisationKind.PUBLIC_AGENCY):
        return _IN_GOVERNMENT[number % len(_IN_GOVERNMENT)]
    if kind is OrganisationKind.ACADEMIA:
        return _IN_ACADEMIA[number % len(_IN_ACADEMIA)]
    return _ELSEWHERE[number % len(_ELSEWHERE)]


def _honorific(number: int, is_woman: bool, kind: OrganisationKind) -> dict[str, str]:
    if kind is OrganisationKind.ACADEMIA:
        return _DR
    if number % 5 == 4:
        return _ENG
    return _MS if is_woman else _MR


def _printed(given: Name, family: Name, scripts: Scripts) -> Translations:
    latin, arabic = f"{given[0]} {family[0]}", f"{given[1]} {family[1]}"
    if scripts is Scripts.LATIN:
        return Translations(en=latin)
    if scripts is Scripts.ARABIC:
        return Translations(ar=arabic)
    return Translations(en=latin, ar=arabic)
