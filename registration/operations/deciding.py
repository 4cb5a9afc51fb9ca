"""Deciding on registrations: approve, move up, decline, reopen, cancel; one by one or many at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import User
from foundation.database import db, writing
from meetings.enums import Mode
from meetings.record.models import Meeting
from registration.enums import RegistrationState
from registration.models import Registration
from registration.operations.errors import MeetingOver, NoRoom, RegistrationRefused, WrongState
from registration.operations.places import place_locks, places, promote_waiting, rules_of
from registration.operations.registering import state_by_rules
from registration.operations.states import settle
from registration.window import is_over

S = RegistrationState


@dataclass
class Outcome:
    """What an act on many registrations came to."""

    done: int = 0
    no_room: int = 0
    skipped: int = 0


def approve(registration: Registration, *, actor: User) -> None:
    """Approve a registration; the person gets the confirmation and the calendar invitation.

    A pending one holds its place already; every other one needs a free place. The assistant may pick anybody from the
    waiting list.

    Raises:
        WrongState: it is approved already.
        NoRoom: no place is free in its mode.
    """
    with writing(*place_locks(registration.meeting_id)):
        _approve(registration, actor)


def move_up(registration: Registration, *, actor: User) -> None:
    """Approve somebody from the waiting list.

    Raises:
        WrongState: the person does not wait.
        NoRoom: no place is free in the mode.
    """
    with writing(*place_locks(registration.meeting_id)):
        _move_up(registration, actor)


def decline(registration: Registration, *, actor: User, reason: str = "") -> None:
    """Decline a registration, with a reason that the person reads; a calendar invitation is withdrawn.

    Raises:
        WrongState: it is declined or cancelled already.
    """
    with writing(*place_locks(registration.meeting_id)):
        _decline(registration, actor, reason)
        promote_waiting(registration.meeting, registration.mode)


def cancel(registration: Registration, *, actor: User | None = None) -> None:
    """Cancel a registration, by the person (no `actor`) or by the team; a calendar invitation is withdrawn.

    Raises:
        WrongState: it is declined or cancelled already.
        MeetingOver: the person can no longer cancel.
    """
    with writing(*place_locks(registration.meeting_id)):
        _cancel(registration, actor)
        promote_waiting(registration.meeting, registration.mode)


def reopen(registration: Registration, *, actor: User) -> None:
    """Take a declined or cancelled registration back, in the state that the rules give to somebody new.

    Raises:
        WrongState: it is neither declined nor cancelled.
    """
    with writing(*place_locks(registration.meeting_id)):
        _expect(registration, S.DECLINED, S.CANCELLED)
        rules = rules_of(registration.meeting_id)
        room = places(registration.meeting_id, rules)[registration.mode].has_room
        settle(registration, state_by_rules(rules, room), act="reopened", actor=actor)


def approve_many(meeting: Meeting, ids: Collection[int], *, actor: User) -> Outcome:
    """Approve those of the registrations that can be, in the order of the list, in one transaction."""
    return _many(meeting, ids, lambda each: _approve(each, actor))


def move_up_many(meeting: Meeting, ids: Collection[int], *, actor: User) -> Outcome:
    """Move up those of the registrations that wait, longest waiting first, as far as places go."""
    return _many(meeting, ids, lambda each: _move_up(each, actor))


def decline_many(meeting: Meeting, ids: Collection[int], *, actor: User, reason: str = "") -> Outcome:
    """Decline those of the registrations that can be, for one reason; then their places are given on."""
    return _many(meeting, ids, lambda each: _decline(each, actor, reason), frees=True)


def cancel_many(meeting: Meeting, ids: Collection[int], *, actor: User) -> Outcome:
    """Cancel those of the registrations that can be; then their places are given on."""
    return _many(meeting, ids, lambda each: _cancel(each, actor), frees=True)


def _many(
    meeting: Meeting, ids: Collection[int], act: Callable[[Registration], None], *, frees: bool = False
) -> Outcome:
    outcome = Outcome()
    with writing(*place_locks(meeting.id)):
        query = select(Registration).where(Registration.meeting_id == meeting.id, Registration.id.in_(ids))
        for registration in db.session.scalars(query.order_by(Registration.waiting_since, Registration.id)).all():
            try:
                act(registration)
                outcome.done += 1
            except NoRoom:
                outcome.no_room += 1
            except RegistrationRefused:
                outcome.skipped += 1
        if frees:
            promote_waiting(meeting, *Mode)
    return outcome


def _approve(registration: Registration, actor: User) -> None:
    _expect(registration, S.PENDING, S.WAITING, S.DECLINED, S.CANCELLED)
    if registration.state is not S.PENDING:
        _expect_free_place(registration)
    waited = registration.state is S.WAITING
    act = "moved_up" if waited else "approved"
    settle(registration, S.APPROVED, act=act, actor=actor, moved_up=waited)


def _move_up(registration: Registration, actor: User) -> None:
    _expect(registration, S.WAITING)
    _approve(registration, actor)


def _decline(registration: Registration, actor: User, reason: str) -> None:
    _expect(registration, S.PENDING, S.APPROVED, S.WAITING)
    settle(registration, S.DECLINED, act="declined", actor=actor, reason=reason.strip())


def _cancel(registration: Registration, actor: User | None) -> None:
    _expect(registration, S.PENDING, S.APPROVED, S.WAITING)
    if actor is None and is_over(registration.meeting):
        raise MeetingOver
    settle(registration, S.CANCELLED, act="cancelled", actor=actor, by_participant=actor is None)


def _expect(registration: Registration, *states: RegistrationState) -> None:
    if registration.state not in states:
        raise WrongState(registration.state)


def _expect_free_place(registration: Registration) -> None:
    if places(registration.meeting_id)[registration.mode].is_full:
        raise NoRoom(registration.mode)
