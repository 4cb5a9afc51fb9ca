"""Two acts on one person at the same moment hold one lock: none is lost, none fails half-way."""

from __future__ import annotations

from datetime import date
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from foundation.database import db
from meetings.models.meeting import Meeting
from registration.attendance.half_days import HalfDayOf
from registration.attendance.operations import NotApproved, tick
from registration.enums import HalfDay, RegistrationState
from registration.errors import WrongState
from registration.models.registrations import Registration
from registration.people import changing
from registration.people.changing import correct, new_personal_link
from registration.people.deciding import cancel
from registration.people.erasing import erase
from registration.reading.registrations import NoSuchRegistration
from tests.factories import make_meeting, make_registration, make_rules, make_user
from tests.registration.samples import entry
from tests.threads import at_once
from tests.waiting import PATIENCE

again = pytest.mark.parametrize("turn", range(3))
GONE = {ObjectDeletedError, StaleDataError, NoSuchRegistration}
"""What tells that somebody else has erased the record meanwhile."""


@pytest.fixture
def person(app: Flask) -> tuple[int, int, int]:
    """An approved person: their meeting, their record and who works on it."""
    meeting = make_meeting()
    make_rules(meeting)
    registration = make_registration(meeting, state=RegistrationState.APPROVED)
    ids = meeting.id, registration.id, make_user(is_admin=True).id
    db.session.rollback()
    return ids


def _load(person: tuple[int, int, int]):  # type: ignore[no-untyped-def]
    from accounts.models import User

    meeting_id, registration_id, user_id = person
    registration = db.session.get(Registration, registration_id)
    if registration is None:
        raise NoSuchRegistration(registration_id)
    return db.session.get_one(Meeting, meeting_id), registration, db.session.get_one(User, user_id)


@again
def test_each_new_link_ends_the_one_before(app: Flask, person: tuple[int, int, int], turn: int) -> None:
    def replace() -> None:
        _meeting, registration, user = _load(person)
        new_personal_link(registration, actor=user)

    before = db.session.get_one(Registration, person[1]).link_generation
    assert at_once(app, [replace] * 4) == []
    assert db.session.get_one(Registration, person[1]).link_generation == before + 4


def test_without_the_lock_of_the_person_a_new_link_would_be_lost(
    app: Flask, person: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer, whatever is locked")
    both_have_read = Barrier(2)
    really = changing.audit.record

    def slowly(*arguments, **more):  # type: ignore[no-untyped-def]
        both_have_read.wait(PATIENCE)
        really(*arguments, **more)

    monkeypatch.setattr(changing, "place_locks", lambda *_arguments: ())
    monkeypatch.setattr(changing.audit, "record", slowly)

    def replace() -> None:
        with db.session.no_autoflush:
            _meeting, registration, user = _load(person)
            new_personal_link(registration, actor=user)

    before = db.session.get_one(Registration, person[1]).link_generation
    at_once(app, [replace] * 2)
    assert db.session.get_one(Registration, person[1]).link_generation == before + 1


@again
def test_correcting_and_erasing_at_once_leave_nothing_half_done(
    app: Flask, person: tuple[int, int, int], turn: int
) -> None:
    def change() -> None:
        _meeting, registration, user = _load(person)
        correct(registration, entry(), actor=user)

    def forget() -> None:
        _meeting, registration, user = _load(person)
        erase(registration, actor=user)

    raised = at_once(app, [change, forget, change])
    assert {type(error) for error in raised} <= GONE
    assert db.session.get(Registration, person[1]) is None


@again
def test_ticking_and_erasing_or_cancelling_at_once_are_told_apart(
    app: Flask, person: tuple[int, int, int], turn: int
) -> None:
    def arrive() -> None:
        meeting, registration, user = _load(person)
        tick(meeting, registration.id, HalfDayOf(date(2030, 1, 1), HalfDay.MORNING), user)

    def forget() -> None:
        _meeting, registration, user = _load(person)
        erase(registration, actor=user)

    def decline() -> None:
        _meeting, registration, user = _load(person)
        cancel(registration, actor=user)

    raised = at_once(app, [arrive, forget, arrive, decline])
    assert {type(error) for error in raised} <= GONE | {NotApproved, WrongState}
