"""Getting on the list."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from accounts.models import User
from foundation import audit
from foundation.clock import now
from foundation.database import db, writing
from foundation.even_times import SECONDS as SECONDS_UNTIL_ANSWER
from foundation.even_times import lasting
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.enums import ApprovalMode, RegistrationSource, RegistrationState
from registration.errors import (
    AlreadyRegistered,
    LinkUsed,
    MeetingCalledOff,
    MeetingNotPublished,
    ModeNotOffered,
    RegistrationClosed,
    RegistrationNotOpen,
    TakesNoRegistrations,
)
from registration.models.registrations import Registration
from registration.models.rules import RegistrationRules
from registration.people.entries import Entry, email_key, new_registration
from registration.people.mails import owe_again_mail, owe_links_mail, owe_state_mail
from registration.people.states import actor_kind, set_state
from registration.places.groups import check_choices, group_locks, join_groups
from registration.places.modes import Availability, availability, place_locks
from registration.reading.links import permits_another
from registration.reading.window import WindowState, modes_of, window_of

_OF_ADDRESS = (
    select(Registration)
    .where(Registration.meeting_id == bindparam("meeting"), Registration.email_key == bindparam("address"))
    .order_by(Registration.id)
)


def register(meeting: Meeting, entry: Entry, *, submission: str = "", token: str = "") -> Registration | None:
    """Somebody registers; the state follows from the rules, and a mail tells the person.

    Without room (or with others waiting for it) the person waits; else automatic approval approves and approval by
    hand leaves it pending. An address that is on the list gets no second registration but a mail with its links, and
    the result is None: what the visitor is shown must not depend on it. `submission` is the random mark of the page;
    the same page sent twice owes no second mail. `token` is that of a link to register another person.

    Raises:
        MeetingNotPublished, MeetingCalledOff, TakesNoRegistrations, RegistrationNotOpen, RegistrationClosed:
            not now.
        ModeNotOffered: the meeting cannot be attended this way.
        GroupFull, GroupGone: a breakout group that was chosen cannot be.
        LinkUsed: `token` has been used, or is another address's.
    """
    address = email_key(entry.email)
    locks = (*place_locks(meeting.id, entry.mode), f"registering:{meeting.id}:{address}", *group_locks(*entry.groups))
    with writing(*locks):
        found = availability(meeting, entry.mode, address)
        check_window(found.meeting)
        check_mode(found.meeting, entry.mode)
        # Before the address is looked at: a refusal must not tell that it is new.
        check_choices(found.meeting, entry.groups)
        known = registrations_of(meeting.id, address) if found.known else []
        if token and not any(permits_another(token, each) for each in known):
            raise LinkUsed
        alive = [each for each in known if each.state is not RegistrationState.CANCELLED]
        if alive and not token:
            if not _is_sent_twice(alive, entry, submission):
                owe_again_mail(alive, entry.language)
            return None
        registration = _add(found, entry, act="registered", submission=submission)
        join_groups(registration, entry.groups)
        return registration


def register_on_behalf(
    meeting: Meeting, entry: Entry, *, actor: User, approve: bool = False, even_if_known: bool = False
) -> Registration:
    """A member of the team registers somebody, also before registration opens and after it closed.

    Places count as for everybody. `approve` approves at once if there is room; `even_if_known` allows an address
    that is on the list (one mailbox for several people).

    Raises:
        MeetingNotPublished, MeetingCalledOff, ModeNotOffered: as `register`.
        AlreadyRegistered: the address is on the list and `even_if_known` is not set.
    """
    address = email_key(entry.email)
    locks = (*place_locks(meeting.id, entry.mode), f"registering:{meeting.id}:{address}")
    with writing(*locks):
        found = availability(meeting, entry.mode, address)
        _check_held(found.meeting)
        check_mode(found.meeting, entry.mode)
        known = registrations_of(meeting.id, address)
        alive = [each for each in known if each.state is not RegistrationState.CANCELLED]
        if alive and not even_if_known:
            raise AlreadyRegistered(alive[0].id)
        return _add(found, entry, act="registered_on_behalf", actor=actor, approve=approve)


def send_links(meeting: Meeting, email: str, language: str) -> None:
    """Send an address the personal links of everybody registered under it, whatever became of meeting or registration.

    An address that is not on the list is sent nothing; who asks must not see which it is, nor measure it.
    """
    address = email_key(email)
    with lasting(SECONDS_UNTIL_ANSWER), writing(f"registering:{meeting.id}:{address}"):
        known = registrations_of(meeting.id, address)
        if known:
            owe_links_mail(known, language)


def registrations_of(meeting_id: int, address: str) -> list[Registration]:
    """Everything an address (as `email_key`) has on the list of a meeting, first one first."""
    return list(db.session.scalars(_OF_ADDRESS, {"meeting": meeting_id, "address": address}))


def check_window(meeting: Meeting) -> None:
    """Refuse when the meeting does not take registrations now; see `register`."""
    window = window_of(meeting)
    if window.is_open:
        return
    _check_held(meeting)
    if window.state is WindowState.NOT_HERE:
        raise TakesNoRegistrations
    if window.state is WindowState.NOT_YET:
        assert window.opens is not None
        raise RegistrationNotOpen(window.opens)
    raise RegistrationClosed(window.closes)


def check_mode(meeting: Meeting, mode: Mode) -> None:
    """Refuse a mode in which the meeting cannot be attended."""
    if mode not in modes_of(meeting):
        raise ModeNotOffered(mode)


def state_by_rules(rules: RegistrationRules, has_place: bool) -> RegistrationState:
    """The state that somebody new, or somebody who comes back, gets."""
    if not has_place:
        return RegistrationState.WAITING
    if rules.approval is ApprovalMode.AUTOMATIC:
        return RegistrationState.APPROVED
    return RegistrationState.PENDING


def _check_held(meeting: Meeting) -> None:
    state = window_of(meeting).state
    if state is WindowState.DRAFT:
        raise MeetingNotPublished
    if state is WindowState.CALLED_OFF:
        raise MeetingCalledOff


def _add(
    found: Availability,
    entry: Entry,
    *,
    act: str,
    actor: User | None = None,
    approve: bool = False,
    submission: str = "",
) -> Registration:
    meeting, rules = found.meeting, found.rules
    state = state_by_rules(rules, found.places.has_place)
    if approve and state is RegistrationState.PENDING:
        state = RegistrationState.APPROVED
    registration = new_registration(
        entry,
        meeting_id=meeting.id,
        source=RegistrationSource.SELF if actor is None else RegistrationSource.ON_BEHALF,
        registered_at=now(),
        consented_at=now() if entry.consented else None,
        form_version=rules.form_version,
        submission=submission,
    )
    set_state(registration, state)
    if state is RegistrationState.APPROVED:
        registration.decided_at = now()
        registration.decided_by_id = actor.id if actor is not None else None
    db.session.add(registration)
    db.session.flush()
    # Without history, so that a snapshot is not drawn into the session.
    set_committed_value(registration, "meeting", meeting)
    audit.record(
        act,
        registration,
        actor=actor,
        actor_kind=actor_kind(actor, by_participant=actor is None),
        changes={"state": (None, state), "mode": (None, entry.mode)},
    )
    owe_state_mail(registration)
    return registration


def _is_sent_twice(known: Sequence[Registration], entry: Entry, submission: str) -> bool:
    return any(
        submission
        and each.submission == submission
        and (each.given_name, each.family_name) == (entry.given_name, entry.family_name)
        for each in known
    )
