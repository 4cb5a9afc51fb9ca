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
from meetings.facts.operations.meeting import (
    ClosesBeforeOpening,
    MainLanguageMissing,
    MeetingEndsBeforeStart,
    TitleMissing,
    TooManyDays,
    UnknownZone,
    UnsuitablePredecessor,
    check_facts,
    check_predecessor,
)
from meetings.facts.operations.parties import HOLDERS, AlreadyNamed, check_holder
from meetings.facts.operations.rooms import RoomExists, check_name
from meetings.facts.operations.short_codes import CodeTaken, UnusableCode, check_code
from meetings.joining.operations import MAKES_UNTESTED
from meetings.keeping.calendar_sequence import (
    group_changed,
    hours_changed,
    is_in_another_room,
    item_changed,
    meeting_changed,
    restored,
    room_changed,
)
from meetings.keeping.rows import lock_of
from meetings.models.agenda import AgendaItem
from meetings.models.changes import ChangeSet
from meetings.models.meeting import Meeting
from meetings.models.on_page import OnMeetingPage
from meetings.reading.agenda import DEEPEST
from meetings.reading.hours import hours_by_mode
from meetings.reading.meetings import NoSuchRecord, meeting_of_id
from meetings.reading.outcomes import outcomes_of
from meetings.undo.change_sets import KEPT_FOR, NOT_KEPT, RESTORED, decoded, encoded, model_of, references_to

UNFIT = (
    CodeTaken, UnusableCode, MeetingEndsBeforeStart, TooManyDays, UnknownZone, TitleMissing, MainLanguageMissing,
    ClosesBeforeOpening, UnsuitablePredecessor, RoomExists, AlreadyNamed,
)  # fmt: skip
"""What `_check_whole` may find of a meeting's facts."""


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
        return issubclass(self.kind, OnMeetingPage) or self.table in ("meeting", "document_version", "breakout_input")


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
            _check_whole(meeting, rows, change_set)
            _raise_sequences(meeting, rows)
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
        if row.table == "participation_link" and MAKES_UNTESTED & values.keys():
            stored.tested_at = None
        if hasattr(stored, "text_times"):
            _give_back_times(stored, values, (row.before or {}).get("text_times") or {})
    session.flush()


def _raise_sequences(meeting: Meeting, rows: Iterable[_Row]) -> None:
    """Time and place that come back are another time and place, also for what is held in the room of an item."""
    elsewhere: set[int] = set()
    for row in rows:
        stored = _stored(row)
        if row.before is None or row.after is None or stored is None:
            continue
        changes = {name: (row.after.get(name), value) for name, value in row.before.items()}
        if stored is meeting:
            meeting_changed(meeting, changes)
        elif row.table == "breakout_group":
            group_changed(stored, *changes.get("room", (None, None)))
        elif row.table == "agenda_item":
            if is_in_another_room(stored, changes):
                elsewhere.add(stored.id)
            item_changed(meeting, stored, changes)
    if elsewhere:
        room_changed(meeting.id, elsewhere)


def _check_whole(meeting: Meeting, rows: Iterable[_Row], change_set: ChangeSet) -> None:
    """Raise CannotUndo if what came back does not fit what has been done since: its rows alone do not tell."""
    restored = {name for row in rows if row.table == "meeting" for name in row.before or ()}
    try:
        check_facts(meeting)
        if "follows_id" in restored:
            check_predecessor(meeting)
        _check_doubles(meeting, rows)
        if "code_key" in restored:
            check_code(meeting.code, meeting.id)
    except UNFIT as problem:
        raise CannotUndo(_later_entries(change_set)) from problem
    if "code_key" in restored and meeting.published_at is not None:
        raise CannotUndo(_later_entries(change_set))
    if restored & {"starts_on", "ends_on"} or any(row.table == "agenda_item" for row in rows):
        query = select(AgendaItem.id, AgendaItem.parent_id, AgendaItem.day).where(AgendaItem.meeting_id == meeting.id)
        items = {item.id: item for item in db.session.execute(query)}
        for item in items.values():
            above, levels = item, 1
            while above.parent_id is not None and levels <= DEEPEST:
                above, levels = items[above.parent_id], levels + 1
            if levels > DEEPEST or above.day != item.day or not meeting.starts_on <= item.day <= meeting.ends_on:
                raise CannotUndo(_later_entries(change_set))


def _check_doubles(meeting: Meeting, rows: Iterable[_Row]) -> None:
    """Raise what adding would if a room, a role or an outcome has been put there again meanwhile."""
    for row in rows:
        stored = _stored(row) if row.before is not None else None
        if stored is None:
            continue
        if row.table == "room":
            check_name(meeting.id, stored.name, stored.id)
        elif row.table == "meeting_organisation":
            check_holder(meeting.id, stored.id, {name: getattr(stored, name) for name in ("role", *HOLDERS)})
        elif row.table == "outcome":
            others = [set(each.text.items()) for each in outcomes_of(meeting.id) if each is not stored]
            if any(other & set(stored.text.items()) for other in others):
                raise CannotUndo


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
