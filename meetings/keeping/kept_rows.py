"""What a wing says of each table that it keeps: so translations and other roofs treat rows that they do not know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import db
from foundation.hooks import Hook, NothingOffered
from foundation.text_times import translated_columns
from meetings.keeping.copies import CopiedRows
from meetings.keeping.undone import NOTHING_ELSE, UndoneRows
from meetings.models.meeting import Meeting
from meetings.models.on_page import OnMeetingPage

RICH = frozenset({"body", "description"})
"""Columns that hold clean HTML, on whatever stands on a page."""


def save_changes(
    row: Any,
    values: Mapping[str, Any],
    actor: User | None,
    counted: Callable[[Any, Mapping[str, tuple[Any, Any]]], None] | None = None,
) -> None:
    """Give columns of a row other values, with an entry in the trail; inside `writing()`.

    `counted(row, changes)` counts what calendars are to be told of it.
    """
    changes = apply_changes(row, values)
    if changes:
        if counted is not None:
            counted(row, changes)
        db.session.flush()
        record("changed", row, actor=actor, meeting_id=meeting_id_of(row), changes=changes)


def meeting_id_of(row: Any) -> int | None:
    """The meeting that a row is or belongs to; None for what teams keep beside their meetings."""
    return row.id if isinstance(row, Meeting) else getattr(row, "meeting_id", None)


@dataclass(frozen=True)
class RowTexts:
    """The texts of the rows of a table: `words` says what each column is, given what the row is called.

    `endpoint` is the page on which they are written, `group` the part of the meeting's page to which they belong.
    `save(row, values, actor)` writes some of them, inside `writing()`; `doubles` maps what it raises where a name is
    taken to the column of the name.
    """

    words: Mapping[str, Callable[[Any], str]]
    endpoint: str
    group: str
    save: Callable[[Any, Mapping[str, Any], User | None], None] = save_changes
    doubles: Mapping[type[Exception], str] = field(default_factory=dict)
    rich: frozenset[str] = RICH


@dataclass(frozen=True)
class KeptRows:
    """What the roof needs to know of the rows of a model."""

    model: type[Any]
    texts: RowTexts | None = None
    copied: CopiedRows | None = None
    undone: UndoneRows = NOTHING_ELSE
    found_by: Callable[[Mapping[int, Meeting]], Iterator[tuple[int, str]]] | None = None
    """(id of a meeting, text that its public page says) of meetings by id, in one statement; None: not searched."""


kept_rows: Hook[KeptRows] = Hook("account of a table")
"""By the name of the table."""


def offer_rows(*rows: KeptRows) -> None:
    """Say what the roof needs to know of tables, as each wing does of its own when it is set up."""
    for each in rows:
        kept_rows.offer(each.model.__tablename__, each)


def check_rows() -> None:
    """Ask whether wings have said all of each table that a meeting's page shows, at the start rather than in a copy.

    Raises:
        NothingOffered: of one of them something is not said.
    """
    models: list[Any] = OnMeetingPage.__subclasses__()
    for model in models:
        table = model.__tablename__
        kept = kept_rows.get(table)
        if kept is None:
            raise NothingOffered(f"No wing says how “{table}” is copied and translated: that stands in `kept_rows.py`.")
        if kept.copied is None:
            raise NothingOffered(f"Nobody says what a copy takes over of “{table}”: CopiedRows, or NOT_COPIED.")
        unsaid = set(translated_columns(model)) - set(kept.texts.words if kept.texts else ())
        if unsaid:
            raise NothingOffered(f"Nobody says what these texts of “{table}” are: {', '.join(sorted(unsaid))}.")
