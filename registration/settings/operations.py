"""Setting how a meeting takes registrations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from accounts.models import User
from foundation import audit
from foundation.database import db, writing
from meetings.agenda.operations import change_item
from meetings.enums import Mode
from meetings.facts.operations.meeting import change_meeting
from meetings.keeping.rows import lock_of
from meetings.models.meeting import Meeting
from meetings.reading.agenda import items_with_groups
from registration.enums import ApprovalMode
from registration.models.registrations import Registration
from registration.models.rules import RegistrationRules
from registration.people.promoting import promote_waiting
from registration.places.modes import place_locks, rules_of


def copy_rules(source_id: int, clone_id: int) -> None:
    """Give a meeting the rules of another one, whose place in the room and online it does not share; in `writing()`."""
    rules = db.session.get(RegistrationRules, source_id)
    if rules is None:
        return
    names = [column.key for column in RegistrationRules.__mapper__.column_attrs if column.key != "meeting_id"]
    db.session.add(RegistrationRules(meeting_id=clone_id, **{name: getattr(rules, name) for name in names}))


def change_settings(
    meeting: Meeting,
    *,
    window: Mapping[str, Any] | None = None,
    choosing: Collection[int] | None = None,
    actor: User | None,
    **rules: Any,
) -> list[Registration]:
    """Set in one transaction all that decides how people register; `rules` and what is returned: see `change_rules`.

    `window` are the columns of the meeting that say whether and when; `choosing` the ids of the agenda items whose
    breakout groups participants choose themselves. None leaves them as they are.

    Raises:
        ClosesBeforeOpening: see there.
    """
    with writing(lock_of(meeting.id)):
        if window is not None:
            change_meeting(meeting.id, **window, actor=actor)
        items = items_with_groups(meeting.id) if choosing is not None else []
        for item in items:
            if item.groups_are_chosen is not (item.id in (choosing or ())):
                change_item(meeting.id, item.id, groups_are_chosen=not item.groups_are_chosen, actor=actor)
        return change_rules(meeting, **rules, actor=actor)


def change_rules(
    meeting: Meeting,
    *,
    approval: ApprovalMode,
    capacity_in_person: int | None,
    capacity_remote: int | None,
    actor: User | None,
) -> list[Registration]:
    """Set who approves and how many places there are (None: no limit).

    Returns those whom the new places took off the waiting list, which automatic approval does at once. A capacity
    below what is taken removes nobody.
    """
    with writing(*place_locks(meeting.id)):
        rules = db.session.get(RegistrationRules, meeting.id)
        if rules is None:
            rules = rules_of(meeting.id)
            db.session.add(rules)
        values = {
            "approval": approval,
            "capacity_in_person": capacity_in_person,
            "capacity_remote": capacity_remote,
        }
        changes = audit.apply_changes(rules, values)
        if changes:
            audit.record("registration_rules_changed", meeting, actor=actor, meeting_id=meeting.id, changes=changes)
        db.session.flush()
        return promote_waiting(meeting, *Mode)
