"""Undoing the last act on a meeting's pages.

The rows get back what they had, with their ids and calendar identities, if they are still as the act left them. What
has left the house stays as it is: mails sent, registrations, states of publication. An undo is an act like any other:
it stands in the trail and can be undone itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from accounts.models import User
from foundation.ageing import ages
from foundation.audit import AuditEntry, record
from foundation.clock import now
from foundation.database import db, writing
from foundation.text_times import KEPT
from meetings.keeping.calendar_sequence import hours_changed, restored
from meetings.keeping.kept_rows import kept_rows
from meetings.keeping.rows import lock_of
from meetings.keeping.undone import DoesNotFit, IsThereAgain, Returned, Returns
from meetings.models.changes import ChangeSet
from meetings.models.meeting import Meeting
from meetings.reading.hours import hours_by_mode
from meetings.reading.meetings import NoSuchRecord, meeting_of_id
from meetings.undo.change_sets import (
    KEPT_FOR,
    NOT_KEPT,
    RESTORED,
    decoded,
    encoded,
    model_of,
    references_to,
    stands_on_page,
)


class CannotUndo(Exception):
    """The rows are no longer as the act left them, or what they need is gone; `since` says who did what after it."""

    def __init__(self, since: Sequence[AuditEntry] = ()) -> None:
        super().__init__(len(since))
        self.since = list(since)


class UndoneAlready(Exception):
    """Somebody was quicker."""


@dataclass(frozen=True)
class _Row:
    table: str
    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def kind(self) -> Any:
        """Its model."""
        return model_of(self.table)

    @property
    def is_of_page(self) -> bool:
        """Whether it stands on the meeting's page itself, not in a package above."""
        return stands_on_page(self.kind)


def undo(meeting_id: int, change_set_id: int, *, actor: User | None = None) -> ChangeSet:
    """Undo an act; returns what it was.

    Raises:
        CannotUndo, UndoneAlready: see there; nothing is changed.
        NoSuchRecord: the meeting has no such act, or it is too long ago.
    """
    try:
        return _undo(meeting_id, change_set_id, actor)
    except IntegrityError as problem:
        # Something has taken what must be there once; all is rolled back by now.
        raise CannotUndo from problem


def _undo(meeting_id: int, change_set_id: int, actor: User | None) -> ChangeSet:
    with writing(lock_of(meeting_id)) as session:
        meeting = meeting_of_id(meeting_id)
        change_set = session.scalar(
            select(ChangeSet).where(ChangeSet.id == change_set_id, ChangeSet.meeting_id == meeting_id)
        )
        if change_set is None or change_set.at < now() - KEPT_FOR:
            raise NoSuchRecord(change_set_id)
        if change_set.undone_at is not None:
            raise UndoneAlready
        rows = [_Row(row["table"], row["id"], row["before"], row["after"]) for row in change_set.rows]
        if not _are_as_left(rows):
            raise CannotUndo(_acts_since(change_set, rows))
        hours = hours_by_mode(meeting)
        session.info[KEPT] = True
        try:
            _give_back(meeting, rows)
            returned = _returned(rows)
            _check_whole(meeting, returned, change_set)
            _raise_sequences(meeting, returned)
            change_set.undone_at = now()
            record(
                "redone" if change_set.act == "undone" else "undone",
                _Subject(change_set),
                actor=actor,
                meeting_id=meeting_id,
                changes={"act": (None, change_set.act), **_differences(change_set, rows)},
            )
            session.flush()
        finally:
            session.info.pop(KEPT, None)
        hours_changed(meeting, hours)
        return change_set


@ages("undo", lambda _settings: KEPT_FOR.days)
def purge_change_sets(before: datetime, limit: int) -> int:
    """Remove acts that were done too long ago to be undone; returns how many."""
    old = select(ChangeSet.id).where(ChangeSet.at < before).order_by(ChangeSet.at).limit(limit)
    result = db.session.execute(delete(ChangeSet).where(ChangeSet.id.in_(old)))
    return int(result.rowcount)  # type: ignore[attr-defined]


class _Subject:
    """The main record of an act, as the trail names it; the record itself may be gone."""

    def __init__(self, change_set: ChangeSet) -> None:
        self.__tablename__ = change_set.subject_kind
        self.id = change_set.subject_id


def _are_as_left(rows: Sequence[_Row]) -> bool:
    known = {(row.table, row.id) for row in rows}
    for row in rows:
        stored = _stored(row)
        if row.after is None:
            if stored is not None:
                return False
            continue
        if stored is None:
            if row.is_of_page:
                return False
            continue
        for name, value in row.after.items():
            if name not in NOT_KEPT and name in row.kind.__table__.columns and encoded(getattr(stored, name)) != value:
                return False
        if row.before is None and _is_used(row, known):
            return False
    return True


def _is_used(row: _Row, known: set[tuple[str, int]]) -> bool:
    """Whether something else has come to lie inside a row that would be removed again."""
    for other, column, happens in references_to(row.table):
        if happens == "CASCADE" and "id" in other.c:
            ids = db.session.scalars(select(other.c.id).where(other.c[column] == row.id))
            if any((other.name, key) not in known for key in ids):
                return True
    return False


def _give_back(meeting: Meeting, rows: Sequence[_Row]) -> None:
    session = db.session()
    # What came last goes first; holders come back before what they hold.
    for row in reversed([row for row in rows if row.before is None]):
        stored = _stored(row)
        if stored is not None:
            session.delete(stored)
            session.flush()
    table = ""
    for row in (row for row in rows if row.before is not None and row.after is None):
        if row.table != table:
            session.flush()
        table = row.table
        values = _restorable(row)
        if values is not None:
            restored(values)
            session.add(row.kind(**values))
    session.flush()
    for row in (row for row in rows if row.before is not None and row.after is not None):
        stored = _stored(row)
        if stored is None:
            continue
        values = {name: value for name, value in _values(row).items() if name != "text_times"}
        for name, value in values.items():
            if getattr(stored, name) != value:
                setattr(stored, name, value)
        kept = kept_rows.get(row.table)
        if kept is not None and kept.undone.changed is not None:
            kept.undone.changed(stored, values.keys())
        if hasattr(stored, "text_times"):
            _give_back_times(stored, values, (row.before or {}).get("text_times") or {})
    session.flush()


def _returned(rows: Iterable[_Row]) -> dict[str, list[Returned]]:
    found: dict[str, list[Returned]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(Returned(_stored(row), row.before, row.after))
    return found


def _raise_sequences(meeting: Meeting, returned: Returns) -> None:
    """Time and place that come back are another time and place."""
    for table, all_of_it in returned.items():
        kept = kept_rows.get(table)
        changed = [each for each in all_of_it if None not in (each.row, each.before, each.after)]
        if kept is not None and kept.undone.count is not None and changed:
            kept.undone.count(meeting, changed)


def _check_whole(meeting: Meeting, returned: Returns, change_set: ChangeSet) -> None:
    """Raise CannotUndo if what came back does not fit what has been done since: its rows alone do not tell."""
    for kept in kept_rows:
        if kept.undone.check is not None:
            unfit: tuple[type[Exception], ...] = (DoesNotFit, *kept.undone.unfit)
            try:
                kept.undone.check(meeting, returned)
            except IsThereAgain as problem:
                raise CannotUndo from problem
            except unfit as problem:
                raise CannotUndo(_later_entries(change_set)) from problem


def _give_back_times(row: Any, values: Iterable[str], before: Mapping[str, Any]) -> None:
    times = dict(row.text_times or {})
    for name in values:
        times.pop(name, None)
        if name in before:
            times[name] = before[name]
    if times != row.text_times:
        row.text_times = times


def _restorable(row: _Row) -> dict[str, Any] | None:
    """The columns of a removed row, without references to what is gone; None when it cannot be without them.

    Raises:
        CannotUndo: it stands on the meeting's page, and what it needs is gone.
    """
    values = _values(row, restored=True)
    for column in row.kind.__table__.columns:
        for key in column.foreign_keys:
            if values.get(column.key) is None:
                continue
            target = key.column.table
            if db.session.scalar(select(target.c.id).where(target.c.id == values[column.key])) is not None:
                continue
            if column.nullable and (key.ondelete or "").upper() == "SET NULL":
                values[column.key] = None
            elif row.is_of_page:
                raise CannotUndo
            else:
                return None
    return None if not row.is_of_page and _has_double(row, values) else values


def _has_double(row: _Row, values: Mapping[str, Any]) -> bool:
    """Whether somebody has done elsewhere what a row of a package above says: chosen another group …"""
    table = row.kind.__table__
    for constraint in table.constraints:
        names = [column.key for column in getattr(constraint, "columns", ())]
        if type(constraint).__name__ == "UniqueConstraint" and names:
            found = select(table.c.id).where(*(table.c[name] == values[name] for name in names))
            if db.session.scalar(found) is not None:
                return True
    return False


def _values(row: _Row, restored: bool = False) -> dict[str, Any]:
    columns = row.kind.__table__.columns
    return {
        name: decoded(columns[name], value)
        for name, value in (row.before or {}).items()
        if name in columns and (name not in NOT_KEPT or (restored and name in RESTORED))
    }


def _stored(row: _Row) -> Any:
    return db.session.get(row.kind, row.id)


def _differences(change_set: ChangeSet, rows: Sequence[_Row]) -> dict[str, tuple[Any, Any]]:
    """What the main record gets back, for the trail."""
    main = next((row for row in rows if (row.table, row.id) == (change_set.subject_kind, change_set.subject_id)), None)
    if main is None:
        return {}
    before, after = main.before or {}, main.after or {}
    hidden = NOT_KEPT | {"id", "meeting_id", "code_key", "written_by_id", "written_at"}
    if main.before is not None and main.after is not None:
        hidden = hidden - {"position"}
    else:
        hidden = hidden | {"position"}
    return {
        name: (after.get(name), before.get(name))
        for name in {**before, **after}
        if name not in hidden and (before.get(name) or after.get(name))
    }


def _acts_since(change_set: ChangeSet, rows: Sequence[_Row]) -> list[AuditEntry]:
    """What was done to these rows after the act, newest first."""
    ids = {(row.table, row.id) for row in rows}
    return [entry for entry in _later_entries(change_set) if (entry.subject_kind, entry.subject_id) in ids]


def _later_entries(change_set: ChangeSet) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.meeting_id == change_set.meeting_id, AuditEntry.at > change_set.at)
    return list(db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(50)))
