"""The one way in which a registration gets another state: with its audit entry, its mail and its announcement."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from foundation import audit
from foundation.clock import now
from foundation.database import after_commit
from registration import events
from registration.enums import ALIVE, CALENDAR_STATUS, RegistrationState
from registration.models.registrations import Registration
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
    """
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
    announce_decided(registration, previous)


def set_state(registration: Registration, state: RegistrationState) -> None:
    """Set the state and, with it, the time from which the person waits."""
    before = registration.state
    if before is not None and CALENDAR_STATUS[before] != CALENDAR_STATUS[state]:
        registration.agenda_sequence = (registration.agenda_sequence or 0) + 1
        # A first invitation is no update of what was tentative.
        if "CANCELLED" in (CALENDAR_STATUS[before], CALENDAR_STATUS[state]):
            registration.calendar_sequence = (registration.calendar_sequence or 0) + 1
    registration.state = state
    registration.waiting_since = now() if state is RegistrationState.WAITING else None


def actor_kind(actor: User | None, by_participant: bool) -> str:
    """Who acts, as the audit trail names it."""
    return "user" if actor is not None else "participant" if by_participant else "system"


def announce_registered(registration: Registration) -> None:
    """Tell listeners, once committed, that somebody is on the list."""
    _announce(events.registered, registration, state=registration.state, mode=registration.mode)


def announce_decided(registration: Registration, previous: RegistrationState) -> None:
    """Tell listeners, once committed, that a state is another one."""
    values = {"state": registration.state, "mode": registration.mode, "previous": previous}
    _announce(events.decided, registration, **values)


def announce_changed(registration: Registration, act: str) -> None:
    """Tell listeners, once committed, that data or mode changed."""
    _announce(events.changed, registration, act=act)


def _announce(signal: Any, registration: Registration, **values: Any) -> None:
    meeting_id, registration_id = registration.meeting_id, registration.id
    after_commit(lambda: signal.send(meeting_id, registration_id=registration_id, **values))
