"""Somebody who has not registered stands at the door."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.permissions import Role
from foundation.clock import frozen_at
from foundation.database import db
from meetings.enums import Mode
from registration.enums import RegistrationState
from registration.models.attendance import Attendance
from registration.models.registrations import Registration
from registration.models.rules import RegistrationRules
from tests.factories import make_meeting, make_user, sign_in
from tests.registration.samples import form

MORNING = datetime(2030, 2, 27, 7, tzinfo=UTC)  # 10:00 in Amman
WALK_IN = "/manage/TIN-API/attendance/walk-in?half_day=2030-02-27.morning"
DOOR = "/manage/TIN-API/attendance/check-in?half_day=2030-02-27.morning"


@pytest.fixture
def meeting(app: Flask, client: FlaskClient):
    meeting = make_meeting(code="TIN-API", title={"en": "Identity", "ar": "الهوية"})
    with frozen_at(MORNING):
        sign_in(client, make_user(Role.ASSISTANT, meeting.team))
        yield meeting


def test_who_stands_at_the_door_is_registered_and_checked_in(client: FlaskClient, meeting) -> None:
    assert WALK_IN in client.get(DOOR).text
    assert '"in_person"' in client.get(WALK_IN).text

    response = client.post(WALK_IN, data=form(approve="y"))

    assert (response.status_code, response.location) == (303, DOOR)
    assert "Layla Mansour is registered and checked in." in client.get(DOOR).text
    person = db.session.scalars(select(Registration)).one()
    there = db.session.scalars(select(Attendance)).one()
    assert (person.state, there.registration_id, there.mode) == (RegistrationState.APPROVED, person.id, Mode.IN_PERSON)


def test_a_full_room_lets_nobody_in_and_says_so(client: FlaskClient, meeting) -> None:
    db.session.add(RegistrationRules(meeting_id=meeting.id, capacity_in_person=0))
    db.session.commit()

    assert client.post(WALK_IN, data=form(approve="y")).location == DOOR

    assert "Layla Mansour is registered, but not checked in: Waiting list." in client.get(DOOR).text
    assert db.session.scalars(select(Attendance)).all() == []


def test_check_in_staff_register_nobody(client: FlaskClient, meeting) -> None:
    sign_in(client, make_user(Role.CHECK_IN, meeting.team))

    assert "walk-in" not in client.get(DOOR).text
    assert client.post(WALK_IN, data=form(approve="y")).status_code == 403
