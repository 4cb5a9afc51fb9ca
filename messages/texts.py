"""From what an assistant wrote to what one person reads.

A text is read once per sending and filled once per person. What is frozen in the outbox is a list of pieces,
`{"text": …}`, `{"value": …}` and `{"link": …}`: the mail's HTML form isolates values and makes links of addresses
that the assistant wrote, never of what somebody typed as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from foundation import merge_fields
from foundation.isolating import isolated
from foundation.languages import direction
from foundation.merge_fields import Piece, Value
from foundation.translated import Translations

Frozen = list[dict[str, Value]]
"""Pieces of a filled text, as JSON."""

_ADDRESS = re.compile(
    r"(?P<url>https?://[^\s<>\"'«»“”‘’،؛]+)|(?P<mail>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE
)
_AFTER_ADDRESS = ".,;:!?…)]}*_؟"
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Written:
    """Subject and body in one language, read and ready to be filled."""

    language: str
    subject: list[Piece]
    body: list[Piece]

    @property
    def names(self) -> list[str]:
        """Fields that stand in either."""
        return merge_fields.names_in([*self.subject, *self.body])


def read_texts(subject: Translations, body: Translations) -> dict[str, Written]:
    """What is written in both parts, per language.

    Raises:
        foundation.merge_fields.TextProblem: a text cannot be filled.
    """
    return {
        language: Written(language, merge_fields.read(subject[language]), merge_fields.read(body[language]))
        for language in body
        if language in subject
    }


def language_for(wanted: str, written: Mapping[str, Any], main: str) -> str:
    """The language in which somebody who reads `wanted` receives the text: theirs, the main one, or any."""
    return wanted if wanted in written else main if main in written else next(iter(written))


def freeze(written: Written, values: Mapping[str, Value]) -> dict[str, Any]:
    """Subject and body of one person's message, as JSON for the outbox."""
    towards = direction(written.language)
    subject = "".join(
        isolated(str(value), towards) if kind == "value" else str(value)
        for kind, value in merge_fields.filled(written.subject, values)
    )
    body = [{kind: value} for kind, value in merge_fields.filled(written.body, values)]
    return {"subject": " ".join(subject.split()), "body": body}


def as_plain_text(body: Frozen, language: str) -> str:
    """A filled body as plain text."""
    return "".join(_plain(piece, direction(language)) for piece in body)


def as_html(body: Frozen) -> Markup:
    """A filled body as paragraphs: everything escaped, values isolated, written addresses clickable."""
    paragraphs: list[list[Markup]] = [[]]
    for index, piece in enumerate(body):
        if "text" in piece:
            is_cut = index + 1 < len(body)
            first, *others = _PARAGRAPH.split(str(piece["text"]))
            paragraphs[-1].append(_linked(first, is_cut and not others))
            for number, other in enumerate(others):
                paragraphs.append([_linked(other, is_cut and number == len(others) - 1)])
        elif "link" in piece:
            paragraphs[-1].append(_anchor(str(piece["link"]), str(piece["link"])))
        else:
            paragraphs[-1].append(Markup("<bdi>{}</bdi>").format(piece["value"]))
    joined = (Markup("").join(paragraph) for paragraph in paragraphs)
    return Markup("\n").join(Markup("<p>{}</p>").format(text) for text in joined if text.strip())


def _plain(piece: Mapping[str, Value], towards: str) -> str:
    if "value" in piece:
        return isolated(str(piece["value"]), towards)
    return str(piece.get("text", piece.get("link", "")))


def _linked(text: str, is_cut: bool) -> Markup:
    """Escaped text with its addresses as links; with `is_cut`, an address at its very end goes on in a field."""
    return Markup("").join(_linked_parts(text, is_cut))


def _linked_parts(text: str, is_cut: bool) -> Iterator[Markup]:
    position = 0
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_AFTER_ADDRESS)
        if is_cut and match.end() == len(text):
            continue
        yield _lines(text[position : match.start()])
        yield _anchor(address if match["url"] else f"mailto:{address}", address)
        position = match.start() + len(address)
    yield _lines(text[position:])


def _anchor(url: str, text: str) -> Markup:
    return Markup('<a href="{}" dir="ltr">{}</a>').format(url, text)


def _lines(text: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))
