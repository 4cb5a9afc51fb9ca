"""Loading the demo: once, without mail, and never into the future."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import func, select

from accounts.models import Team, User
from demo.loading import load_demo
from foundation.clock import frozen_at
from foundation.database import db
from meetings.models.meeting import Meeting
from outbox.models import OutboxMessage
from registration.models.attendance import Attendance
from registration.models.registrations import Answer, Registration

TABLES = (User, Team, Meeting, Registration, Answer, Attendance)


def _counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_loading_twice_changes_nothing_and_owes_no_mail(app: Flask) -> None:
    load_demo()
    before = _counts()

    load_demo()

    assert _counts() == before
    assert all(before)
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_nothing_has_happened_in_the_future(app: Flask) -> None:
    night = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    with frozen_at(night):
        load_demo()

    registrations = db.session.scalars(select(Registration)).all()
    attendances = db.session.scalars(select(Attendance)).all()
    assert max(row.registered_at for row in registrations) < night
    assert max(row.decided_at for row in registrations if row.decided_at) < night
    assert max(row.arrived_at for row in attendances) <= night
