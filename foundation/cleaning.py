"""What every text goes through on its way in, whoever typed it and wherever it comes from.

A request cleans the values of its form and of its address when it reads them (`foundation.uploads.FormRequest`). What
comes another way (files, the command line), or is decoded later, is cleaned by `one_line` and `block_of_text`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from foundation.normalising import composed

_JOINERS = "\u200c\u200d"


def _gone() -> Iterable[int]:
    """Code points that say nothing and can mislead; marks of direction and isolates are not among them."""
    yield from (point for point in (*range(0x20), *range(0x7F, 0xA0)) if chr(point) not in "\t\n\x0b\x0c\r\x85")
    yield from (0xAD, 0x34F, 0x180E, 0x200B, 0xFEFF, 0x3164, 0xFFA0)  # blanks without width or with it
    yield from range(0x202A, 0x202F)  # embeddings and overrides
    yield from (*range(0x2060, 0x2066), *range(0x206A, 0x2070))
    yield from range(0xD800, 0xE000)  # half a pair
    yield from (*range(0xFDD0, 0xFDF0), *range(0xFFF9, 0xFFFC))
    yield from range(0xE0000, 0xE0080)  # tags
    yield from (plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))


_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_gone()),
    0x0B: "\n",
    0x0C: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Those of ASCII, so that most texts need no look at each letter."""


def cleaned(text: str) -> str:
    """The text composed (NFC), without what nobody sees: controls, overrides of direction, tags, blanks of no width.

    Line ends and tabs stay, and so do the two joiners where the script is written with them (Persian, the scripts of
    India, pictures made of several); idempotent.
    """
    if text.isascii() and not _CONTROLS.search(text):
        return text
    # What stood between a letter and its mark keeps them from being composed, so it goes first.
    text = text.translate(_TABLE)
    if any(joiner in text for joiner in _JOINERS):
        text = _with_needed_joiners(text)
    return composed(text)


def _with_needed_joiners(text: str) -> str:
    kept: list[str] = []
    for position, letter in enumerate(text):
        if letter not in _JOINERS or (kept and _joins(kept[-1], text[position + 1 : position + 2], letter)):
            kept.append(letter)
    return "".join(kept)


def _joins(before: str, after: str, joiner: str) -> bool:
    if not after or after in _JOINERS or before in _JOINERS:
        return False
    if joiner == "\u200d" and unicodedata.category(after) == "So":
        return True
    return _is_of_joining_script(before) and _is_of_joining_script(after)


def _is_of_joining_script(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LM" and ("\u0600" <= letter < "\u1e00" or letter >= "\ua800")


def cleaned_pairs(values: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    """Names and values of a form or an address, each value `cleaned` but those of passwords, which are no texts."""
    return ImmutableMultiDict(
        [(name, _value(name, value)) for name, texts in values.lists() for value in texts],
    )


def _value(name: str, value: Any) -> Any:
    return value if "password" in name else cleaned(value)
