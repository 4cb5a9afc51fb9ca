"""Registrations of the demo meetings, as rows, with the trail that real ones would have left.

No mail is owed for them. Nobody waits while a place is free: those who wait came after the last place was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from accounts.models import User
from demo.building import add_trace
from demo.content import said
from demo.participants import People
from foundation import clock
from foundation.translated import Translations
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.enums import AttendanceSource, HalfDay, RegistrationSource, RegistrationState
from registration.models.attendance import Attendance
from registration.models.registrations import Registration
from registration.people.entries import new_registration

APPROVED, PENDING, WAITING, DECLINED, CANCELLED = (
    RegistrationState.APPROVED,
    RegistrationState.PENDING,
    RegistrationState.WAITING,
    RegistrationState.DECLINED,
    RegistrationState.CANCELLED,
)
IN_PERSON, REMOTE = Mode.IN_PERSON, Mode.REMOTE

REASONS: tuple[Translations, ...] = (
    said(
        "Each institution is represented by two people, and your institution has named others.",
        "تُمثَّل كل مؤسسة بشخصين، وقد سمّت مؤسستكم مشاركين آخرين.",
        "Chaque institution est représentée par deux personnes, et la vôtre en a désigné d’autres.",
    ),
    said(
        "The meeting is for invited institutions. Its documents will be published afterwards.",
        "يقتصر الاجتماع على المؤسسات المدعوة، وستُنشر وثائقه بعد انعقاده.",
        "La réunion est réservée aux institutions invitées. Ses documents seront publiés par la suite.",
    ),
    said(
        "We could not confirm your registration with the institution you name.",
        "تعذّر علينا تأكيد تسجيلكم لدى المؤسسة التي ذكرتموها.",
        "Nous n’avons pas pu confirmer votre inscription auprès de l’institution indiquée.",
    ),
)


@dataclass(frozen=True)
class Batch:
    """So many people in one state and mode, one after the other."""

    count: int
    state: RegistrationState
    mode: Mode


@dataclass(frozen=True)
class Intake:
    """How people came to a meeting: their countries in turn, in batches, between two instants (UTC)."""

    countries: tuple[str, ...]
    batches: tuple[Batch, ...]
    since: datetime
    until: datetime
    decided_automatically: bool = False


def register(session: Session, meeting: Meeting, people: People, intake: Intake, assistant: User) -> list[Registration]:
    """Add the registrations of an intake in the order of its batches, flushed."""
    wanted = [batch for batch in intake.batches for _ in range(batch.count)]
    step = (intake.until - intake.since) / (len(wanted) + 1)
    rows = []
    for number, (batch, country) in enumerate(zip(wanted, cycle(intake.countries), strict=False)):
        at = intake.since + step * (number + 1)
        on_behalf = number % 13 == 5 and batch.state is APPROVED
        row = new_registration(
            people.entry(country, batch.mode),
            meeting_id=meeting.id,
            state=batch.state,
            form_version=1,
            source=RegistrationSource.ON_BEHALF if on_behalf else RegistrationSource.SELF,
            registered_at=at,
            consented_at=None if on_behalf else at,
            waiting_since=at if batch.state is WAITING else None,
        )
        _decide(row, number, at, intake, assistant)
        rows.append(row)
    session.add_all(rows)
    session.flush()
    for row in rows:
        _trace(session, meeting, row, assistant)
    return rows


def tick_morning(session: Session, meeting: Meeting, present: list[Registration], recorder: User) -> None:
    """Record that people were in the room on the morning of the first day, from half past eight on."""
    opening = datetime.combine(meeting.starts_on, time(8, 30), ZoneInfo(meeting.zone)).astimezone(UTC)
    for number, registration in enumerate(present):
        scanned = number % 3 != 0
        session.add(
            Attendance(
                meeting_id=meeting.id,
                registration_id=registration.id,
                day=meeting.starts_on,
                half_day=HalfDay.MORNING,
                mode=registration.mode,
                source=AttendanceSource.QR_SCAN if scanned else AttendanceSource.TICK,
                arrived_at=min(opening + timedelta(seconds=75 * number), clock.now()),
                recorded_by_id=recorder.id,
            )
        )


def _decide(row: Registration, number: int, at: datetime, intake: Intake, assistant: User) -> None:
    automatic = intake.decided_automatically and row.state is APPROVED
    if row.state in (PENDING, WAITING):
        return
    if automatic or row.source is RegistrationSource.ON_BEHALF:
        row.decided_at = at
    else:
        row.decided_at = min(at + timedelta(hours=5 + number % 40), intake.until)
    if row.state is DECLINED:
        row.reason = REASONS[number % len(REASONS)].text(row.language)
    if row.state is not CANCELLED and not automatic:
        row.decided_by_id = assistant.id
    if row.state is APPROVED:
        row.invited_at = row.decided_at


def _trace(session: Session, meeting: Meeting, row: Registration, assistant: User) -> None:
    on_behalf = row.source is RegistrationSource.ON_BEHALF
    decided_later = row.decided_at is not None and row.decided_at > row.registered_at
    first = PENDING if decided_later else row.state
    add_trace(
        session,
        row,
        "registered_on_behalf" if on_behalf else "registered",
        row.registered_at,
        {"state": [None, first.value], "mode": [None, row.mode.value]},
        actor=assistant if on_behalf else None,
        meeting_id=meeting.id,
        by_participant=not on_behalf,
    )
    if decided_later:
        by_participant = row.state is CANCELLED
        changes = {"state": [first.value, row.state.value]}
        if row.reason:
            changes["reason"] = ["", row.reason]
        add_trace(
            session,
            row,
            row.state.value,
            row.decided_at,
            changes,
            actor=None if by_participant else assistant,
            meeting_id=meeting.id,
            by_participant=by_participant,
        )
