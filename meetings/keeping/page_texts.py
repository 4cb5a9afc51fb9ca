"""Every text of a meeting's pages that people write in several languages, with the place where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import LazyString

from foundation.hooks import Hook
from foundation.languages import current_language
from foundation.text_times import older_languages
from foundation.translated import Translations
from meetings.enums import PART_ROLE_LABELS
from meetings.keeping.kept_rows import RowTexts, kept_rows
from meetings.models.agenda import AgendaItem, Part
from meetings.models.meeting import Meeting
from meetings.reading.programme import Programme


@dataclass(frozen=True)
class PageText:
    """One text: the column of a row, or an entry (`number`) of a column whose entries have a text each.

    `what` says in words what it is, and is asked only for what is listed. `field` is the name of its field on the page
    where it is written, if that is not the column's.
    """

    row: Any
    column: str
    texts: Translations
    what: Callable[[], str]
    endpoint: str
    values: Mapping[str, Any]
    group: str
    number: int | None = None
    field: str = ""

    @property
    def key(self) -> str:
        """Its name in forms, e.g. `agenda_item-17-title`."""
        place = self.column if self.number is None else f"{self.column}.{self.number}"
        return f"{self.row.__tablename__}-{self.row.id}-{place}"

    @property
    def is_rich(self) -> bool:
        """Whether it is clean HTML."""
        return self.column in texts_like(self.row).rich

    def url(self, language: str) -> str:
        """The address of the control in which it is written."""
        return url_for(self.endpoint, **self.values, _anchor=f"{self.control}_{language}")

    @property
    def control(self) -> str:
        """The name of its field on that page."""
        return self.field or self.column

    def older(self, languages: Sequence[str], main: str) -> list[str]:
        """The languages whose text was written before its original was changed."""
        if self.number is not None:
            return []
        return older_languages(self.row, self.column, languages, main)


@dataclass(frozen=True)
class TextSource:
    """Texts that a wing keeps; sources are walked by `place`, which is that of their part of the page."""

    place: int
    texts: Callable[[Programme, set[int] | None], Iterator[PageText]]
    """Of a programme, the agenda's limited to some items."""


text_sources: Hook[TextSource] = Hook("source of texts")
text_groups: Hook[LazyString] = Hook("name of a part of the page")
"""By `RowTexts.group`."""
texts_in_items: Hook[Callable[[Programme, AgendaItem], Iterator[PageText]]] = Hook("source of texts in an item")
"""What is held within an agenda item, after its own texts."""


def texts_of(programme: Programme, wanted: set[int] | None = None) -> Iterator[PageText]:
    """All texts in the order of the page; `wanted` limits the agenda to some items. One statement for the outcomes."""
    for source in sorted(text_sources, key=lambda each: each.place):
        yield from source.texts(programme, wanted)


def group_in_words(group: str) -> str:
    """The part of the page to which texts belong."""
    return str(text_groups.get(group))


def texts_like(row: Any) -> RowTexts:
    """What its wing says of the texts of a row."""
    kept = kept_rows.get(row.__tablename__)
    assert kept is not None and kept.texts is not None, f"no wing says what the texts of {row.__tablename__} are"
    return kept.texts


def texts_in(row: Any, name: Callable[[], Any], values: Mapping[str, Any]) -> Iterator[PageText]:
    """The texts of a row; `name` says what it is called, `values` are those of the address where they are written."""
    kind = texts_like(row)
    for column, words in kind.words.items():
        what = partial(_words, words, name)
        yield PageText(row, column, getattr(row, column), what, kind.endpoint, values, kind.group)


def texts_of_part(part: Part, holder: Callable[[], str], meeting: Meeting) -> Iterator[PageText]:
    """Those of somebody's part in an item or a group; `holder` says what that is called."""

    def place() -> tuple[str, str]:
        return holder(), str(PART_ROLE_LABELS[part.role])

    return texts_in(part, place, {"code": meeting.code, "part_id": part.id})


def name_in_words(meeting: Meeting, texts: Translations) -> str:
    """A text as whoever reads the list of texts knows it."""
    return texts.text(current_language(), meeting.main_language)


def _words(words: Callable[[Any], str], name: Callable[[], Any]) -> str:
    return words(name())
