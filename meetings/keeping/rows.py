"""What is the same for everything that stands on a meeting's page in an order: add, change, remove, move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import db, writing
from meetings.reading.meetings import meeting_of_id, row_of

Row = TypeVar("Row", bound=Any)


def lock_of(meeting_id: int) -> str:
    """The lock under which a meeting and its rows are changed."""
    return f"meeting:{meeting_id}"


def add_row(kind: type[Row], meeting_id: int, values: Mapping[str, Any], actor: User | None) -> Row:
    """A new row at the end of its order."""
    with writing(lock_of(meeting_id)) as session:
        meeting_of_id(meeting_id)
        row = kind(meeting_id=meeting_id, **values)
        if hasattr(kind, "position"):
            last = session.scalar(select(func.max(kind.position)).where(kind.meeting_id == meeting_id))
            row.position = 0 if last is None else last + 1
        session.add(row)
        session.flush()
        record("added", row, actor=actor, changes={name: (None, value) for name, value in values.items() if value})
        return row


def change_row(kind: type[Row], meeting_id: int, row_id: int, values: Mapping[str, Any], actor: User | None) -> Row:
    """Change columns of a row.

    Raises:
        NoSuchRecord: the meeting has no such row.
    """
    with writing(lock_of(meeting_id)):
        row = row_of(kind, meeting_id, row_id)
        changes = apply_changes(row, values)
        if changes:
            db.session.flush()
            record("changed", row, actor=actor, changes=changes)
        return row


def remove_row(kind: type[Any], meeting_id: int, row_id: int, actor: User | None) -> None:
    """Remove a row; what it said stays in the trail.

    Raises:
        NoSuchRecord: the meeting has no such row.
    """
    with writing(lock_of(meeting_id)) as session:
        row = row_of(kind, meeting_id, row_id)
        record("removed", row, actor=actor, changes={name: (value, None) for name, value in contents_of(row).items()})
        session.delete(row)


def move_row(
    kind: type[Any], meeting_id: int, row_id: int, step: int, actor: User | None, among: Sequence[str] = ()
) -> bool:
    """Move a row by `step` places, -1 being up; False when it is at that end already.

    It moves among the rows of the meeting that have the same in the columns `among`.

    Raises:
        NoSuchRecord: the meeting has no such row.
    """
    with writing(lock_of(meeting_id)) as session:
        row = row_of(kind, meeting_id, row_id)
        beside = [getattr(kind, name).is_not_distinct_from(getattr(row, name)) for name in among]
        query = select(kind).where(kind.meeting_id == meeting_id, *beside)
        return reorder(list(session.scalars(query.order_by(kind.position, kind.id))), row, step, actor)


def reorder(rows: list[Any], row: Any, step: int, actor: User | None, meeting_id: int | None = None) -> bool:
    """Move `row` within `rows`, which are numbered anew; inside `writing()`.

    `meeting_id` says in whose trail that stands, for a row that does not know its meeting.
    """
    before = rows.index(row)
    after = before + step
    if not 0 <= after < len(rows):
        return False
    rows.insert(after, rows.pop(before))
    for position, each in enumerate(rows):
        if each.position != position:
            each.position = position
    db.session.flush()
    record("moved", row, actor=actor, meeting_id=meeting_id, changes={"position": (before + 1, after + 1)})
    return True


def contents_of(row: Any) -> dict[str, Any]:
    """The columns of a row that say something, without those that only place it."""
    placing = {"id", "meeting_id", "position", "calendar_uid", "calendar_sequence", "text_times"}
    names = [column.key for column in row.__mapper__.column_attrs if column.key not in placing]
    return {name: getattr(row, name) for name in names if getattr(row, name)}
