"""The personal page over HTTP, without scripts."""

from __future__ import annotations

import re

import pytest

from foundation.database import db, writing
from meetings.enums import MeetingState, Mode
from meetings.models.joining import ParticipationLink
from registration.enums import RegistrationState
from registration.people.registering import register
from registration.reading.links import another_token, check_in_token, manage_token
from tests.factories import make_meeting, make_registration, make_rules
from tests.registration.public_form.test_public_form import text
from tests.registration.samples import entry, form, registrations, templates

PNG = b"\x89PNG\r\n\x1a\n"


def page_of(registration, suffix=""):
    """The address of a personal page."""
    return f"/r/{manage_token(registration)}{suffix}"


def test_page_shows_everything_and_keeps_it_private(app, client):
    registration = register(make_meeting(), entry(needs="Ramp", position="Director"))

    response = client.get(page_of(registration))

    shown = text(response)
    for expected in ("Layla", registration.email, "Ministry of Digital Economy", "Director", "Jordan", "Ramp"):
        assert expected in shown
    assert "have yet to approve" in shown
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_page_speaks_the_persons_language_unless_another_is_asked(app, client):
    registration = make_registration(make_meeting(), language="ar")

    own, asked = client.get(page_of(registration)), client.get(page_of(registration, "?lang=en"))

    assert '<html lang="ar" dir="rtl">' in own.get_data(as_text=True)
    assert '<html lang="en" dir="ltr">' in asked.get_data(as_text=True)
    assert page_of(registration, "?lang=en") in own.get_data(as_text=True)
    assert page_of(registration, "/data?lang=en") in asked.get_data(as_text=True)


def test_wrong_links_all_look_the_same(app, client):
    registration = make_registration(make_meeting())
    token = manage_token(registration)
    wrong = [
        f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}",
        f"NOSUCHRE.{token.partition('.')[2]}",
        registration.reference,
        check_in_token(registration),
        "x" * 500,
    ]

    answers = [client.get(f"/r/{each}") for each in wrong]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r"incident number: \w+", "", text(answer)) for answer in answers}) == 1
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"no-referrer"}


def test_waiting_person_sees_the_turn(app, client):
    meeting = make_meeting()
    make_registration(meeting, state="waiting")
    registration = make_registration(meeting, state="waiting")

    assert "Your turn on the waiting list: 2." in text(client.get(page_of(registration)))


def test_join_link_is_shown_to_approved_remote_people_only(app, client):
    meeting = make_meeting()
    with writing() as session:
        session.add(ParticipationLink(meeting_id=meeting.id, join_url="https://zoom.example.org/j/1", provider="Zoom"))
    approved = make_registration(meeting, state="approved", mode=Mode.REMOTE)
    pending = make_registration(meeting, mode=Mode.REMOTE)
    in_room = make_registration(meeting, state="approved")

    shown = ["https://zoom.example.org/j/1" in client.get(page_of(each)).text for each in (approved, pending, in_room)]

    assert shown == [True, False, False]


def test_code_is_shown_to_approved_people_in_the_room(app, client):
    meeting = make_meeting()
    approved, pending = make_registration(meeting, state="approved"), make_registration(meeting)
    picture = f"/c/{check_in_token(approved)}.png"

    assert picture in client.get(page_of(approved)).text
    assert f"/c/{check_in_token(pending)}" not in client.get(page_of(pending)).text
    response = client.get(picture)
    assert (response.status_code, response.content_type) == (200, "image/png")
    assert response.data.startswith(PNG)
    assert client.get("/c/NOSUCHRE.abcdefghijklmnopqrstuvwxyz.png").status_code == 404


def test_correct_changes_the_data_and_not_the_address(app, client):
    registration = register(make_meeting(), entry())
    address = registration.email

    shown = client.get(page_of(registration, "/data"))
    response = client.post(
        page_of(registration, "/data"), data=form(given_name="Leila", family_name="Mansoor", email="x@example.org")
    )

    assert 'value="Layla"' in shown.text
    assert response.status_code == 303
    db.session.refresh(registration)
    assert (registration.given_name, registration.email) == ("Leila", address)
    assert "Your data have been corrected." in text(client.get(response.location))


def test_correct_keeps_what_was_typed_when_something_is_wrong(app, client):
    registration = register(make_meeting(), entry())

    response = client.post(page_of(registration, "/data"), data=form(organisation="", position="Judge"))

    assert response.status_code == 422
    assert 'value="Judge"' in response.text


def test_switch_asks_and_then_does_it(app, client):
    registration = make_registration(make_meeting(), state="approved")

    question = client.get(page_of(registration, "/mode/remote"))
    assert registration.mode is Mode.IN_PERSON
    response = client.post(page_of(registration, "/mode/remote"))

    assert "Take part remotely instead?" in text(question)
    assert response.status_code == 303
    assert registration.mode is Mode.REMOTE
    assert templates(registration) == ["mode_changed"]


def test_switch_without_room_keeps_the_place_and_says_so(app, client):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=0)
    registration = make_registration(meeting, state="approved", mode=Mode.REMOTE)

    question = client.get(page_of(registration, "/mode/in_person"))
    response = client.post(page_of(registration, "/mode/in_person"))

    assert "There are no more places in the room." in text(question)
    assert "You keep your place online." in text(client.get(response.location))
    assert (registration.mode, registration.state) == (Mode.REMOTE, RegistrationState.APPROVED)


def test_cancel_asks_and_then_does_it(app, client):
    registration = make_registration(make_meeting())

    client.get(page_of(registration, "/cancel"))
    assert registration.state is RegistrationState.PENDING
    response = client.post(page_of(registration, "/cancel"))

    assert response.status_code == 303
    assert registration.state is RegistrationState.CANCELLED
    page = text(client.get(response.location))
    assert "Your registration is cancelled." in page
    assert "Cancel my registration" not in page


def test_calendar_has_the_uid_of_the_person_and_the_join_link(app, client):
    meeting = make_meeting()
    with writing() as session:
        session.add(ParticipationLink(meeting_id=meeting.id, join_url="https://zoom.example.org/j/1"))
    registration = make_registration(meeting, state="approved", mode=Mode.REMOTE)

    response = client.get(page_of(registration, "/calendar.ics"))

    calendar = response.text.replace("\r\n ", "")
    assert response.content_type == "text/calendar; charset=utf-8"
    assert f"UID:{registration.calendar_uid}" in calendar
    assert "https://zoom.example.org/j/1" in calendar
    assert "METHOD:PUBLISH" in calendar


def test_another_person_is_registered_under_the_same_address(app, client):
    first = register(make_meeting(), entry(email="unit@example.org"))
    link = f"/r/{another_token(first)}/another"

    page = client.get(link)
    response = client.post(link, data=form(given_name="Omar", email="thief@example.org"))

    assert "unit@example.org" in text(page)
    assert 'name="email"' not in page.text
    assert response.status_code == 303
    assert [each.email for each in registrations()] == ["unit@example.org", "unit@example.org"]
    assert "unit@example.org" in text(client.get(response.location))
    assert client.get(link).status_code == 404


def test_link_to_manage_does_not_register_another_person(app, client):
    first = register(make_meeting(), entry())

    assert client.get(page_of(first, "/another")).status_code == 404


@pytest.mark.parametrize("suffix", ["/data", "/cancel", "/mode/remote"])
def test_forms_work_where_no_referrer_is_sent(app, client, suffix):
    """The page sends no referrer, so the check against forgery must do without one, over HTTPS too."""
    registration = make_registration(make_meeting())
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        page = client.get(page_of(registration, suffix), base_url="https://plenary.test")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text).group(1)
        data = form() | {"csrf_token": token}
        response = client.post(page_of(registration, suffix), data=data, base_url="https://plenary.test")
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert response.status_code == 303


@pytest.mark.parametrize(
    ("state", "status"),
    [("approved", "CONFIRMED"), ("pending", "TENTATIVE"), ("waiting", "TENTATIVE"), ("cancelled", "CANCELLED")],
)
def test_calendar_file_is_as_sure_as_the_registration(client, state, status):
    registration = make_registration(make_meeting(), state=state)
    text = client.get(page_of(registration, "/calendar.ics")).text
    assert set(re.findall(r"STATUS:(\w+)", text)) == {status}


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(MeetingState.CANCELLED, "has been cancelled"), (MeetingState.POSTPONED, "has been postponed")],
)
def test_page_of_a_meeting_called_off_says_so_with_the_reason_and_has_no_code(app, client, state, sentence):
    meeting = make_meeting(state=state, state_reason={"en": "The venue is closed that week."})
    registration = make_registration(meeting, state=RegistrationState.APPROVED, mode=Mode.IN_PERSON)

    response = client.get(page_of(registration, "?lang=en"))

    assert sentence in text(response)
    assert "The venue is closed that week." in text(response)
    assert "code for the door" not in text(response)
    assert "notice-success" not in response.get_data(as_text=True)


def test_name_as_typed_has_its_honorific_in_the_same_letters(app, client):
    registration = make_registration(
        make_meeting(), given_name="Lina", family_name="Haddad", honorific="السيدة", printed_name={"ar": "لينا حداد"}
    )

    shown = text(client.get(page_of(registration, "?lang=ar")))

    assert "السيدة لينا حداد" in shown
    assert "Ms. Lina Haddad" in shown
    assert "السيدة Lina" not in shown
