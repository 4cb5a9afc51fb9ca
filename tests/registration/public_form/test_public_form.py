"""The public form over HTTP, without scripts."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from foundation.database import db
from foundation.translated import Translations
from meetings.enums import MeetingState, Mode
from registration.enums import RegistrationState
from tests.factories import make_meeting, make_registration, make_rules
from tests.markup import as_shown
from tests.registration.samples import form, mails, registrations, templates


def address(meeting, language="en"):
    """Where the form of a meeting is."""
    return f"/e/{meeting.code}/{language}/register"


def text(response):
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def test_form_registers_and_thanks_on_another_page(app, client):
    meeting = make_meeting()

    response = client.post(
        address(meeting),
        data=form(email="Layla@example.org", printed_other="ليلى منصور", needs="  Ramp\x00\r\nplease ", language="ar"),
    )

    assert (response.status_code, response.location) == (303, f"/e/{meeting.code}/en/registered")
    registration = registrations()[0]
    assert registration.email == "Layla@example.org"
    assert registration.email_key == "layla@example.org"
    assert registration.printed_name == Translations(ar="ليلى منصور")
    assert registration.needs == "Ramp\nplease"
    assert (registration.mode, registration.state) == (Mode.IN_PERSON, RegistrationState.PENDING)
    assert registration.language == "ar"
    assert "We have written to Layla@example.org" in text(client.get(response.location))


def test_form_is_in_the_language_of_its_address(app, client):
    meeting = make_meeting()

    page = client.get(address(meeting, "ar"), headers={"Accept-Language": "fr"})

    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl">' in page.get_data(as_text=True)
    assert meeting.title["ar"] in text(page)


@pytest.mark.parametrize("values", [{"state": MeetingState.DRAFT}, {"page_languages": ["ar"]}])
def test_form_of_a_draft_or_in_an_unknown_language_is_no_page(app, client, values):
    assert client.get(address(make_meeting(**values))).status_code == 404


def test_form_of_an_unknown_meeting_is_no_page(app, client):
    assert client.get("/e/NO-SUCH/en/register").status_code == 404


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"registration_opens": datetime.fromisoformat("2029-11-01T09:00")},
            "Registration opens on 1 November 2029, 09:00 (Amman, UTC+3).",
        ),
        (
            {"registration_closes": datetime.fromisoformat("2020-01-05T17:00")},
            "Registration closed on 5 January 2020, 17:00 (Amman, UTC+2).",
        ),
        ({"takes_registrations": False}, "There is no registration for this meeting here."),
        ({"state": MeetingState.CANCELLED}, "it takes no registrations"),
    ],
)
def test_form_says_why_it_is_closed(app, client, values, sentence):
    meeting = make_meeting(**values)

    page, sent = client.get(address(meeting)), client.post(address(meeting), data=form())

    assert sentence in text(page)
    assert "<form" not in page.get_data(as_text=True)
    assert (page.status_code, sent.status_code) == (200, 409)
    assert registrations() == []


def test_form_says_until_when_it_is_open_with_the_zone(app, client):
    meeting = make_meeting(registration_closes=datetime.fromisoformat("2030-02-01T17:00"))

    assert "Registration is open until 1 February 2030, 17:00 (Amman, UTC+3)." in text(client.get(address(meeting)))


def test_form_offers_the_waiting_list_when_a_mode_is_full(app, client):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    make_registration(meeting)

    page = text(client.get(address(meeting)))

    assert page.count("You would be on the waiting list; remotely you have a place at once.") == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"given_name": " "}, "Enter the given name."),
        ({"email": "layla"}, "Enter an e-mail address like name@example.org."),
        ({"email": ""}, "Enter the e-mail address."),
        ({"organisation": ""}, "Enter the organisation."),
        ({"organisation_kind": ""}, "Choose the kind of organisation."),
        ({"organisation_kind": "circus"}, "Choose one of the list."),
        ({"country_code": ""}, "Choose the country, or “Not in this list” at its end."),
        ({"country_code": "XX"}, "Choose one of the list."),
        ({"mode": ""}, "Choose how you will take part."),
        ({"mode": "by_post"}, "Choose how you will take part."),
        ({"consent": ""}, "We cannot register you without your agreement."),
        ({"given_name": "x" * 121}, "Shorten this to 120 characters; it has 121."),
        ({"needs": "x" * 2001}, "Shorten this to 2000 characters; it has 2001."),
    ],
)
def test_form_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(app, client, values, message):
    meeting = make_meeting()

    response = client.post(address(meeting), data=form(position="Keeper of “quotes”") | values)

    assert response.status_code == 422
    assert message in text(response)
    assert "Keeper of “quotes”" in response.get_data(as_text=True)
    assert registrations() == []


def test_international_staff_need_no_country(app, client):
    response = client.post(address(make_meeting()), data=form(organisation_kind="united_nations", country_code=""))

    assert response.status_code == 303
    assert registrations()[0].country_code is None


@pytest.mark.parametrize("email", ["layla@bücher.example", "سلمى@example.org", " layla @example.org "])
def test_form_takes_international_addresses(app, client, email):
    assert client.post(address(make_meeting()), data=form(email=email)).status_code == 303
    assert len(mails()) == 1


def test_form_refuses_a_mode_that_is_not_offered(app, client):
    meeting = make_meeting(format="online")

    response = client.post(address(meeting), data=form(mode="in_person"))

    assert response.status_code == 422
    assert "cannot be attended in this way" in text(response)


def test_only_mode_is_chosen_already(app, client):
    page = client.get(address(make_meeting(format="online"))).get_data(as_text=True)

    assert re.search(r"<input[^>]*checked[^>]*value=\"remote\"", page)
    assert 'value="in_person"' not in page


def test_robot_is_thanked_and_not_registered(app, client):
    response = client.post(address(make_meeting()), data=form(website="https://spam.example"))

    assert response.status_code == 303
    assert registrations() == []
    assert mails() == []


def test_second_registration_looks_exactly_like_the_first(app):
    """Whoever types somebody's address learns nothing from what comes back."""
    meeting = make_meeting()
    answers = []
    for _attempt in range(2):
        visitor = FlaskClient(app, app.response_class)
        sent = visitor.post(address(meeting), data=form(email="layla@example.org"))
        thanks = visitor.get(sent.location)
        answers.append(
            (sent.status_code, sent.location, sent.data, _without_nonces(sent), thanks.data, _without_nonces(thanks))
        )

    db.session.rollback()
    assert answers[0] == answers[1]
    assert len(registrations()) == 1
    assert templates() == ["received", "again"]


def _without_nonces(response):
    return sorted(
        (name, value) for name, value in response.headers if name not in ("Set-Cookie", "Date", "Content-Length")
    )


def test_thanks_show_no_address_to_somebody_else(app, client):
    meeting = make_meeting()
    client.post(address(meeting), data=form(email="layla@example.org"))

    stranger = FlaskClient(app, app.response_class)

    assert "layla@example.org" not in text(stranger.get(f"/e/{meeting.code}/en/registered"))


def test_page_sent_twice_registers_once(app, client):
    meeting = make_meeting()
    page = client.get(address(meeting)).get_data(as_text=True)
    mark = re.search(r'name="submission"[^>]*value="([^"]+)"', page).group(1)
    data = form(email="layla@example.org", submission=mark)

    client.post(address(meeting), data=data)
    client.post(address(meeting), data=data)

    assert len(registrations()) == 1
    assert templates() == ["received"]


def test_form_needs_the_token_against_forgery(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        response = client.post(address(make_meeting()), data=form())
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert response.status_code == 400
    assert registrations() == []


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_question_left_open_is_named_without_a_colon(app, client, language):
    meeting = make_meeting(page_languages=["en", "ar", "fr"])

    shown = as_shown(client.post(address(meeting, language), data=form(mode="")).get_data(as_text=True))

    # The link of the summary is a whole sentence: the question, and what to do.
    [sentence] = re.findall(r'<a href="#mode-0">(.*?)</a>', shown, re.S)
    question, _mark, answer = sentence.partition("؟" if language == "ar" else "?")
    assert question and answer.startswith(" ") and len(answer) > 10
    assert not answer.strip().startswith(":")
    assert "<title>" + {"en": "Error:", "ar": "خطأ:", "fr": "Erreur"}[language] in shown
