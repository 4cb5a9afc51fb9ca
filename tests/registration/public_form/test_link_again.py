"""Whoever has lost the personal link gets it again, whatever became of the meeting or the registration."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from foundation.clock import frozen_at, now
from meetings.enums import MeetingState, Mode
from outbox.rendering import render
from registration.enums import RegistrationState
from registration.people import registering
from registration.people.erasing import erase
from registration.reading.links import manage_token
from tests.factories import make_meeting, make_registration, make_user
from tests.markup import as_shown
from tests.pauses import pauses
from tests.registration.public_form.test_public_form import text
from tests.registration.samples import mails

PAST = {"starts_on": date(2020, 3, 1), "ends_on": date(2020, 3, 2)}
MEETINGS = {
    "open": {},
    "over": PAST,
    "closed": {"state": MeetingState.CLOSED, **PAST},
    "archived": {"state": MeetingState.ARCHIVED, **PAST},
    "cancelled": {"state": MeetingState.CANCELLED},
    "postponed": {"state": MeetingState.POSTPONED},
    "takes no registrations": {"takes_registrations": False},
}


def ask(client, meeting, email, language="en"):
    """Ask for the link of an address."""
    return client.post(f"/e/{meeting.code}/{language}/link", data={"email": email})


@pytest.mark.parametrize("values", MEETINGS.values(), ids=MEETINGS)
@pytest.mark.parametrize("state", RegistrationState)
def test_link_is_sent_in_every_state(client, values, state):
    meeting = make_meeting(**values)
    registration = make_registration(meeting, state=state, mode=Mode.REMOTE)

    assert ask(client, meeting, f" {registration.email.upper()} ", "ar").status_code == 303

    [mail] = mails()
    assert (mail.recipient, mail.language) == (registration.email, "ar")
    letter = render(mail.template, mail.language, mail.values, recipient=mail.recipient)
    for part in (letter.text, letter.html):
        assert f"http://plenary.test/r/{manage_token(registration)}" in part
    assert client.get(f"/r/{manage_token(registration)}").status_code == 200


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_page_where_registration_is_closed_leads_there(client, language):
    for values in MEETINGS.values():
        meeting = make_meeting(page_languages=["en", "ar", "fr"], **values)
        for path in (f"/e/{meeting.code}/{language}", f"/e/{meeting.code}/{language}/register"):
            if meeting.takes_registrations or path.endswith("register"):
                assert f"/e/{meeting.code}/{language}/link" in client.get(path).text
        assert client.get(f"/e/{meeting.code}/{language}/link").status_code == 200


def test_answer_does_not_tell_who_is_on_the_list(client):
    meeting = make_meeting()
    registration = make_registration(meeting)
    pages = []
    for email in (registration.email, "nobody.known@example.org"):
        answer = ask(client, meeting, email)
        page = client.get(answer.location).text
        pages.append((answer.status_code, answer.location, page.replace(email, "…")))
    assert pages[0] == pages[1]
    assert len(mails()) == 1


def test_one_letter_in_a_quarter_of_an_hour(client):
    meeting = make_meeting()
    registration = make_registration(meeting)
    start = now()
    for minutes in (0, 1, 14, 16):
        with frozen_at(start + timedelta(minutes=minutes)):
            ask(client, meeting, registration.email)
    assert len(mails()) == 2


def test_letter_leaves_after_a_clock_that_was_a_day_ahead_is_put_right(client):
    meeting = make_meeting()
    registration = make_registration(meeting)
    with frozen_at(now() + timedelta(days=1)):
        ask(client, meeting, registration.email)
    ask(client, meeting, registration.email)
    assert len(mails()) == 2


@pytest.mark.parametrize("email", ["known@example.org", "nobody.known@example.org"])
def test_answer_takes_as_long_whether_the_address_is_on_the_list(client, monkeypatch, email):
    monkeypatch.setattr(registering, "SECONDS_UNTIL_ANSWER", 0.5)
    meeting = make_meeting()
    make_registration(meeting, email="known@example.org")
    with pauses() as seen:
        ask(client, meeting, email)
    assert seen == [(0.5, int(email == "known@example.org"))]


def test_everybody_of_a_mailbox_is_in_the_letter_and_the_erased_are_not(client):
    meeting = make_meeting()
    people = [
        make_registration(meeting, email="unit@example.org", given_name=name) for name in ("Layla", "Omar", "Huda")
    ]
    gone = manage_token(people[2])
    erase(people[2], actor=make_user())

    ask(client, meeting, "unit@example.org")

    letter = render(mails()[-1].template, "en", mails()[-1].values, recipient=mails()[-1].recipient)
    assert all(manage_token(person) in letter.text for person in people[:2])
    assert gone not in letter.text and "Huda" not in letter.text


def test_letter_asked_for_is_gone_with_the_person(client):
    meeting = make_meeting()
    registration = make_registration(meeting)
    ask(client, meeting, registration.email)
    erase(registration, actor=make_user())
    assert not mails()[-1].values and not mails()[-1].recipient


def test_what_is_no_address_is_refused_and_a_draft_has_no_such_page(client):
    meeting = make_meeting()
    refused = ask(client, meeting, "layla")
    assert refused.status_code == 422
    assert "Enter an e-mail address" in text(refused)
    assert "<title>Error: " in as_shown(refused.text)
    assert ask(client, make_meeting(state=MeetingState.DRAFT), "layla@example.org").status_code == 404
    assert not mails()
