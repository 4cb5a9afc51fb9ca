"""Taking a decision back before its mails leave: the people are as before, and nobody is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select

from accounts.models import User
from foundation import audit
from foundation.database import db, writing
from meetings.enums import Mode
from meetings.models.breakouts import BreakoutGroup
from meetings.models.calendar import CalendarTold
from meetings.undo.change_sets import decoded
from outbox.operations import withdraw
from registration.errors import DecisionOvertaken, DecisionUnknown, MessageHasLeft, NoPlaceLeft
from registration.models.breakouts import BreakoutMember
from registration.models.decisions import Decision
from registration.models.registrations import Registration
from registration.people import calendar_sequence
from registration.people.decisions import image, told_rows
from registration.places.groups import group_locks, members_of
from registration.places.modes import place_locks, places

COUNTS = ("agenda_sequence", "calendar_sequence")


def take_back(meeting_id: int, decision_id: int, *, actor: User) -> list[Registration]:
    """Undo a decision as if it had not been; returns the people it was about. The trail keeps both acts.

    Of this and the deliverer that sends the first of its mails, one wins.

    Raises:
        DecisionUnknown: the meeting has no such decision, or it has been taken back.
        MessageHasLeft: one of its mails is being sent or is out.
        DecisionOvertaken: somebody has changed one of the people since.
        NoPlaceLeft: a place that it freed has been taken since.
    """
    locks = (
        *place_locks(meeting_id),
        *group_locks(*{group["item_id"] for group in _found(meeting_id, decision_id).groups}),
    )
    with writing(*locks):
        found = _found(meeting_id, decision_id)
        if not withdraw(found.messages):
            raise MessageHasLeft
        query = select(Registration).where(Registration.id.in_([change["id"] for change in found.changes]))
        people = {row.id: row for row in db.session.scalars(query)}
        if any(
            change["id"] not in people or _is_another(image(people[change["id"]]), change["after"])
            for change in found.changes
        ):
            raise DecisionOvertaken
        # Counts do not tell it: an act that came after and was taken back has raised them too.
        joined = select(BreakoutMember.id).where(
            BreakoutMember.registration_id.in_(people), BreakoutMember.assigned_at > found.at
        )
        if db.session.scalar(joined.limit(1)) is not None:
            raise DecisionOvertaken
        if any(told_rows(told["uid"], told["mailbox"]) != told["after"] for told in found.told):
            raise DecisionOvertaken
        before = places(meeting_id)
        for change in found.changes:
            _give_back(people[change["id"]], change, actor)
        _give_back_told(found.told)
        db.session.flush()
        _give_back_groups(found.groups)
        for mode, held in places(meeting_id).items():
            if held.capacity is not None and held.taken > max(held.capacity, before[mode].taken):
                raise NoPlaceLeft(Mode(mode))
        db.session.delete(found)
        return [people[change["id"]] for change in found.changes]


def _found(meeting_id: int, decision_id: int) -> Decision:
    query = select(Decision).where(Decision.id == decision_id, Decision.meeting_id == meeting_id)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise DecisionUnknown
    return found


def _is_another(present: Mapping[str, Any], left: Mapping[str, Any]) -> bool:
    return any(value != left[name] for name, value in present.items() if name not in COUNTS)


def _give_back(registration: Registration, change: Mapping[str, Any], actor: User) -> None:
    before, after = change["before"], change["after"]
    columns: Any = Registration.__table__.c
    for name, value in before.items():
        if name not in COUNTS:
            setattr(registration, name, decoded(columns[name], value))
        elif value != after[name]:
            calendar_sequence.given_back(registration, name)
    changes = {name: (after[name], before[name]) for name in ("state", "mode", "reason") if before[name] != after[name]}
    audit.record("decision_undone", registration, actor=actor, changes=changes)


def _give_back_told(told: Iterable[Mapping[str, Any]]) -> None:
    columns: Any = CalendarTold.__table__.c
    for each in told:
        own = (CalendarTold.uid == each["uid"], CalendarTold.mailbox == each["mailbox"])
        db.session.execute(delete(CalendarTold).where(*own))
        for row in each["before"]:
            db.session.add(CalendarTold(**_values(columns, row)))


def _give_back_groups(groups: Iterable[Mapping[str, Any]]) -> None:
    columns: Any = BreakoutMember.__table__.c
    for row in groups:
        group = db.session.get(BreakoutGroup, row["group_id"])
        if group is None or (group.capacity is not None and members_of([group.id])[group.id] >= group.capacity):
            raise DecisionOvertaken
        db.session.add(BreakoutMember(**_values(columns, row)))
        db.session.flush()


def _values(columns: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: decoded(columns[name], value) for name, value in row.items()}
