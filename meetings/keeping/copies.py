"""Copying the rows of a meeting to another one; what a copy takes over, its wing says for each table."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Table, insert, select

from foundation.database import db
from meetings.models.meeting import Meeting
from meetings.models.on_page import OnMeetingPage

AT_ONCE = {"render_nulls": True}
"""Without it, rows that leave different columns empty take a statement each."""


class MeetingPart(StrEnum):
    """What a copy takes over beside the main facts."""

    SECTIONS = "sections"
    AGENDA = "agenda"
    PEOPLE = "people"
    GROUPS = "groups"
    ORGANISATIONS = "organisations"
    CONTACTS = "contacts"
    ROOMS = "rooms"
    LINKS = "links"
    REGISTRATION = "registration"
    DOCUMENTS = "documents"
    PARTICIPATION_LINKS = "participation_links"


class Copier:
    """Copies rows of one meeting to another; `made` remembers by table which row became which.

    Rows are written many at once: a mapped object each would cost a statement each, since SQLite gives back the key of
    one row at a time only.
    """

    def __init__(self, source: Meeting, clone: Meeting) -> None:
        self.source, self.clone = source, clone
        self.distance = clone.starts_on - source.starts_on
        self.made: dict[str, dict[int, int]] = {}

    def copy(
        self,
        model: type[Any],
        fresh: Callable[[Any], Mapping[str, Any] | None] = lambda _row: {},
        options: Collection[Any] = (),
    ) -> list[Any]:
        """Copy the rows of a model; returns those that are copied.

        `fresh` says which columns of a row are others in the copy; None: the row is left out. `options` are those of
        the statement that reads.
        """
        rows, values = [], []
        for row in self.rows(model, options):
            others = fresh(row)
            if others is not None and not self.lacks_holder(row):
                rows.append(row)
                values.append(self.values(row, **others))
        self.note(rows, self.write(model, values))
        return rows

    def rows(self, model: type[Any], options: Collection[Any] = ()) -> list[Any]:
        """The rows of the source, in the order in which they were added."""
        query = select(model).where(model.meeting_id == self.source.id).order_by(model.id)
        return list(db.session.scalars(query.options(*options)))

    def values(self, row: Any, **fresh: Any) -> dict[str, Any]:
        """The columns of a row in the copy: what refers to a row of the source refers to what became of it."""
        references = {
            name: self._became(table, getattr(row, name)) for name, table, _is_held in _references_of(row.__table__)
        }
        return copied_columns(row, {"id"}, **{"meeting_id": self.clone.id, **references, **fresh})

    def write(self, model: type[Any], rows: list[dict[str, Any]]) -> list[int]:
        """The keys of all rows of this model that the copy has now; they rise in the order of writing."""
        if not rows:
            return []
        db.session.execute(insert(model), rows, execution_options=AT_ONCE)
        return list(db.session.scalars(select(model.id).where(model.meeting_id == self.clone.id).order_by(model.id)))

    def note(self, rows: Collection[Any], ids: Collection[int]) -> None:
        """Remember what rows of one model became."""
        for row, key in zip(rows, ids, strict=True):
            self.made.setdefault(row.__tablename__, {})[row.id] = key

    def lacks_holder(self, row: Any) -> bool:
        """Whether what holds the row is not there in the copy."""
        return any(
            is_held and getattr(row, name) is not None and self._became(table, getattr(row, name)) is None
            for name, table, is_held in _references_of(row.__table__)
        )

    def _became(self, table: str, key: int | None) -> int | None:
        return self.made.get(table, {}).get(key or 0)


@cache
def _references_of(table: Table) -> list[tuple[str, str, bool]]:
    """Columns that refer to other rows of the meeting, as (column, table, whether it cannot be without them)."""
    of_meeting = {each.__tablename__ for each in OnMeetingPage.__subclasses__()}  # type: ignore[attr-defined]
    return [
        (column.key, key.column.table.name, (key.ondelete or "").upper() == "CASCADE")
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in of_meeting
    ]


def copied_columns(row: Any, without: Collection[str], **values: Any) -> dict[str, Any]:
    """The columns of `row`, those in `without` left out and `values` set."""
    names = [column.key for column in row.__mapper__.column_attrs]
    kept = {name: copy.deepcopy(getattr(row, name)) for name in names if name not in without and name not in values}
    return {**kept, **values}


@dataclass(frozen=True)
class CopiedRows:
    """How a copy takes over the rows of a table, if `part` is chosen; None: never. They come after what they refer to.

    `fresh` is that of `Copier.copy`; `copy(copier)` is called in its place where that does not do.
    """

    part: MeetingPart | None
    fresh: Callable[[Any], Mapping[str, Any] | None] = lambda _row: {}
    copy: Callable[[Copier], None] | None = None


NOT_COPIED = CopiedRows(None)
"""Rows that tell of what was, and so belong to one meeting only."""
