"""What a wing says of its tables to whoever undoes acts: where they show, what must be so, what calendars are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from meetings.keeping.calendar_sequence import Changes
from meetings.models.meeting import Meeting


class DoesNotFit(Exception):
    """What came back does not fit what has been done since."""


class IsThereAgain(Exception):
    """Somebody has put there again what came back."""


@dataclass(frozen=True)
class Returned:
    """A row that an undo has given back: the row, and its columns as they were before the act and after it.

    `row` is None where it is gone again, `before` where the act had added it, `after` where the act had removed it.
    """

    row: Any
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def changes(self) -> Changes:
        """{column: (undone value, value that is back)} of a row that the act had changed."""
        return {name: ((self.after or {}).get(name), value) for name, value in (self.before or {}).items()}


Returns = Mapping[str, Sequence[Returned]]
"""All rows of an undo by table."""


def restored_columns(returned: Returns, table: str) -> set[str]:
    """The columns that rows of a table have back."""
    return {name for each in returned.get(table, ()) for name in each.before or ()}


@dataclass(frozen=True)
class UndoneRows:
    """What else an undo does with rows of a table; all have back what they had anyway.

    `page` is the endpoint where an act on them can be seen, `anchor` what precedes their number there. `meeting_id`
    finds the meeting of a row that stands on its page and does not name it. `check(meeting, returned)` raises
    DoesNotFit, IsThereAgain or one of `unfit`; it is asked at every undo. `changed(row, columns)` is told which columns
    a row has back, `count(meeting, returned)` counts what calendars are to be told of rows that the act had changed.
    """

    page: str = ""
    anchor: str = ""
    meeting_id: Callable[[Session, Any], int | None] | None = None
    check: Callable[[Meeting, Returns], None] | None = None
    unfit: tuple[type[Exception], ...] = ()
    changed: Callable[[Any, Collection[str]], None] | None = None
    count: Callable[[Meeting, Sequence[Returned]], None] | None = None


NOTHING_ELSE = UndoneRows()
"""Rows that only get back what they had."""
