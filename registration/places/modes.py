"""Places: counted under a lock, given in order, and given on when they become free.

Hazard: whoever gives or frees a place must hold the lock of its mode *before* reading anything the decision rests on.
Locks are therefore named in the one `writing(*locks)` of the act. An act whose mode is known only after reading takes
the locks of both modes.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from foundation.database import db
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchMeeting
from meetings.reading.snapshots import in_version
from registration.enums import HOLDS_PLACE, ApprovalMode, RegistrationState
from registration.models.registrations import Registration
from registration.models.rules import RegistrationRules

_HELD_BY = Registration.meeting_id == bindparam("meeting")
_STANDING = (
    select(
        Meeting.version,
        RegistrationRules,
        select(func.count())
        .where(_HELD_BY, Registration.mode == bindparam("mode"), Registration.state.in_(HOLDS_PLACE))
        .scalar_subquery(),
        select(func.count())
        .where(_HELD_BY, Registration.mode == bindparam("mode"), Registration.state == RegistrationState.WAITING)
        .scalar_subquery(),
        select(func.count()).where(_HELD_BY, Registration.email_key == bindparam("address")).scalar_subquery(),
    )
    .outerjoin(RegistrationRules, RegistrationRules.meeting_id == Meeting.id)
    .where(Meeting.id == bindparam("meeting"), Meeting.deleted_at.is_(None))
)
_COUNTS = (
    select(
        Registration.mode,
        func.count().filter(Registration.state.in_(HOLDS_PLACE)),
        func.count().filter(Registration.state == RegistrationState.WAITING),
        func.count().filter(Registration.state == RegistrationState.PENDING),
    )
    .where(
        Registration.meeting_id == bindparam("meeting"),
        Registration.state.in_((*HOLDS_PLACE, RegistrationState.WAITING)),
    )
    .group_by(Registration.mode)
)


@dataclass(frozen=True)
class Places:
    """The places of a meeting in one mode; `capacity` None means without limit.

    `undecided` says how many of those taken are held by registrations that nobody has decided on yet.
    """

    capacity: int | None
    taken: int = 0
    waiting: int = 0
    undecided: int = 0

    @property
    def free(self) -> int | None:
        """Places nobody holds; None: without limit. Never negative, even after a capacity was lowered."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether every place is held."""
        return self.free == 0

    @property
    def has_place(self) -> bool:
        """Whether somebody new gets a place: one is free, and nobody waits for it already."""
        return not self.is_full and self.waiting == 0


def place_locks(meeting_id: int, *modes: Mode) -> tuple[str, ...]:
    """Names of the locks that guard the places of `modes`; of both modes when none is given."""
    return tuple(sorted(f"places:{meeting_id}:{mode.value}" for mode in modes or tuple(Mode)))


def rules_of(meeting_id: int) -> RegistrationRules:
    """How the meeting takes registrations; defaults, not in the database, when nothing was set."""
    rules = db.session.get(RegistrationRules, meeting_id)
    return rules or _usual_rules(meeting_id)


@dataclass(frozen=True)
class Availability:
    """What somebody who registers finds: all that the decision rests on, read under the lock by one statement."""

    meeting: Meeting
    rules: RegistrationRules
    places: Places
    known: int


def availability(meeting: Meeting, mode: Mode, address: str) -> Availability:
    """The meeting, its rules, the places of a mode, and how many registrations an address (`email_key`) has.

    Raises:
        NoSuchMeeting: it has been deleted meanwhile.
    """
    found = db.session.execute(_STANDING, {"meeting": meeting.id, "mode": mode, "address": address}).first()
    if found is None:
        raise NoSuchMeeting(meeting.code)
    version, rules, taken, waiting, known = found
    rules = rules or _usual_rules(meeting.id)
    return Availability(in_version(meeting, version), rules, Places(rules.capacity(mode), taken, waiting), known)


def _usual_rules(meeting_id: int) -> RegistrationRules:
    return RegistrationRules(meeting_id=meeting_id, approval=ApprovalMode.BY_HAND, form_version=1)


def places(meeting_id: int, rules: RegistrationRules | None = None) -> dict[Mode, Places]:
    """The places of each mode, in one count. Without the locks it is a snapshot to show, not to decide on."""
    rules = rules or rules_of(meeting_id)
    rows = db.session.execute(_COUNTS, {"meeting": meeting_id})
    counted = {mode: numbers for mode, *numbers in rows}
    return {mode: Places(rules.capacity(mode), *counted.get(mode, ())) for mode in Mode}


def has_place(meeting_id: int, mode: Mode) -> bool:
    """Whether somebody new would get a place in `mode`; decide on it only under the lock of the mode."""
    return places(meeting_id)[mode].has_place
