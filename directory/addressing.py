"""How a letter begins, as the United Nations writes it in each language."""

from __future__ import annotations

from directory.honorifics import equivalent, is_minister, read_honorific
from directory.scripts import has_arabic
from foundation.isolating import isolated

_MADAM = {"m": "Monsieur", "f": "Madame", "": "Madame, Monsieur"}
_MINISTER = {"m": "Monsieur le Ministre", "f": "Madame la Ministre"}
_AMBASSADOR = {"m": "Monsieur l’Ambassadeur", "f": "Madame l’Ambassadrice"}


def salutation(language: str, *, honorific: str, name: str, family_name: str = "", position: str = "") -> str:
    """The words with which a letter to somebody begins, the comma included.

    `name` is the name as printed in the language, without form of address; `family_name` the family name where it is
    known in that script. The form of address is given in the language of the letter, whatever it was typed in; what
    nobody has said (the gender) is not guessed.
    """
    known = read_honorific(honorific)
    if language == "ar":
        title = equivalent(honorific, "ar", position)
        said = isolated(name, "rtl")
        return f"{title} {said}،" if title else f"حضرة {said}،"
    is_excellency = known is not None and known.is_excellency
    gender = known.gender if known else ""
    if language == "fr":
        return f"{_in_french(honorific, position, is_excellency, gender)},"
    if is_excellency:
        return "Excellency,"
    title = equivalent(honorific, "en", position)
    if not title:
        return f"Dear {isolated(name, 'ltr')},"
    called = family_name if family_name and not has_arabic(family_name) else name
    return f"Dear {title} {isolated(called, 'ltr')},"


def _in_french(honorific: str, position: str, is_excellency: bool, gender: str) -> str:
    if gender and is_minister(f"{position} {honorific}"):
        return _MINISTER[gender]
    if is_excellency:
        known = read_honorific(honorific)
        is_ambassador = known is not None and any(term.en[0] == "Ambassador" for term in known.terms)
        return _AMBASSADOR[gender] if is_ambassador and gender else "Excellence"
    return _MADAM[gender]
