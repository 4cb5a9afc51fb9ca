"""One folding of text for searching and comparing, the same on every database.

Databases disagree about accents, case and Arabic letters, so what is searched is a second, folded
copy of the text that Python makes; the text itself is stored as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_LOOKALIKES: Mapping[str, str] = {
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ے": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "ة": "ه",
    "ۃ": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ێ": "ي",
    "ۍ": "ي",
    "ۆ": "و",
    "ۇ": "و",
    "ۈ": "و",
    "ۉ": "و",
    "ۊ": "و",
    "ۋ": "و",
    "ڕ": "ر",
    "ڵ": "ل",
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ə": "e",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "‘": "'",
    "’": "'",
    "‛": "'",
    "ʼ": "'",
    "ʻ": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "‐": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "،": ",",
    "؛": ";",
    "؟": "?",
}

_HAMZA_ABOVE = "\u0654"
_HAMZA_BEFORE_WAW = re.compile(f"(?:ي{_HAMZA_ABOVE}+|ء+)+و")
"""Written on a waw, on a yeh or on nothing before a waw, by country: مسؤول, مسئول; شؤون, شئون; رؤوس, رءوس."""
_NOT_IN_LETTERS = re.compile(r"[\s'\-ʾʿ‿·]+")
_BETWEEN_WORDS = re.compile(r"""[\s,;:!?"«»()\[\]<>]+""")
_LETTERS = re.compile(r"\w+")
_TATWEEL = 0x0640
_VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_GRAPHEME_JOINER_AND_BLANK_HANGUL = (0x034F, 0x115F, 0x1160)
_INVISIBLE_WITHOUT_CLASS = frozenset((_TATWEEL, *_VARIATION_SELECTORS, *_GRAPHEME_JOINER_AND_BLANK_HANGUL))

MOST_MARKS = 30
"""Marks on one letter, as in the stream-safe format of Unicode's annex 15."""
_HARMLESS = 500
"""Characters whose normalising takes no time, whatever they are."""
_DECOMPOSE_INTO_MARKS = "\u0f73\u0f75\u0f81\uff9e\uff9f"

_MEMORISED_BELOW = 0x20000  # bounds what hostile text can make the table keep


class _Folds(dict[int, str]):
    """Code point to its folding, worked out at first sight; for `str.translate`."""

    def __missing__(self, code_point: int) -> str:
        folded = _fold(code_point)
        if code_point < _MEMORISED_BELOW:
            self[code_point] = folded
        return folded


def _fold(code_point: int) -> str:
    character = chr(code_point)
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if character.isspace():
        return " "
    if character == _HAMZA_ABOVE:
        return character  # `searchable` looks at it before it goes
    if (
        code_point in _INVISIBLE_WITHOUT_CLASS
        or unicodedata.combining(character)
        or unicodedata.category(character) in {"Cc", "Cf", "Cs"}
    ):
        return ""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    return character


_FOLDS = _Folds()


def ascii_digits(value: str) -> str:
    """The text with the digits of every script written 0-9."""
    return "".join(
        str(unicodedata.decimal(letter)) if unicodedata.category(letter) == "Nd" else letter for letter in value
    )


def composed(text: str) -> str:
    """The text in Unicode's normal form C, in which a letter with its accents is one letter.

    No letter keeps more than `MOST_MARKS` marks: more are no writing, and normalising takes their number squared.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", _with_few_marks(text))


def _with_few_marks(text: str) -> str:
    if len(text) <= _HARMLESS:
        return text
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) or letter in _DECOMPOSE_INTO_MARKS else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def searchable(text: str) -> str:
    """The text as it is compared in searches: idempotent, and equal for what people type alike.

    Case, accents and Arabic vowel marks are gone; hamza carriers, alef maqsura, ta marbuta and the Persian, Urdu and
    Kurdish forms of yeh, kaf, heh, waw, reh and lam are their plain Arabic letter, and hamza before a waw is a waw;
    digits of every script are 0-9; apostrophes, dashes and Arabic punctuation are the ASCII ones; compatibility forms
    (ligatures, full width) are spelt out. Tatweel, zero-width and direction marks and control characters are removed,
    and white space is one blank between words and none at the ends.
    Both the stored copy and the query must have gone through it; the result is not for showing.
    """
    if text.isascii():
        folded = " ".join(text.lower().split()).replace("`", "'")
        if folded.isprintable():
            return folded
    # A spacing acute decomposes into a blank, so it is made an apostrophe before.
    text = _with_few_marks(text.replace("´", "'"))
    # Folding case can yield characters that decompose, and decomposing ones that have a case.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    folded = folded.translate(_FOLDS)
    if _HAMZA_ABOVE in folded or "ء" in folded:
        folded = _HAMZA_BEFORE_WAW.sub("وو", folded).replace(_HAMZA_ABOVE, "")
        folded = _HAMZA_BEFORE_WAW.sub("وو", folded)
    return " ".join(folded.split())


def letters_of(text: str) -> str:
    """The text as it is found however it is divided: `searchable`, without blanks, hyphens and apostrophes."""
    return _NOT_IN_LETTERS.sub("", searchable(text))


def search_key(texts: Iterable[str], longest: int) -> str:
    """What a record is found by: its texts as `letters_of` them, between blanks; see `search_words`."""
    return " ".join(dict.fromkeys(filter(None, map(letters_of, texts))))[:longest]


def search_words(question: str) -> list[str]:
    """The words of a question, each of which a `search_key` must hold.

    What stands around a word where it was copied from (commas, quotation marks, brackets) is no part of it, unless
    nothing else is asked for.
    """
    asked = searchable(question)
    words = [word.strip(_LETTERS.sub("", word)) for word in _BETWEEN_WORDS.split(asked)]
    return list(dict.fromkeys(filter(None, map(letters_of, words if any(words) else asked.split()))))
