"""A decision of the team as one act: what it changes is noted until its mails leave, so that it can be taken back.

Mails owed inside `decision(…)` leave `UNDO_SECONDS` later. `registration.people.taking_back` is the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from accounts.models import User
from foundation.ageing import ages
from foundation.clock import now
from foundation.database import db
from meetings.models.calendar import CalendarTold
from meetings.undo.change_sets import encoded, image_of
from registration.models.breakouts import BreakoutMember
from registration.models.decisions import Decision
from registration.models.registrations import Registration

KEPT = (
    "state", "mode", "waiting_since", "decided_at", "decided_by_id", "reason", "agenda_sequence", "calendar_sequence",
    "invited_at",
)  # fmt: skip
"""Columns of a registration that a decision may change."""
_NOTES = "decision"


@dataclass
class Notes:
    """What one act has changed so far: registrations, what their mailboxes were told, their groups, their mails."""

    people: dict[int, Registration] = field(default_factory=dict)
    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    told: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    groups: list[dict[str, Any]] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    delay: timedelta = timedelta()
    kept_id: int | None = None


def undo_seconds() -> int:
    """For how long a decision can be taken back."""
    return int(current_app.config["SETTINGS"].undo_seconds)


@contextmanager
def decision(meeting_id: int, act: str, actor: User | None) -> Iterator[Notes]:
    """Make what happens inside one decision of the team, within the `writing()` that holds the locks of the places.

    An act without an `actor` is nobody's to take back: its mails leave at once, and nothing is noted.
    """
    info, notes = db.session().info, Notes()
    if actor is None or not undo_seconds():
        yield notes
        return
    notes.delay = timedelta(seconds=undo_seconds())
    info[_NOTES] = notes
    try:
        yield notes
    finally:
        info.pop(_NOTES, None)
    if notes.before:
        db.session.flush()
        kept = Decision(
            meeting_id=meeting_id,
            act=act,
            at=now(),
            actor_id=actor.id,
            changes=[
                {"id": key, "before": before, "after": image(notes.people[key])} for key, before in notes.before.items()
            ],
            told=[
                {"uid": uid, "mailbox": mailbox, "before": rows, "after": told_rows(uid, mailbox)}
                for (uid, mailbox), rows in notes.told.items()
            ],
            groups=notes.groups,
            messages=notes.messages,
        )
        db.session.add(kept)
        db.session.flush()
        notes.kept_id = kept.id


def note_person(registration: Registration) -> None:
    """Note how a registration is before the act changes it."""
    notes = _open_notes()
    if notes is not None and registration.id not in notes.before:
        notes.people[registration.id] = registration
        notes.before[registration.id] = image(registration)


def note_groups(registration: Registration) -> None:
    """Note the groups of somebody who is about to leave them."""
    notes = _open_notes()
    if notes is not None:
        query = select(BreakoutMember).where(BreakoutMember.registration_id == registration.id)
        notes.groups += [image_of(row) for row in db.session.scalars(query)]


def note_told(uid: str, mailbox: str, rows: Iterable[CalendarTold]) -> None:
    """Note what a mailbox was told before the act tells it more."""
    notes = _open_notes()
    if notes is not None:
        notes.told.setdefault(
            (uid, mailbox), [image_of(row) for row in sorted(rows, key=lambda row: row.recurrence_id)]
        )


def note_message(message_id: int) -> None:
    """Note a mail that the act owes."""
    notes = _open_notes()
    if notes is not None:
        notes.messages.append(message_id)


def delay() -> timedelta:
    """For how long a mail that is owed now is held back."""
    notes = _open_notes()
    return timedelta() if notes is None else notes.delay


def image(registration: Registration) -> dict[str, Any]:
    """The columns of a registration that a decision may change, as JSON."""
    return {name: encoded(getattr(registration, name)) for name in KEPT}


def told_rows(uid: str, mailbox: str) -> list[dict[str, Any]]:
    """What a mailbox was told of an entry, as JSON."""
    query = select(CalendarTold).where(CalendarTold.uid == uid, CalendarTold.mailbox == mailbox)
    return [image_of(row) for row in db.session.scalars(query.order_by(CalendarTold.recurrence_id))]


@ages("decisions", lambda _settings: 1)
def remove_decisions(before: datetime, limit: int) -> int:
    """Remove decisions that can no longer be taken back; returns how many."""
    old = select(Decision.id).where(Decision.at < before).order_by(Decision.at).limit(limit)
    return int(db.session.execute(delete(Decision).where(Decision.id.in_(old))).rowcount)  # type: ignore[attr-defined]


def _open_notes() -> Notes | None:
    notes: Notes | None = db.session().info.get(_NOTES)
    return notes
