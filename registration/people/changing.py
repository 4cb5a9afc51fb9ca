"""What can change in a registration besides its state: mode, data, personal link; and sending its mail again."""

from __future__ import annotations

from accounts.models import User
from foundation import audit
from foundation.database import writing
from meetings.enums import Mode
from registration.enums import RegistrationState
from registration.errors import MeetingCalledOff, MeetingOver, NoPlaceLeft, WrongState
from registration.models.registrations import Registration
from registration.people import calendar_sequence
from registration.people.deciding import DecisionResult
from registration.people.decisions import decision, note_person
from registration.people.entries import PersonEntry, email_key, write_person
from registration.people.mails import owe_farewell, owe_link_mail, owe_mode_mail, owe_state_mail
from registration.people.promoting import promote_waiting
from registration.people.readdressing import recall, send_on
from registration.people.registering import check_mode, state_by_rules
from registration.people.states import actor_kind, change_state
from registration.places.modes import place_locks, places, rules_of
from registration.reading.window import is_over


def switch_mode(registration: Registration, mode: Mode, *, actor: User | None = None) -> DecisionResult:
    """Take part in another way; by the person (no `actor`) or by the team.

    Whoever holds a place keeps the state and gives the old place on; whoever waits gets a place of the new mode. The
    person loses nothing when there is no room: the registration stays as it was. A mode it has already is no change.

    Raises:
        NoPlaceLeft: no place is free in `mode`, or (for the person) others wait for one.
        WrongState: it is declined or cancelled.
        ModeNotOffered: the meeting cannot be attended this way.
        MeetingOver, MeetingCalledOff: the person can no longer change it.
    """
    outcome = DecisionResult([registration])
    with writing(*place_locks(registration.meeting_id)), decision(registration.meeting_id, "switch", actor) as notes:
        meeting, old = registration.meeting, registration.mode
        if not registration.is_alive:
            raise WrongState(registration.state)
        check_mode(meeting, mode)
        if actor is None:
            _check_still_to_come(registration)
        if mode is old:
            return outcome
        rules = rules_of(meeting.id)
        target = places(meeting.id, rules)[mode]
        if target.is_full or (actor is None and not target.has_place):
            raise NoPlaceLeft(mode)
        note_person(registration)
        registration.mode = mode
        calendar_sequence.mode_changed(registration)
        kind = actor_kind(actor, actor is None)
        audit.record("mode_switched", registration, actor=actor, actor_kind=kind, changes={"mode": (old, mode)})
        if registration.state is RegistrationState.WAITING:
            state = state_by_rules(rules, has_place=True)
            change_state(registration, state, act="moved_up", actor=actor, by_participant=actor is None, moved_up=True)
        else:
            owe_mode_mail(registration)
            outcome.promoted = promote_waiting(meeting, old)
    outcome.decision_id = notes.kept_id
    return outcome


def correct(
    registration: Registration, person: PersonEntry, *, actor: User | None = None, email: str | None = None
) -> list[str]:
    """Change what was written into the form; returns the names of the fields that changed.

    Only the team can give another address (`email`): the personal link that went to the old one stops working, the
    entry is taken out of its calendar, and the new one gets today's mail with its own link and an entry of its own.
    What still waits for the old one does not go there (`readdressing.recall`).

    Raises:
        EditConflict: others have changed the same since a form of this request showed it.
    """
    with writing(*place_locks(registration.meeting_id)):
        email = email if actor is not None else None
        is_moving = email is not None and email_key(email) != registration.email_key
        if is_moving:
            letters = recall(registration)
            owe_farewell(registration)
        changes = write_person(registration, person, email)
        if is_moving:
            registration.link_generation += 1
            send_on(letters, registration)
            owe_state_mail(registration, repeated=True)
        if changes:
            kind = actor_kind(actor, actor is None)
            audit.record("corrected", registration, actor=actor, actor_kind=kind, changes=changes)
        return list(changes)


def new_personal_link(registration: Registration, *, actor: User) -> None:
    """Make every earlier link and code of the person worthless and mail new ones."""
    with writing(*place_locks(registration.meeting_id)):
        registration.link_generation += 1
        audit.record("link_replaced", registration, actor=actor)
        owe_link_mail(registration)


def send_again(registration: Registration, *, actor: User) -> None:
    """Send the mail that tells the present state once more, with the calendar entry as it is now."""
    with writing(*place_locks(registration.meeting_id)):
        audit.record("mail_repeated", registration, actor=actor, changes={"state": (None, registration.state)})
        owe_state_mail(registration, repeated=True)


def _check_still_to_come(registration: Registration) -> None:
    if is_over(registration.meeting):
        raise MeetingOver
    if not registration.meeting.takes_place:
        raise MeetingCalledOff
