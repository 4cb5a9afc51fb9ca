"""Who is registered in the demo, and who may sign in."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Membership, User
from accounts.passwords import password_matches
from demo.accounts import DEMO_PASSWORD, demo_accounts
from foundation.database import db
from meetings.enums import Mode
from meetings.reading.meetings import meeting_by_code
from outbox.models import OutboxMessage
from registration.enums import ApprovalMode, RegistrationState
from registration.models.attendance import Attendance
from registration.models.registrations import Registration
from registration.places.modes import places, rules_of
from registration.reading.window import window_of


def _registrations(code: str) -> list[Registration]:
    query = select(Registration).where(Registration.meeting_id == meeting_by_code(code).id)
    return list(db.session.scalars(query.order_by(Registration.id)))


@pytest.mark.parametrize("code", ["TIN-API-NEXT", "WG2-NEXT"])
def test_next_edition_has_forty_registrations_in_every_state(demo: Flask, code: str) -> None:
    registrations = _registrations(code)

    assert len(registrations) == 40
    assert {registration.state for registration in registrations} == set(RegistrationState)
    assert {registration.mode for registration in registrations} == set(Mode)


@pytest.mark.parametrize("code", ["TIN-API-NEXT", "WG2-NEXT"])
def test_nobody_waits_while_a_place_is_free(demo: Flask, code: str) -> None:
    by_mode = places(meeting_by_code(code).id)

    assert [mode for mode in Mode if by_mode[mode].waiting and not by_mode[mode].is_full] == []
    assert [mode for mode in Mode if (by_mode[mode].free or 0) < 0] == []
    assert by_mode[Mode.IN_PERSON].waiting == 4
    assert by_mode[Mode.REMOTE].has_place


@pytest.mark.parametrize("code", ["TIN-API-NEXT", "WG2-NEXT"])
def test_those_who_wait_came_after_the_last_place_was_taken(demo: Flask, code: str) -> None:
    in_person = [row for row in _registrations(code) if row.mode is Mode.IN_PERSON]
    waiting = [row.waiting_since for row in in_person if row.waiting_since]
    holding = [row.registered_at for row in in_person if row.state in ("approved", "pending")]

    assert max(holding) < min(waiting)


def test_next_editions_are_open_and_approve_differently(demo: Flask) -> None:
    tin_api, wg2 = meeting_by_code("TIN-API-NEXT"), meeting_by_code("WG2-NEXT")

    assert window_of(tin_api).is_open
    assert window_of(wg2).is_open
    assert rules_of(tin_api.id).approval is ApprovalMode.BY_HAND
    assert rules_of(wg2.id).approval is ApprovalMode.AUTOMATIC


def test_who_is_declined_reads_why(demo: Flask) -> None:
    registrations = db.session.scalars(select(Registration)).all()

    assert {bool(row.reason) for row in registrations if row.state is RegistrationState.DECLINED} == {True}
    assert {bool(row.reason) for row in registrations if row.state is not RegistrationState.DECLINED} == {False}


def test_today_sixty_are_in_the_room_and_a_hundred_remote_from_fifteen_countries(demo: Flask) -> None:
    registrations = _registrations("TIN-API-TODAY")

    assert Counter((row.state, row.mode) for row in registrations) == {
        (RegistrationState.APPROVED, Mode.IN_PERSON): 60,
        (RegistrationState.APPROVED, Mode.REMOTE): 100,
    }
    assert len({row.country_code for row in registrations if row.country_code}) == 15
    assert not window_of(meeting_by_code("TIN-API-TODAY")).is_open


def test_some_are_in_the_room_this_morning(demo: Flask) -> None:
    meeting = meeting_by_code("TIN-API-TODAY")
    attendances = db.session.scalars(select(Attendance)).all()

    assert len(attendances) == 41
    assert {(row.meeting_id, row.day, row.half_day.value) for row in attendances} == {
        (meeting.id, meeting.starts_on, "morning")
    }


def test_participants_are_different_people_with_example_addresses(demo: Flask) -> None:
    registrations = db.session.scalars(select(Registration)).all()

    assert len(registrations) == 240
    assert len({row.email_key for row in registrations}) == 240
    assert len({(row.given_name, row.family_name) for row in registrations}) == 240
    assert all(row.email.endswith("@example.org") and row.email.isascii() for row in registrations)
    assert len({row.country_code for row in registrations if row.country_code}) >= 20


def test_names_come_in_latin_in_arabic_and_in_both_scripts(demo: Flask) -> None:
    registrations = db.session.scalars(select(Registration)).all()
    scripts = Counter(tuple(sorted(row.printed_name)) for row in registrations)

    assert set(scripts) == {("ar",), ("en",), ("ar", "en")}
    assert min(scripts.values()) >= 40
    assert {row.language for row in registrations} == {"en", "ar", "fr"}


def test_an_arabic_name_is_found_without_its_hamza(demo: Flask) -> None:
    [row, *_] = [row for row in _registrations("TIN-API-TODAY") if "أحمد" in row.given_name]

    assert "احمد" in row.search_key


def test_needs_are_asked_of_those_in_the_room_only(demo: Flask) -> None:
    needing = [row for row in db.session.scalars(select(Registration)) if row.needs]

    assert len(needing) >= 5
    assert {row.mode for row in needing} == {Mode.IN_PERSON}


def test_no_mail_is_owed_for_the_demo(demo: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_demo_accounts_enter_both_teams_with_their_role(demo: Flask) -> None:
    emails = [email for email, _label in demo_accounts()]
    users = {user.email: user for user in db.session.scalars(select(User))}
    memberships = db.session.scalars(select(Membership)).all()

    assert sorted(users) == sorted(emails)
    assert all(password_matches(user.password_hash, DEMO_PASSWORD) for user in users.values())
    assert [email for email, user in users.items() if user.is_admin] == ["admin@example.org"]
    assert Counter(membership.role.value for membership in memberships) == dict.fromkeys(
        ("owner", "organiser", "assistant", "check_in", "viewer"), 2
    )
