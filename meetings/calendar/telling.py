"""Telling calendars by mail: what a mailbox was told of an entry decides which SEQUENCE and DTSTAMP comes next.

RFC 5546 2.1.4 and 2.1.5: of two messages about a UID the one with the higher SEQUENCE holds, then the one with the
newer DTSTAMP. Time, place and state that differ from what was told therefore get a higher SEQUENCE, and every mail a
DTSTAMP of its own, however soon it follows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from icalendar import Event
from sqlalchemy import delete, select

from foundation.clock import now
from foundation.database import db
from meetings.models.calendar import CalendarTold


@dataclass(frozen=True)
class Told:
    """What one mailbox was told of one UID; `sequence` is None as long as it was told nothing."""

    uid: str
    mailbox: str
    rows: Mapping[str, CalendarTold] = field(default_factory=dict)

    @property
    def sequence(self) -> int | None:
        """The highest SEQUENCE that was sent."""
        return max((row.sequence for row in self.rows.values()), default=None)

    @property
    def organiser(self) -> str:
        """The address of ORGANIZER so far; empty where none is known."""
        return next((row.organiser for row in self.rows.values() if row.organiser), "")

    def at_least(self, truth: Mapping[str, str]) -> int:
        """The lowest SEQUENCE that a mail saying `truth` (see `truth_of`) may have."""
        if self.sequence is None:
            return 0
        is_same = {key: row.digest for key, row in self.rows.items()} == dict(truth)
        return self.sequence if is_same else self.sequence + 1

    def next_stamp(self) -> datetime:
        """An instant for DTSTAMP that is newer than that of every mail before; calendars know whole seconds."""
        moment = now().replace(microsecond=0)
        last = max((row.told_at for row in self.rows.values()), default=None)
        return moment if last is None or moment > last else last + timedelta(seconds=1)


def told_of(uid: str, mailbox: str) -> Told:
    """What a mailbox was told of a UID; one statement."""
    query = select(CalendarTold).where(CalendarTold.uid == uid, CalendarTold.mailbox == mailbox)
    return Told(uid, mailbox, {row.recurrence_id: row for row in db.session.scalars(query)})


def truth_of(events: Iterable[Event], place: str) -> dict[str, str]:
    """Digests of when, where and whether, by RECURRENCE-ID; `place` is in the language in which places are compared."""
    found = {}
    for event in events:
        names = ("DTSTART", "DTEND", "RRULE", "EXDATE", "STATUS")
        parts = [f"{name}:{_written(event[name])}" for name in names if name in event]
        key = _written(event["RECURRENCE-ID"]) if "RECURRENCE-ID" in event else ""
        found[key] = hashlib.sha256("\n".join([*parts, place]).encode()).hexdigest()[:32]
    return found


def remember(
    told: Told, truth: Mapping[str, str], *, sequence: int, stamp: datetime, is_cancelled: bool, **values: object
) -> None:
    """Write down what a mail that is being owed tells; inside the `writing()` that owes it.

    `values` are the other columns of `CalendarTold`.
    """
    for key in told.rows.keys() - truth.keys():
        db.session.delete(told.rows[key])
    for key, digest in truth.items():
        row = told.rows.get(key)
        if row is None:
            row = CalendarTold(uid=told.uid, mailbox=told.mailbox, recurrence_id=key)
            db.session.add(row)
        facts = {"digest": digest, "sequence": sequence, "told_at": stamp, "is_cancelled": is_cancelled, **values}
        for name, value in facts.items():
            setattr(row, name, value)


def forget(about_kind: str, about_id: int) -> None:
    """Remove what calendars were told of somebody's entry; inside `writing()`."""
    own = (CalendarTold.about_kind == about_kind, CalendarTold.about_id == about_id)
    db.session.execute(delete(CalendarTold).where(*own))


def _written(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    parts = []
    for each in values:
        zone = getattr(each, "params", {}).get("TZID", "")
        parts.append(f"{zone} {each.to_ical().decode()}")
    return ",".join(parts).strip()
