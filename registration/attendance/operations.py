"""Recording who was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from accounts.models import User
from foundation import audit
from foundation.clock import now
from foundation.database import writing
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.attendance.half_days import HalfDayOf
from registration.attendance.queries import registration_by_code
from registration.enums import AttendanceSource, RegistrationState
from registration.models.attendance import Attendance
from registration.models.registrations import Registration
from registration.reading.registrations import NoSuchRegistration


class NotApproved(Exception):
    """Only approved people are recorded; `registration` says who it is and in what state."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.id)
        self.registration = registration


@dataclass(frozen=True)
class Recorded:
    """Somebody is on record: `is_new` by this act, else since `arrived_at` (UTC)."""

    registration: Registration
    mode: Mode
    arrived_at: datetime
    is_new: bool


def tick(meeting: Meeting, registration_id: int, half_day: HalfDayOf, actor: User | None) -> Recorded:
    """Record that somebody is there, in the mode registered for; a second tick changes nothing.

    Raises:
        NoSuchRegistration: not one of this meeting's.
        NotApproved: pending, waiting, declined or cancelled.
    """
    with writing() as session:
        registration = _own(session, meeting, registration_id)
        return _record(session, registration, half_day, registration.mode, AttendanceSource.TICK, actor)


def check_in(meeting: Meeting, code: str, half_day: HalfDayOf, actor: User | None) -> Recorded:
    """Record whose code was scanned or typed at the door as there in person, whatever mode was registered for.

    Raises:
        UnknownCode, OtherMeeting, SeveralPeople: as `queries.registration_by_code`.
        NotApproved: pending, waiting, declined or cancelled.
    """
    with writing() as session:
        registration = registration_by_code(audit.id_of(meeting), code)
        return _record(session, registration, half_day, Mode.IN_PERSON, AttendanceSource.QR_SCAN, actor)


def untick(meeting: Meeting, registration_id: int, half_day: HalfDayOf, actor: User | None) -> bool:
    """Take back that somebody is there; False when nothing was recorded.

    Raises:
        NoSuchRegistration: not one of this meeting's.
    """
    with writing() as session:
        registration = _own(session, meeting, registration_id)
        removed = session.execute(
            delete(Attendance)
            .where(
                Attendance.registration_id == registration_id,
                Attendance.day == half_day.day,
                Attendance.half_day == half_day.half,
            )
            .returning(Attendance.mode)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()
        if removed is None:
            return False
        audit.record("unticked", registration, actor=actor, changes={half_day.key: (Mode(removed), None)})
    return True


def _own(session: Session, meeting: Meeting, registration_id: int) -> Registration:
    registration = session.get(Registration, registration_id)
    if registration is None or registration.meeting_id != audit.id_of(meeting):
        raise NoSuchRegistration(registration_id)
    return registration


def _record(
    session: Session,
    registration: Registration,
    half_day: HalfDayOf,
    mode: Mode,
    source: AttendanceSource,
    actor: User | None,
) -> Recorded:
    # Read under a lock of the row: whoever decides on the person or erases them now waits, other doors do not.
    state = session.scalar(
        select(Registration.state).where(Registration.id == registration.id).with_for_update(read=True)
    )
    if state is None:
        raise NoSuchRegistration(registration.id)
    if state is not RegistrationState.APPROVED:
        raise NotApproved(registration)
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    arrived_at = now()
    # Two doors tick the same person at once: the constraint lets one row in and nobody sees an error.
    added = session.execute(
        insert(Attendance)
        .values(
            meeting_id=registration.meeting_id,
            registration_id=registration.id,
            day=half_day.day,
            half_day=half_day.half,
            mode=mode,
            source=source,
            arrived_at=arrived_at,
            recorded_by_id=audit.id_of(actor) if actor is not None else None,
        )
        .on_conflict_do_nothing(index_elements=["registration_id", "day", "half_day"])
        .returning(Attendance.id)
    ).scalar_one_or_none()
    if added is None:
        earlier = session.scalars(
            select(Attendance).where(
                Attendance.registration_id == registration.id,
                Attendance.day == half_day.day,
                Attendance.half_day == half_day.half,
            )
        ).one()
        return Recorded(registration, earlier.mode, earlier.arrived_at, is_new=False)
    act = "ticked" if source is AttendanceSource.TICK else "checked_in"
    audit.record(act, registration, actor=actor, changes={half_day.key: (None, mode)})
    return Recorded(registration, mode, arrived_at, is_new=True)
