"""In which script a text is written, and which of several texts of one thing stands in a paper of one language."""

from __future__ import annotations

import re
from collections.abc import Mapping

SCRIPTS = {"ar": "ar"}
"""Languages not written in Latin letters, and the key of their script; all others: `LATIN`."""
LATIN = "en"

_ARABIC = (
    "\u0620-\u064a\u066e-\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u08c9"
    "\ufb50-\ufdff\ufe70-\ufefc"
)
_LATIN = (
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff"
    "\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a"
)
_HAS_ARABIC = re.compile(f"[{_ARABIC}]")
_HAS_LATIN = re.compile(f"[{_LATIN}]")
_NOT_ARABIC = re.compile(f"(?![{_ARABIC}])[^\\W\\d_]")
_NOT_LATIN = re.compile(f"(?![{_LATIN}])[^\\W\\d_]")
# Words that belong to the one after them: "Abdel Rahman", "Abu Shaar", «عبد الله».
_JOINED = re.compile(
    r"^(abd|abdel|abdul|abdoul|abu|abou|al|el|ben|bin|bint|ibn|ould|mac|van|von|de|da|di|du|dos|della|der|den|la|le|st"
    r"|عبد|أبو|ابو|أبي|أم|ام|ابن|بن|بنت|آل|ال|ولد|نور|سيف|صلاح|شمس)\.?$",
    re.IGNORECASE,
)


def script_of(language: str) -> str:
    """The key of the script of a language: "ar", or "en" for Latin letters."""
    return SCRIPTS.get(language, LATIN)


def has_arabic(text: str) -> bool:
    """Whether a letter of the text is Arabic."""
    return _HAS_ARABIC.search(text) is not None


def has_latin(text: str) -> bool:
    """Whether a letter of the text is Latin."""
    return _HAS_LATIN.search(text) is not None


def fits(text: str, language: str) -> bool:
    """Whether every letter of the text is of the script of the language; what has no letters fits every language."""
    if text.isascii():
        return language != "ar" or not has_latin(text)
    return (_NOT_ARABIC if language == "ar" else _NOT_LATIN).search(text) is None


def in_language(texts: Mapping[str, str], typed: str, language: str) -> str:
    """Of the texts of one thing the one for a paper in `language`: written in it, else in its script, else as typed."""
    written = texts.get(language)
    if written:
        return written
    if fits(typed, language):
        return typed
    return next((text for text in texts.values() if fits(text, language)), typed)


def name_groups(name: str) -> list[str]:
    """The words of a name, with particles such as Abu and عبد joined to the word after them."""
    groups: list[str] = []
    joining = False
    for word in name.split():
        if joining:
            groups[-1] += f" {word}"
        else:
            groups.append(word)
        joining = _JOINED.match(word) is not None
    return groups


def split_name(name: str, given: int, family: int) -> tuple[str, str]:
    """A whole name parted into given and family name, known to have so many words in another script."""
    groups = name_groups(name)
    if len(groups) < 2 or not family:
        return name, ""
    first = given if given + family == len(groups) else 1
    return " ".join(groups[:first]), " ".join(groups[first:])
