"""The one way in which a registration gets another state: with its audit entry, its mail and its announcement."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from foundation import audit
from foundation.clock import now
from registration.enums import ALIVE, RegistrationState
from registration.errors import MeetingCalledOff
from registration.models.registrations import Registration
from registration.people import calendar_sequence
from registration.people.decisions import note_groups, note_person
from registration.people.mails import owe_state_mail
from registration.places.groups import leave_groups


def change_state(
    registration: Registration,
    state: RegistrationState,
    *,
    act: str,
    actor: User | None = None,
    by_participant: bool = False,
    reason: str = "",
    moved_up: bool = False,
) -> None:
    """Put a registration into `state`, inside the `writing()` of the act that holds the locks of its places.

    `act` is the verb of the audit trail; `moved_up` tells the person that a place became free.

    Raises:
        MeetingCalledOff: nobody comes onto the list, or further up in it, while the meeting does not take place.
    """
    if state in ALIVE and not registration.meeting.takes_place:
        raise MeetingCalledOff
    note_person(registration)
    previous = registration.state
    set_state(registration, state)
    if (previous in ALIVE) is not (state in ALIVE):
        # Who comes back has no group either: an undo may have brought back a group with those who were in it.
        note_groups(registration)
        leave_groups(registration)
    registration.decided_at = now()
    registration.decided_by_id = actor.id if actor is not None else None
    changes: dict[str, tuple[Any, Any]] = {"state": (previous, state)}
    if registration.reason != reason:
        changes["reason"] = (registration.reason, reason)
        registration.reason = reason
    audit.record(act, registration, actor=actor, actor_kind=actor_kind(actor, by_participant), changes=changes)
    owe_state_mail(registration, moved_up=moved_up, by_participant=by_participant)


def set_state(registration: Registration, state: RegistrationState) -> None:
    """Set the state and, with it, the time from which the person waits."""
    before = registration.state
    if before is not None:
        calendar_sequence.state_changed(registration, before, state)
    registration.state = state
    registration.waiting_since = now() if state is RegistrationState.WAITING else None


def actor_kind(actor: User | None, by_participant: bool) -> str:
    """Who acts, as the audit trail names it."""
    return "user" if actor is not None else "participant" if by_participant else "system"
