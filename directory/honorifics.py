"""Forms of address before a name: their equivalents in the three languages, and how a letter addresses somebody.

What people type is read into terms of one table ("H.E. Eng." is excellency and engineer), each of which has a form per
language and, where the language tells it, per gender. What the table does not know is kept as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from directory.scripts import has_arabic, has_latin
from foundation.normalising import searchable

Forms = tuple[str, str, str]
"""Neutral, of a man, of a woman; an empty form does not exist."""


@dataclass(frozen=True)
class Term:
    """One part of a form of address.

    `also` are other spellings that are read as it; those of `also_of` tell the gender too. `in_names` says that
    the word occurs as a name, so that it is not taken off one. `rank` orders the parts.
    """

    en: Forms
    ar: Forms
    fr: Forms
    also: tuple[str, ...] = ()
    also_of: tuple[tuple[str, str], ...] = ()
    in_names: bool = False
    rank: int = 5
    is_excellency: bool = False

    def form(self, language: str, gender: str) -> str:
        """The form in a language for "m", "f" or "" (not known); the neutral one where there is no other."""
        forms: Forms = getattr(self, language)
        return forms[" mf".index(gender or " ")] or forms[0]


def _same(text: str) -> Forms:
    return text, text, text


def _excellency(arabic: str, english: str = "H.E.", french: str = "S.E.", also: tuple[str, ...] = ()) -> Term:
    return Term(_same(english), _same(arabic), _same(french), also=also, rank=1, is_excellency=True)


EXCELLENCY = _excellency(
    "سعادة",
    also=(
        "HE", "H.E", "S.E", "S.E.", "Excellency", "His Excellency", "Her Excellency", "Son Excellence",
        "Excellence", "S. E.", "H. E.", "S.Exc.", "S. Exc.", "سعاده",
    ),
)  # fmt: skip
MINISTERIAL = _excellency("معالي")
PLAIN = Term(("", "Mr.", "Ms."), ("", "السيد", "السيدة"), ("", "M.", "Mme"), rank=4)
TERMS: tuple[Term, ...] = (
    EXCELLENCY,
    MINISTERIAL,
    _excellency("دولة"),
    _excellency("فخامة"),
    _excellency("عطوفة"),
    _excellency("سيادة"),
    _excellency("سماحة", "H.Em.", "Son Éminence", also=("His Eminence", "نيافة")),
    _excellency("فضيلة", "H.Em.", "Son Éminence"),
    _excellency("غبطة", "H.B.", "S.B.", also=("His Beatitude", "Sa Béatitude")),
    _excellency("سمو", "H.H.", "S.A.", also=("HH", "His Highness", "Her Highness", "Son Altesse")),
    _excellency(
        "صاحب السمو الملكي", "H.R.H.", "S.A.R.",
        also=("HRH", "His Royal Highness", "Her Royal Highness", "Son Altesse royale", "صاحبة السمو الملكي",
              "سمو الأمير", "سمو الأميرة"),
    ),
    Term(_same("Hon."), _same("سعادة"), _same("Hon."), also=("The Honourable", "The Hon.", "Honourable", "L’Honorable",
         "Honorable"), rank=1, is_excellency=True),
    Term(
        PLAIN.en, PLAIN.ar, PLAIN.fr,
        also_of=(
            ("Mr", "m"), ("Mister", "m"), ("Monsieur", "m"), ("M", "m"), ("Mr", "m"), ("Sir", "m"), ("سيد", "m"),
            ("Ms", "f"), ("Mrs.", "f"), ("Mrs", "f"), ("Miss", "f"), ("Madam", "f"), ("Madame", "f"), ("Mme.", "f"),
            ("Mlle", "f"), ("Mlle.", "f"), ("Mademoiselle", "f"), ("الآنسة", "f"), ("الانسة", "f"), ("آنسة", "f"),
            ("سيدة", "f"), ("الأستاذ", "m"), ("الأستاذة", "f"), ("أستاذ", "m"), ("أستاذة", "f"),
        ),
        in_names=True, rank=4,
    ),
    Term(
        _same("Prof."), ("أ.د.", "الأستاذ الدكتور", "الأستاذة الدكتورة"), ("Pr", "Pr", "Pre"),
        also=("Prof", "Professor", "Professeur", "Pr.", "أ. د.", "أ.د", "ا.د.", "Prof. Dr.", "Prof Dr", "بروفيسور",
              "البروفيسور", "الأستاذ الدكتور"),
        also_of=(("Professeure", "f"), ("البروفيسورة", "f"), ("أستاذ دكتور", "m")),
        rank=6,
    ),
    Term(
        _same("Dr."), ("د.", "الدكتور", "الدكتورة"), ("Dr", "Dr", "Dre"),
        also=("Dr", "Doctor", "Docteur", "Dr.", "د", "دكتور"),
        also_of=(("Docteure", "f"), ("دكتورة", "f"), ("Dra.", "f")),
        rank=7,
    ),
    Term(
        _same("Eng."), ("م.", "المهندس", "المهندسة"), _same("Ing."),
        also=("Eng", "Engr.", "Engr", "Engineer", "Ing", "Ingénieur", "Ir.", "م", "مهندس"),
        also_of=(("مهندسة", "f"), ("Ingénieure", "f")),
        rank=8,
    ),
    Term(
        _same("Arch."), ("المعماري", "المعماري", "المعمارية"), _same("Arch."),
        also=("Architect", "Architecte", "المهندس المعماري"), also_of=(("المهندسة المعمارية", "f"),), rank=8,
    ),
    Term(
        _same("Ambassador"), ("السفير", "السفير", "السفيرة"),
        ("Ambassadeur", "Ambassadeur", "Ambassadrice"),
        also=("Amb.", "Amb", "Ambassadeur", "سفير"), also_of=(("سفيرة", "f"),), rank=3,
    ),
    Term(
        _same("Minister"), ("الوزير", "الوزير", "الوزيرة"), ("Ministre", "Ministre", "Ministre"),
        also=("Minister", "Ministre", "وزير"),
        also_of=(("وزيرة", "f"), ("Mme la Ministre", "f"), ("Madame la Ministre", "f"), ("M. le Ministre", "m"),
                 ("Monsieur le Ministre", "m"), ("السيد الوزير", "m"), ("السيدة الوزيرة", "f")), rank=3,
    ),
    Term(
        _same("Senator"), ("السيناتور", "السيناتور", "السيناتور"), ("Sénateur", "Sénateur", "Sénatrice"),
        also=("Sen.", "Sénateur"), rank=3,
    ),
    Term(
        _same("Judge"), ("القاضي", "القاضي", "القاضية"), ("Juge", "Juge", "Juge"),
        also=("Justice", "Magistrat", "قاضي"), also_of=(("قاضية", "f"), ("Magistrate", "f")), in_names=True, rank=3,
    ),
    Term(
        ("Maître", "Maître", "Maître"), ("المحامي", "المحامي", "المحامية"), ("Me", "Me", "Me"),
        also=("Maître", "Me.", "محامي"), also_of=(("محامية", "f"),), in_names=True, rank=3,
    ),
    Term(
        ("Sheikh", "Sheikh", "Sheikha"), ("الشيخ", "الشيخ", "الشيخة"), ("Cheikh", "Cheikh", "Cheikha"),
        also=("Shaikh", "Shaykh", "شيخ"), also_of=(("Shaikha", "f"), ("شيخة", "f")), in_names=True, rank=3,
    ),
    Term(
        ("Prince", "Prince", "Princess"), ("الأمير", "الأمير", "الأميرة"), ("Prince", "Prince", "Princesse"),
        in_names=True, rank=2,
    ),
    Term(
        _same("Gen."), ("اللواء", "اللواء", "اللواء"), ("Gén.", "Gén.", "Gén."),
        also=("General", "Général", "Maj. Gen.", "Major General", "لواء", "الفريق", "العميد", "Brig. Gen.",
              "Brigadier General", "Brigadier", "عميد"), in_names=True, rank=3,
    ),
    Term(
        _same("Col."), ("العقيد", "العقيد", "العقيد"), ("Col.", "Col.", "Col."),
        also=("Colonel", "عقيد"), rank=3,
    ),
    Term(_same("Capt."), _same("النقيب"), _same("Cap."), also=("Captain", "Capitaine", "نقيب"), in_names=True, rank=3),
    Term(_same("Maj."), _same("الرائد"), _same("Cdt"), also=("Major", "Commandant", "رائد"), in_names=True, rank=3),
    Term(
        _same("Rev."), _same("القس"), _same("Rév."), also=("Reverend", "Révérend", "Father", "Père", "الأب"),
        in_names=True, rank=3,
    ),
)  # fmt: skip
"""The table of equivalents."""

_MINISTER = re.compile(r"\bministers?\b|\bministres?\b|\bوزير|\bالوزير")
_NO_MINISTER = re.compile(
    r"\b(deputy|vice|assistant|under|undersecretary|adviser|advisor|office of|to the|adjoint|conseill|cabinet|bureau"
    r"|نايب|وكيل|مساعد|مستشار|معاون|مكتب)"
)


@dataclass(frozen=True)
class Honorific:
    """A form of address that was read: its terms in order, and the gender they tell ("m", "f" or "")."""

    terms: tuple[Term, ...]
    gender: str

    @property
    def is_excellency(self) -> bool:
        """Whether letters say "Excellency"."""
        return any(term.is_excellency for term in self.terms)

    def text(self, language: str, position: str = "") -> str:
        """The equivalent in a language; empty where a term has none without knowing the gender.

        Ministers are معالي in Arabic, all others whom English calls H.E. سعادة, so the `position` is asked.
        """
        words = []
        for term in self.terms:
            if term is EXCELLENCY and is_minister(position):
                term = MINISTERIAL
            word = term.form(language, self.gender)
            if not word:
                return ""
            words.append(word)
        return " ".join(dict.fromkeys(words))


def is_minister(position: str) -> bool:
    """Whether a position, in any of the languages, is that of a minister, and not of somebody around one."""
    folded = searchable(position)
    return _MINISTER.search(folded) is not None and _NO_MINISTER.search(folded) is None


@cache
def read_honorific(typed: str) -> Honorific | None:
    """The form of address that was typed, in any of the languages; None where the table does not know all of it."""
    words = _words(typed)
    found: list[tuple[Term, str]] = []
    while words:
        size, term, gender = _longest(words)
        if term is None:
            return None
        found.append((term, gender))
        words = words[size:]
    if not found:
        return None
    genders = {gender for _term, gender in found if gender}
    terms = tuple(sorted(dict.fromkeys(term for term, _gender in found), key=lambda term: term.rank))
    return Honorific(terms, genders.pop() if len(genders) == 1 else "")


def equivalent(typed: str, language: str, position: str = "") -> str:
    """A typed form of address in a language: its equivalent, or itself if it is in the script of that language.

    Empty where it is in the other script and the table does not know it.
    """
    if not typed:
        return ""
    is_arabic = has_arabic(typed)
    if is_arabic and language == "ar" and not has_latin(typed):
        return typed
    known = read_honorific(typed)
    if known is not None and (text := known.text(language, position)):
        return text
    return typed if is_arabic == (language == "ar") and not (language == "ar" and has_latin(typed)) else ""


def gender_of(typed: str) -> str:
    """The gender that a form of address tells: "m", "f", or "" for none."""
    known = read_honorific(typed)
    return known.gender if known else ""


def split_honorific(name: str) -> tuple[str, str]:
    """A name as typed, parted into the form of address before it (may be empty) and the name itself.

    A word that also occurs as a name is taken for one unless two words of a name follow: السيد is both.
    """
    words = name.split()
    taken = 0
    while taken < len(words) - 1:
        step = next((size for size in range(min(4, len(words) - 1 - taken), 0, -1)
                     if _may_be_taken(words[taken : taken + size], len(words) - taken - size)), 0)  # fmt: skip
        if not step:
            break
        taken += step
    return " ".join(words[:taken]), " ".join(words[taken:])


def _may_be_taken(words: list[str], left: int) -> bool:
    found = _terms().get(_key(" ".join(words)))
    if found is None or left < 1:
        return False
    term, _gender = found
    plain = "".join(words)
    if term.in_names and left < 2:
        return False
    # An initial, as in "M. Karim Haddad", is part of a name; so is a word that nobody marked as an abbreviation.
    return not (len(plain.strip(".")) == 1 and (not has_arabic(plain) or not plain.endswith(".")))


def _longest(words: list[str]) -> tuple[int, Term | None, str]:
    for size in range(min(4, len(words)), 0, -1):
        found = _terms().get(_key(" ".join(words[:size])))
        if found:
            return size, *found
    return 0, None, ""


def _words(typed: str) -> list[str]:
    # "H.E.Eng." and "د.م." are two terms each without a blank between them.
    return re.sub(
        r"(?<=\.)(?=[A-Z][a-z])|(?<=\w\w\.)(?=[A-Z])|(?<=[\u0620-\u064a]\.)(?=م)", " ", typed.replace("/", " ")
    ).split()


def _key(text: str) -> str:
    return searchable(text).replace(".", "").replace("'", "").replace(" ", "")


@cache
def _terms() -> Mapping[str, tuple[Term, str]]:
    found: dict[str, tuple[Term, str]] = {}
    for term in TERMS:
        for forms in (term.en, term.ar, term.fr):
            for form, gender in zip(forms, ("", "m", "f"), strict=True):
                if form:
                    tells = gender if forms.count(form) == 1 and forms[0] != form else ""
                    found.setdefault(_key(form), (term, tells))
        for spelling in term.also:
            found.setdefault(_key(spelling), (term, ""))
    for term in TERMS:
        for spelling, gender in term.also_of:
            found[_key(spelling)] = (term, gender)
    return found
