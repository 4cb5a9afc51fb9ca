"""Fields that texts may contain, such as `Dear {given_name}`.

Packages offer the fields they can fill; a text is read once (`read`), checked, and filled for each reader. A
brace of its own is written twice. Values are put in as they are: what stands in a value is never read as a field
again, whoever it names and whatever they typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from foundation.cleaning import cleaned
from foundation.hooks import Hook
from foundation.isolating import isolated

Value = str | dict[str, Any]
"""What a field is filled with: text, or the frozen reference of a personal link, `{"$link": [kind, id]}`."""

Resolver = Callable[[Any, str], Value]
"""Gives the value of a field for one record in one language; called while that language is being spoken."""


@dataclass(frozen=True)
class MergeField:
    """A field on offer: its name as written in texts, what it is, and how it is filled.

    `about` names the record the resolver reads (`registration`, `meeting`); `is_link` marks a field that becomes
    an address and therefore cannot stand in a subject.
    """

    name: str
    label: Any
    example: Any
    about: str
    resolve: Resolver
    is_link: bool = False

    @property
    def written(self) -> str:
        """As people write it into a text."""
        return "{" + self.name + "}"


@dataclass(frozen=True)
class Placeholder:
    """The place of a field in a text that was read."""

    name: str


Piece = str | Placeholder


class TextProblem(Exception):
    """A text cannot be filled; `excerpt` is the part of it that says where."""

    def __init__(self, excerpt: str) -> None:
        super().__init__(excerpt)
        self.excerpt = excerpt


class UnknownField(TextProblem):
    """The text names a field that does not exist; `suggestion` is the nearest one that does, or empty."""

    def __init__(self, name: str, suggestion: str = "") -> None:
        super().__init__("{" + name + "}")
        self.name = name
        self.suggestion = suggestion


class LoneBrace(TextProblem):
    """A brace without its partner: a field not closed, or a brace meant as itself and not doubled."""


MOST_SUGGESTED = 20
"""Unknown fields of a text for which the nearest known one is looked up; each takes a while."""

fields: Hook[MergeField] = Hook("field of texts")
"""Every field on offer, in the order in which people are shown them."""

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]{0,80})\}|[{}]")
_LEAVES_NO_BLANK = re.compile(r"[\s,.;:!?،؛؟)]|$")


def field(name: str) -> MergeField:
    """The field of that name.

    Raises:
        UnknownField: there is none.
    """
    found = fields.get(name)
    if found is None:
        raise _unknown(name)
    return found


def read(text: str) -> list[Piece]:
    """The pieces of a text: what is written, and where fields stand; neighbouring text is one piece.

    Inside braces, case, blanks and direction marks do not matter: word processors add them.

    Raises:
        UnknownField: a field does not exist.
        LoneBrace: a brace has no partner.
    """
    pieces: list[Piece] = []
    for piece in _scan(text):
        if isinstance(piece, TextProblem):
            raise piece
        pieces.append(piece)
    return pieces


def problems(text: str) -> list[TextProblem]:
    """Everything that keeps a text from being filled, in the order of the text, each once."""
    found = {problem.excerpt: problem for problem in _scan(text) if isinstance(problem, TextProblem)}
    return list(found.values())


def names_in(pieces: Iterable[Piece]) -> list[str]:
    """Names of the fields that stand in a text that was read, each once."""
    return list(dict.fromkeys(piece.name for piece in pieces if isinstance(piece, Placeholder)))


def values_for(names: Iterable[str], records: Mapping[str, Any], language: str) -> dict[str, Value]:
    """The values of fields for one reader; `records` maps what fields are about to the record.

    Text values are made one line without control characters, so that a name cannot forge a header or a
    paragraph. Call inside `force_language(language)`.
    """
    values: dict[str, Value] = {}
    for name in names:
        known = field(name)
        value = known.resolve(records[known.about], language)
        values[name] = one_line(value) if isinstance(value, str) else value
    return values


def filled(pieces: Iterable[Piece], values: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """The pieces with their values: pairs of `text`, `value` or `link` and what stands there.

    A field without a value leaves no double blank and no blank before a comma.
    """
    result: list[tuple[str, Value]] = []
    swallow = False
    sequence = list(pieces)
    for index, piece in enumerate(sequence):
        if isinstance(piece, str):
            text = piece[1:] if swallow and piece[:1] == " " else piece
            swallow = False
            if text:
                result.append(("text", text))
            continue
        value = values[piece.name]
        if not isinstance(value, str):
            result.append(("link", value))
        elif value:
            result.append(("value", value))
        else:
            swallow = _close_gap(result, sequence[index + 1 :])
            continue
        swallow = False
    return result


def fill(text: str, values: Mapping[str, str], direction: str = "") -> str:
    """The text with its fields filled.

    With the `direction` of the text (`ltr`, `rtl`) given, values that run the other way are isolated.

    Raises:
        UnknownField, LoneBrace: as `read`.
        KeyError: `values` lacks a field of the text.
    """
    return "".join(
        isolated(str(value), direction) if kind == "value" else str(value) for kind, value in filled(read(text), values)
    )


def one_line(value: str) -> str:
    """The value `cleaned`, with line ends and isolating marks out, blanks joined.

    A line on which nothing is to be seen is empty.
    """
    line = " ".join(cleaned(value).translate(_ISOLATING).split())
    return line if is_visible(line) else ""


def is_visible(text: str) -> bool:
    """Whether a text has more than blanks and marks such as those of direction."""
    return any(unicodedata.category(letter)[0] not in "CZ" and letter not in _BLANK_LETTERS for letter in text)


_BLANK_LETTERS = "\u115f\u1160\u2800"
_ISOLATING = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DIRECTION_MARKS = _DIRECTION_CONTROLS | frozenset("\u200e\u200f\u061c\u200b\ufeff")


def _scan(text: str) -> Iterable[Piece | TextProblem]:
    written: list[str] = []
    position = unknown = 0
    for match in _BRACES.finditer(text):
        written.append(text[position : match.start()])
        position = match.end()
        token = match.group()
        if token in ("{{", "}}"):
            written.append(token[0])
            continue
        if "".join(written):
            yield "".join(written)
        written = []
        if match.group(1) is None:
            yield LoneBrace(_around(text, match.start()))
        else:
            name = _plain_name(match.group(1))
            if name in fields:
                yield Placeholder(name)
                continue
            unknown += 1
            yield _unknown(name) if unknown <= MOST_SUGGESTED else UnknownField(name)
    written.append(text[position:])
    if "".join(written):
        yield "".join(written)


def _plain_name(name: str) -> str:
    return "".join(letter for letter in name if letter not in _DIRECTION_MARKS).strip().lower()


def _unknown(name: str) -> UnknownField:
    likely = get_close_matches(re.sub(r"[\s-]+", "_", name), dict(fields.items()), n=1, cutoff=0.6)
    return UnknownField(name, likely[0] if likely else "")


def _around(text: str, position: int) -> str:
    line_start = text.rfind("\n", 0, position) + 1
    line_end = text.find("\n", position)
    start, end = max(line_start, position - 12), position + 20
    return text[start : min(end, line_end) if line_end >= 0 else end].strip()


def _close_gap(before: list[tuple[str, Value]], after: list[Piece]) -> bool:
    """Take away one of the blanks around a field without value; True: the one after it is to be dropped."""
    following = after[0] if after and isinstance(after[0], str) else "" if not after else "x"
    kind, previous = before[-1] if before else ("text", "\n")
    if kind != "text" or not isinstance(previous, str):
        return False
    if previous.endswith("\n"):
        return True
    if previous.endswith(" ") and _LEAVES_NO_BLANK.match(following):
        if previous[:-1]:
            before[-1] = (kind, previous[:-1])
        else:
            before.pop()
    return False
