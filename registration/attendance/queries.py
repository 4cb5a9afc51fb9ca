"""Reading who was there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from foundation.database import db
from foundation.mailboxes import NotAnAddress, mailbox
from foundation.normalising import search_words
from meetings.enums import Mode
from registration.attendance.half_days import HalfDayOf
from registration.enums import RegistrationState
from registration.models.attendance import Attendance
from registration.models.registrations import Registration
from registration.reading.links import CHECK_IN, registration_by_token
from registration.reading.ordering import by_name

PER_PAGE = 200

_IN_ADDRESS = re.compile(r"/c/([^/?#\s]+)")


class UnknownCode(Exception):
    """No registration of this meeting belongs to what was scanned or typed, or its code has been replaced."""


class OtherMeeting(Exception):
    """A valid code, of another meeting; whose it is stays untold."""


class SeveralPeople(Exception):
    """More than one person registered with the address that was typed."""


@dataclass(frozen=True)
class AttendanceFilter:
    """Which people the list shows: words to find, a mode, and `present` or `absent`; empty means all."""

    words: str = ""
    mode: Mode | None = None
    presence: str = ""


@dataclass(frozen=True)
class AttendanceRow:
    """One person of the list; `attendance` is None while the person has not been recorded."""

    registration: Registration
    attendance: Attendance | None


@dataclass(frozen=True)
class AttendancePage:
    """One page of the list; `page` counts from 1. `absent` and `present` count whom the rest of the filter fits."""

    rows: list[AttendanceRow]
    absent: int
    present: int
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class AttendanceCount:
    """How many were there and how many are approved, per mode."""

    in_person: int = 0
    in_person_expected: int = 0
    remote: int = 0
    remote_expected: int = 0


def people(
    meeting_id: int, half_day: HalfDayOf, shown: AttendanceFilter, page: int = 1, per_page: int = PER_PAGE
) -> AttendancePage:
    """Approved people, and whoever was recorded before losing that state: in the room first; two statements."""
    fit = (Registration.meeting_id == meeting_id, *_conditions(shown))
    counting = select(func.count(Registration.id), func.count(Attendance.id)).outerjoin(Attendance, _at(half_day))
    everybody, present = db.session.execute(counting.where(*fit)).one()
    total = {"present": present, "absent": everybody - present}.get(shown.presence, everybody)
    listed = select(Registration, Attendance).outerjoin(Attendance, _at(half_day)).where(*fit, *_presence(shown))
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    mode = func.coalesce(Attendance.mode, Registration.mode)
    ordered = listed.order_by(mode, *by_name()).limit(per_page)
    rows = db.session.execute(ordered.offset((page - 1) * per_page))
    found = [AttendanceRow(registration, attendance) for registration, attendance in rows]
    return AttendancePage(found, everybody - present, present, total, page, pages)


def person(meeting_id: int, registration_id: int, half_day: HalfDayOf) -> AttendanceRow | None:
    """One row of the list, whatever the state; None when the meeting has no such registration."""
    found = db.session.execute(
        select(Registration, Attendance)
        .outerjoin(Attendance, _at(half_day))
        .where(Registration.meeting_id == meeting_id, Registration.id == registration_id)
    ).one_or_none()
    return None if found is None else AttendanceRow(*found)


def count(meeting_id: int, half_day: HalfDayOf) -> AttendanceCount:
    """The count of one half-day; two statements."""
    expected = _per_mode(
        select(Registration.mode, func.count())
        .where(Registration.meeting_id == meeting_id, Registration.state == RegistrationState.APPROVED)
        .group_by(Registration.mode)
    )
    there = _per_mode(
        select(Attendance.mode, func.count())
        .where(
            Attendance.meeting_id == meeting_id,
            Attendance.day == half_day.day,
            Attendance.half_day == half_day.half,
        )
        .group_by(Attendance.mode)
    )
    return AttendanceCount(
        in_person=there.get(Mode.IN_PERSON, 0),
        in_person_expected=expected.get(Mode.IN_PERSON, 0),
        remote=there.get(Mode.REMOTE, 0),
        remote_expected=expected.get(Mode.REMOTE, 0),
    )


def registration_by_code(meeting_id: int, text: str) -> Registration:
    """Whose confirmation was scanned or typed: the address in the QR code, its token, a reference or an e-mail.

    Raises:
        UnknownCode: nobody's, or a code that has been replaced.
        OtherMeeting: a valid code of another meeting.
        SeveralPeople: an e-mail address under which several people registered.
    """
    text = "".join(letter for letter in unquote(text.strip()[:2000]) if letter.isprintable())
    if "@" in text and "/" not in text:
        return _by_email(meeting_id, text)
    in_address = _IN_ADDRESS.search(text)
    token = in_address[1] if in_address else text
    if "." in token:
        found = registration_by_token(token, CHECK_IN)
        if found is not None and found.meeting_id != meeting_id:
            raise OtherMeeting
    else:
        reference = re.sub(r"[\s-]", "", token).upper()
        found = db.session.scalar(
            select(Registration).where(Registration.reference == reference, Registration.meeting_id == meeting_id)
        )
    if found is None:
        raise UnknownCode
    return found


def _by_email(meeting_id: int, text: str) -> Registration:
    try:
        address = mailbox(text).casefold()
    except NotAnAddress:
        raise UnknownCode from None
    found = list(
        db.session.scalars(
            select(Registration).where(Registration.meeting_id == meeting_id, Registration.email_key == address)
        )
    )
    approved = [one for one in found if one.state is RegistrationState.APPROVED]
    if len(approved) == 1 or len(found) == 1:
        return (approved or found)[0]
    raise SeveralPeople if found else UnknownCode


def _at(half_day: HalfDayOf) -> ColumnElement[bool]:
    return and_(
        Attendance.registration_id == Registration.id,
        Attendance.day == half_day.day,
        Attendance.half_day == half_day.half,
    )


def _conditions(shown: AttendanceFilter) -> list[ColumnElement[bool]]:
    conditions = [or_(Registration.state == RegistrationState.APPROVED, Attendance.id.is_not(None))]
    conditions += [Registration.search_key.contains(word, autoescape=True) for word in search_words(shown.words)]
    if shown.mode is not None:
        conditions.append(func.coalesce(Attendance.mode, Registration.mode) == shown.mode)
    return conditions


def _presence(shown: AttendanceFilter) -> list[ColumnElement[bool]]:
    conditions = {"present": Attendance.id.is_not(None), "absent": Attendance.id.is_(None)}
    return [conditions[shown.presence]] if shown.presence else []


def _per_mode(statement: Select[Mode, int]) -> dict[Mode, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}
