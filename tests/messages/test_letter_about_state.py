"""The letter that is offered after a meeting was cancelled, postponed or moved says so already, with the reason."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from meetings.enums import MeetingState
from messages.drafts import letter_about_state
from messages.texts import read_texts
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.registration.public_form.test_public_form import text

REASON = "The venue {hall} is closed that week."


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POSTPONED, MeetingState.PUBLISHED])
def test_letter_can_be_sent_as_it_is(app: object, language: str, state: MeetingState) -> None:
    meeting = make_meeting(state=state, state_reason={language: REASON} if state is not MeetingState.PUBLISHED else {})
    subject, body = letter_about_state(meeting, [language])
    [written] = read_texts(subject, body).values()  # raises where a brace is no field
    assert {"meeting_title", "meeting_dates"} <= set(written.names)
    assert ("{{hall}}" in body[language]) is (state is not MeetingState.PUBLISHED)


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POSTPONED])
def test_composer_opens_with_it_from_the_overview(client: FlaskClient, state: MeetingState) -> None:
    meeting = make_meeting(state_reason={"en": "The venue is closed."})
    make_registration(meeting, state="approved")
    sign_in(client, make_user("organiser", meeting.team))
    changed = client.post(
        f"/manage/{meeting.code}/state/{state.value}", data={"reason_en": "The venue is closed."}, follow_redirects=True
    )
    assert "Invitations sent by mail stay as they are" in text(changed)
    assert "about=state" in changed.text
    form = client.get(f"/manage/{meeting.code}/messages/new?alive=1&about=state")
    assert "The venue is closed." in form.text and "[Title of the meeting]" in form.text
