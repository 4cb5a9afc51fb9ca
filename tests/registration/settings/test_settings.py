"""The one page of settings, and what is said to those who wait although places are free (case 15)."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from foundation.database import db
from foundation.translated import Translations
from meetings.breakouts.operations import add_group
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from outbox.rendering import render
from registration.enums import ApprovalMode
from registration.enums import RegistrationState as S
from registration.models.registrations import Registration
from registration.places.modes import rules_of
from tests.factories import make_item, make_meeting, make_registration, make_rules, make_user, sign_in
from tests.registration.samples import form, mails

SETTINGS = "/manage/WG/registrations/settings"
BY_HAND = {"approval": "by_hand", "capacity_in_person": "6", "capacity_remote": ""}


@pytest.fixture
def meeting(app) -> Meeting:
    return make_meeting(code="WG")


def test_all_of_registration_is_set_on_one_page(client: FlaskClient, meeting: Meeting) -> None:
    item = make_item(meeting)
    add_group(meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Group one"))
    sign_in(client, make_user("organiser", meeting.team))
    shown = client.get(SETTINGS).text
    assert 'name="meeting-takes_registrations"' in shown

    typed = BY_HAND | {
        "meeting-takes_registrations": "y",
        "meeting-registration_opens": "2030-01-01T09:00",
        "meeting-registration_closes": "2030-02-20T17:00",
        "meeting-choosing": str(item.id),
    }
    assert client.post(SETTINGS, data=typed).status_code == 303

    db.session.expire_all()
    saved = db.session.get(Meeting, meeting.id)
    assert saved.registration_closes == datetime.fromisoformat("2030-02-20T17:00")
    assert rules_of(meeting.id).capacity_in_person == 6
    assert db.session.get(AgendaItem, item.id).groups_are_chosen
    assert 'value="2030-02-20T17:00"' in client.get(SETTINGS).text


def test_nothing_is_saved_of_settings_that_cannot_be(client: FlaskClient, meeting: Meeting) -> None:
    sign_in(client, make_user("organiser", meeting.team))
    wrong = {"meeting-registration_opens": "2030-02-20T17:00", "meeting-registration_closes": "2030-01-01T09:00"}
    answer = client.post(SETTINGS, data=BY_HAND | wrong)
    assert answer.status_code == 422
    assert "Registration closes before it opens." in answer.text
    assert rules_of(meeting.id).capacity_in_person is None


def test_who_may_not_edit_the_meeting_sets_places_only(client: FlaskClient, meeting: Meeting) -> None:
    sign_in(client, make_user("assistant", meeting.team))
    page = client.get(SETTINGS).text
    assert "meeting-takes_registrations" not in page
    assert "Registration is open until" in page

    assert client.post(SETTINGS, data=BY_HAND).status_code == 303

    db.session.expire_all()
    assert db.session.get(Meeting, meeting.id).takes_registrations
    assert rules_of(meeting.id).capacity_in_person == 6


def test_what_was_sent_to_the_old_address_goes_along(client: FlaskClient, meeting: Meeting) -> None:
    sign_in(client, make_user("assistant", meeting.team))
    answer = client.post("/manage/WG/registrations/rules", data=BY_HAND)
    assert (answer.status_code, answer.location) == (308, SETTINGS)


def test_places_raised_by_hand_are_told_to_the_team_and_truly_to_who_comes_next(
    client: FlaskClient, meeting: Meeting
) -> None:
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    make_registration(meeting, state=S.APPROVED)
    for _each in range(2):
        make_registration(meeting, state=S.WAITING)
    sign_in(client, make_user("assistant", meeting.team))

    saved = client.post(SETTINGS, data=BY_HAND, follow_redirects=True).text

    told = "5 places in the room are free, and 2 people wait: move them up"
    assert told in saved
    assert told in client.get("/manage/WG").text
    assert told in client.get("/manage/WG/registrations?state=approved").text
    shown = client.get("/e/WG/en/register").text
    assert "All places are taken" not in shown
    assert "Others are waiting for a place" in shown
    client.post("/e/WG/en/register", data=form())
    fourth = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
    assert fourth.state is S.WAITING
    owed = mails()[-1]
    mail = render(owed.template, owed.language, owed.values, recipient=owed.recipient, reply_to=owed.reply_to)
    assert "All places are taken" not in mail.text
    assert "waiting list" in mail.text
