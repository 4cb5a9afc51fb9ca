"""What must happen to user text before it is printed: illegal characters, direction of writing, bullets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

Direction = Literal["ltr", "rtl"]

RTL_LANGUAGES = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "ur", "yi"})
RTL_BLOCKS = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"

# XML 1.0 forbids these in any form, even escaped.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_NEW_LINE = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_EMBEDDING = re.compile(r"[\u202a-\u202e]")
_ISOLATE = re.compile(r"[\u2066-\u2069]")
_VOWEL_MARKS = re.compile("[\u064b-\u0652\u0670]")
_SPACES = re.compile(r"[ \t\n]+")
_BULLET = re.compile(r"\s*[•◦▪·*–-]\s+(?=\S)")
_LETTER = re.compile(r"[^\W\d_]")
_RTL_LETTER = re.compile(f"(?=[{RTL_BLOCKS}])[^\\W\\d_]")
_LTR_LETTER = re.compile(f"(?![{RTL_BLOCKS}])[^\\W\\d_]")
_BRACKETS = {")": "(", "]": "[", "»": "«"}
_LONG_WORD = re.compile(r"[^\s\u200b/]{9,}")
WHOLE_LINE = 25.0
"""How wide a word may be where it has a line of the page for itself, in heights of letters; see `breakable`."""
_NARROW_LETTERS = frozenset("iljtfrI1.,;:'’!|()[]-")
_WIDE_LETTERS = frozenset("MWmw@%—")


def clean(text: str) -> str:
    """The text without what files cannot hold, with every kind of line break as a line feed.

    Lone surrogates become U+FFFD. Overrides and embeddings of direction are dropped, and so are isolates that do not
    pair up: in a name they would turn around the rest of the line it is printed in.
    """
    if text.isprintable():
        # Nothing that this function removes is printable, and long exports come through here.
        return text
    text = _NEW_LINE.sub("\n", text)
    text = _ILLEGAL.sub("", _EMBEDDING.sub("", text))
    # utf-16 joins surrogates that make a pair, such as JavaScript and Windows hand over.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text if _isolates_pair_up(text) else _ISOLATE.sub("", text)


def one_line(text: str) -> str:
    """The text cleaned, with every run of white space as a single space."""
    return _SPACES.sub(" ", clean(text)).strip()


def without_vowel_marks(text: str) -> str:
    """The text without the signs above and below Arabic letters (tanwin, shadda …), as papers are mostly printed.

    In a PDF each stands for its letter once more, and whoever looks for the word does not find it.
    """
    return text if text.isascii() else _VOWEL_MARKS.sub("", text)


def _isolates_pair_up(text: str) -> bool:
    depth = 0
    for mark in _ISOLATE.findall(text):
        depth += -1 if mark == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0


def shortened(text: str, length: int) -> str:
    """The text in at most `length` characters, cut at a word and ended by an ellipsis when cut."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,.;:–-") + "…"


def breakable(text: str, width: float = WHOLE_LINE) -> str:
    """The text with zero-width spaces in words too wide for their place, so that they break instead of leaving it.

    `width` is that of the place in heights of its letters.
    """
    return _LONG_WORD.sub(lambda word: _broken(word.group(), width), text)


def _broken(word: str, width: float) -> str:
    widths = [_width(letter) for letter in word]
    if sum(widths) <= width:
        return word
    pieces, filled = [""], 0.0
    for letter, own in zip(word, widths, strict=True):
        # Not before a vowel sign or another mark, which belongs to the letter before it.
        if filled + own > width * 0.6 and not unicodedata.combining(letter):
            pieces.append("")
            filled = 0.0
        pieces[-1] += letter
        filled += own
    return "\u200b".join(pieces)


def _width(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return 0.34
    if letter in _WIDE_LETTERS or unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if unicodedata.combining(letter):
        return 0.0
    return 0.7 if letter.isupper() else 0.59


def paragraphs(texts: tuple[str, ...]) -> Iterator[tuple[bool, str]]:
    """The texts cleaned, as (is a bullet, text); empty ones are left out."""
    for text in texts:
        cleaned = clean(text).strip()
        bullet = _BULLET.match(cleaned)
        if cleaned and cleaned not in "•◦▪·*–-":
            yield bullet is not None, cleaned[bullet.end() :] if bullet else cleaned


def direction_of_language(language: str) -> Direction:
    """The direction in which a language is written; `language` may carry a region ("ar-JO")."""
    return "rtl" if re.split("[-_]", language)[0].lower() in RTL_LANGUAGES else "ltr"


def reads_in_one_direction(text: str, direction: Direction) -> bool:
    """Whether the text comes out right inside of any other: words of one direction, a letter at each end, no digits."""
    if not text or any(letter.isdigit() for letter in text):
        return False
    own, other = (_RTL_LETTER, _LTR_LETTER) if direction == "rtl" else (_LTR_LETTER, _RTL_LETTER)
    return bool(own.match(text[0]) and own.match(text[-1])) and other.search(text) is None


def direction_of_text(text: str, default: Direction) -> Direction:
    """The direction of the first letter of the text, as `dir="auto"` finds it; `default` without a letter."""
    letter = _LETTER.search(text)
    if letter is None:
        return default
    return "rtl" if _RTL_LETTER.match(letter.group()) else "ltr"


def has_letters_against(text: str, base: Direction) -> bool:
    """Whether a letter of the text runs against the direction of its surroundings."""
    return (_LTR_LETTER if base == "rtl" else _RTL_LETTER).search(text) is not None


def runs(text: str, base: Direction) -> Iterator[tuple[Direction, str]]:
    """Split a line into runs of one direction; digits and punctuation between words of one direction stay with them.

    What stands between words of different directions belongs to `base`, save a closing bracket whose opening one is in
    the foreign run.
    """
    foreign = _LTR_LETTER if base == "rtl" else _RTL_LETTER
    native = _RTL_LETTER if base == "rtl" else _LTR_LETTER
    other: Direction = "ltr" if base == "rtl" else "rtl"
    position = 0
    while start := foreign.search(text, position):
        turn = native.search(text, start.end())
        end = turn.start() if turn else len(text)
        end = _end_of_run(text, start.start(), end)
        if start.start() > position:
            yield base, text[position : start.start()]
        yield other, text[start.start() : end]
        position = end
    if position < len(text):
        yield base, text[position:]


def _end_of_run(text: str, start: int, limit: int) -> int:
    end = limit
    while end > start + 1 and not (text[end - 1].isalnum() or text[end - 1] in "/%"):
        end -= 1
    while end < limit and text[end] in _BRACKETS:
        run = text[start:end]
        if run.count(_BRACKETS[text[end]]) <= run.count(text[end]):
            break
        end += 1
    return end
