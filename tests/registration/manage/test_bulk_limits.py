"""Bulk acts on ids that no page of ours offers."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registration.enums import RegistrationState
from tests.factories import make_meeting, make_registration, make_user, sign_in


@pytest.mark.parametrize("field", ["id", "approve_one", "move_up_one"])
def test_key_larger_than_any_is_nobody(app: Flask, client: FlaskClient, field: str) -> None:
    meeting = make_meeting()
    sign_in(client, make_user("assistant", meeting.team))
    response = client.post(f"/manage/{meeting.code}/registrations/bulk", data={"act": "approve", field: "9" * 40})
    assert response.status_code == 303


def test_more_keys_than_a_statement_holds_approve_those_there_are(app: Flask, client: FlaskClient) -> None:
    meeting = make_meeting()
    person = make_registration(meeting)
    sign_in(client, make_user("assistant", meeting.team))
    keys = [person.id, *[person.id] * 5, *range(1_000_000, 1_015_000)]
    client.post(f"/manage/{meeting.code}/registrations/bulk", data={"act": "approve", "id": keys})
    assert person.state is RegistrationState.APPROVED


def test_people_of_another_team_are_left_alone(app: Flask, client: FlaskClient) -> None:
    meeting, other = make_meeting(), make_meeting()
    stranger = make_registration(other)
    sign_in(client, make_user("owner", meeting.team))
    client.post(f"/manage/{meeting.code}/registrations/bulk", data={"act": "approve", "id": [stranger.id]})
    assert stranger.state is RegistrationState.PENDING
