"""Deciding on registrations: approve, move up, decline, reopen, cancel; one by one or many at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, or_, select

from accounts.models import User
from foundation.database import db, writing
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.enums import RegistrationState
from registration.errors import MeetingCalledOff, MeetingOver, NoPlaceLeft, RegistrationRefused, WrongState
from registration.models.registrations import Registration
from registration.people.decisions import Notes, decision
from registration.people.promoting import promote_waiting
from registration.people.registering import state_by_rules
from registration.people.states import change_state
from registration.places.modes import place_locks, places, rules_of
from registration.reading.window import is_over

S = RegistrationState
Turn = tuple[Mode, datetime, int]
"""Whose turn it is: the mode, since when the person waits, and the id."""
UP = ("approve", "move_up")


@dataclass
class DecisionResult:
    """What an act came to: on whom it was done, who moved up in their places, and as what it can be taken back.

    `passed` counts those who have waited longer than somebody who moved up, and wait still.
    """

    people: list[Registration] = field(default_factory=list)
    promoted: list[Registration] = field(default_factory=list)
    passed: int = 0
    no_place: int = 0
    skipped: int = 0
    from_queue: int = 0
    decision_id: int | None = None

    @property
    def done(self) -> int:
        """On how many it was done."""
        return len(self.people)


def approve(registration: Registration, *, actor: User) -> DecisionResult:
    """Approve a registration; the person gets the confirmation and the calendar invitation.

    A pending one holds its place already; every other one needs a free place. The assistant may pick anybody from the
    waiting list.

    Raises:
        WrongState: it is approved already.
        NoPlaceLeft: no place is free in its mode.
        MeetingCalledOff: the meeting does not take place.
    """
    return _one(registration, "approve", actor, lambda: _approve(registration, actor))


def move_up(registration: Registration, *, actor: User) -> DecisionResult:
    """Approve somebody from the waiting list.

    Raises:
        WrongState: the person does not wait.
        NoPlaceLeft: no place is free in the mode.
        MeetingCalledOff: the meeting does not take place.
    """
    return _one(registration, "move_up", actor, lambda: _move_up(registration, actor))


def decline(registration: Registration, *, actor: User, reason: str = "") -> DecisionResult:
    """Decline a registration, with a reason that the person reads; a calendar invitation is withdrawn.

    Raises:
        WrongState: it is declined or cancelled already.
    """
    return _one(registration, "decline", actor, lambda: _decline(registration, actor, reason), frees=True)


def cancel(registration: Registration, *, actor: User | None = None) -> DecisionResult:
    """Cancel a registration, by the person (no `actor`) or by the team; a calendar invitation is withdrawn.

    Raises:
        WrongState: it is declined or cancelled already.
        MeetingOver: the person can no longer cancel.
    """
    return _one(registration, "cancel", actor, lambda: _cancel(registration, actor), frees=True)


def reopen(registration: Registration, *, actor: User) -> DecisionResult:
    """Take a declined or cancelled registration back, in the state that the rules give to somebody new.

    Raises:
        WrongState: it is neither declined nor cancelled.
        MeetingCalledOff: the meeting does not take place.
    """
    return _one(registration, "reopen", actor, lambda: _reopen(registration, actor))


def approve_many(meeting: Meeting, ids: Collection[int], *, actor: User) -> DecisionResult:
    """Approve those of the registrations that can be, in the order of the list, in one transaction.

    Raises:
        MeetingCalledOff: the meeting does not take place.
    """
    return _many(meeting, ids, "approve", actor, lambda each: _approve(each, actor))


def move_up_many(meeting: Meeting, ids: Collection[int], *, actor: User) -> DecisionResult:
    """Move up those of the registrations that wait, longest waiting first, as far as places go.

    Raises:
        MeetingCalledOff: the meeting does not take place.
    """
    return _many(meeting, ids, "move_up", actor, lambda each: _move_up(each, actor))


def decline_many(meeting: Meeting, ids: Collection[int], *, actor: User, reason: str = "") -> DecisionResult:
    """Decline those of the registrations that can be, for one reason; then their places are given on."""
    return _many(meeting, ids, "decline", actor, lambda each: _decline(each, actor, reason), frees=True)


def cancel_many(meeting: Meeting, ids: Collection[int], *, actor: User) -> DecisionResult:
    """Cancel those of the registrations that can be; then their places are given on."""
    return _many(meeting, ids, "cancel", actor, lambda each: _cancel(each, actor), frees=True)


def _one(
    registration: Registration, act: str, actor: User | None, do: Callable[[], None], *, frees: bool = False
) -> DecisionResult:
    result = DecisionResult([registration])
    with writing(*place_locks(registration.meeting_id)), decision(registration.meeting_id, act, actor) as notes:
        result.from_queue = int(registration.state is S.PENDING)
        turn = _turn(registration)
        do()
        result.passed = _passed(registration.meeting_id, [turn]) if act in UP else 0
        if frees:
            result.promoted = promote_waiting(registration.meeting, registration.mode)
    return _kept(result, notes)


def _many(
    meeting: Meeting,
    ids: Collection[int],
    act: str,
    actor: User,
    do: Callable[[Registration], None],
    *,
    frees: bool = False,
) -> DecisionResult:
    result = DecisionResult()
    turns: list[Turn | None] = []
    with writing(*place_locks(meeting.id)), decision(meeting.id, act, actor) as notes:
        if act in UP and not meeting.takes_place:
            raise MeetingCalledOff
        query = select(Registration).where(Registration.meeting_id == meeting.id, Registration.id.in_(ids))
        for registration in db.session.scalars(query.order_by(Registration.waiting_since, Registration.id)).all():
            was_pending, turn = registration.state is S.PENDING, _turn(registration)
            try:
                do(registration)
                result.people.append(registration)
                turns.append(turn)
                result.from_queue += was_pending
            except NoPlaceLeft:
                result.no_place += 1
            except RegistrationRefused:
                result.skipped += 1
        if act in UP:
            result.passed = _passed(meeting.id, turns)
        if frees:
            result.promoted = promote_waiting(meeting, *Mode)
    return _kept(result, notes)


def _turn(registration: Registration) -> Turn | None:
    since = registration.waiting_since
    return None if since is None else (registration.mode, since, registration.id)


def _passed(meeting_id: int, turns: Sequence[Turn | None]) -> int:
    """How many still wait that came before the last of these turns, each in its mode."""
    last: dict[Mode, Turn] = {}
    for turn in turns:
        if turn is not None:
            last[turn[0]] = max(last.get(turn[0], turn), turn, key=lambda each: each[1:])
    if not last:
        return 0
    earlier = [
        (Registration.mode == mode)
        & ((Registration.waiting_since < since) | ((Registration.waiting_since == since) & (Registration.id < number)))
        for mode, since, number in last.values()
    ]
    query = select(func.count()).where(
        Registration.meeting_id == meeting_id, Registration.state == S.WAITING, or_(*earlier)
    )
    return db.session.scalar(query) or 0


def _kept(result: DecisionResult, notes: Notes) -> DecisionResult:
    result.decision_id = notes.kept_id
    return result


def _approve(registration: Registration, actor: User) -> None:
    _expect(registration, S.PENDING, S.WAITING, S.DECLINED, S.CANCELLED)
    if registration.state is not S.PENDING:
        _expect_free_place(registration)
    waited = registration.state is S.WAITING
    act = "moved_up" if waited else "approved"
    change_state(registration, S.APPROVED, act=act, actor=actor, moved_up=waited)


def _move_up(registration: Registration, actor: User) -> None:
    _expect(registration, S.WAITING)
    _approve(registration, actor)


def _decline(registration: Registration, actor: User, reason: str) -> None:
    _expect(registration, S.PENDING, S.APPROVED, S.WAITING)
    change_state(registration, S.DECLINED, act="declined", actor=actor, reason=reason.strip())


def _cancel(registration: Registration, actor: User | None) -> None:
    _expect(registration, S.PENDING, S.APPROVED, S.WAITING)
    if actor is None and is_over(registration.meeting):
        raise MeetingOver
    change_state(registration, S.CANCELLED, act="cancelled", actor=actor, by_participant=actor is None)


def _reopen(registration: Registration, actor: User) -> None:
    _expect(registration, S.DECLINED, S.CANCELLED)
    rules = rules_of(registration.meeting_id)
    room = places(registration.meeting_id, rules)[registration.mode].has_place
    change_state(registration, state_by_rules(rules, room), act="reopened", actor=actor)


def _expect(registration: Registration, *states: RegistrationState) -> None:
    if registration.state not in states:
        raise WrongState(registration.state)


def _expect_free_place(registration: Registration) -> None:
    if places(registration.meeting_id)[registration.mode].is_full:
        raise NoPlaceLeft(registration.mode)
