"""Who has not been told what became of a meeting: those who got no message about it, and know something else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.permissions import Role
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.enums import MeetingState
from meetings.facts.operations import life
from meetings.facts.operations.meeting import change_meeting
from meetings.models.meeting import Meeting
from meetings.overview.steps import people_without_news
from messages.audiences import Audience, fingerprint, headcount
from messages.models import Sending
from messages.operations import send, take_back, write_draft
from outbox.models import MessageState, OutboxMessage
from tests.factories import make_meeting, make_registration, make_user, sign_in

REASON = Translations(en="A flood.")


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    meeting = make_meeting()
    for state in ("approved", "pending", "waiting", "cancelled"):
        make_registration(meeting, state=state)
    return meeting


def change(meeting: Meeting, state: MeetingState, **values: object) -> None:
    """Take the meeting to another state."""
    reason = None if state is MeetingState.PUBLISHED else REASON
    life.change_state(meeting.id, state, reason=reason, **values)  # type: ignore[arg-type]
    db.session.expire_all()


def write(meeting: Meeting, *, tells_state: bool, chosen: Audience | None = None) -> Sending:
    """Send a message, to all who take part unless others are chosen."""
    audience = {"alive": "1"} if chosen is None else chosen
    draft = write_draft(
        meeting,
        draft_key=f"draft-{tells_state}-{len(db.session.scalars(select(Sending)).all()):03}-of-a-test",
        subject=Translations(en="Lunch"),
        body=Translations(en="Lunch on {meeting_dates}."),
        chosen=audience,
        actor=None,
        tells_state=tells_state,
    )
    seen = fingerprint(headcount(meeting.id, audience), draft.written_at)
    return send(meeting, draft.id, seen=seen, reply_to="", actor=None)[0]


def test_only_a_message_about_the_state_tells_and_only_those_who_got_it(meeting: Meeting) -> None:
    change(meeting, MeetingState.CANCELLED)
    assert people_without_news(meeting) == 3
    write(meeting, tells_state=False)
    assert people_without_news(meeting) == 3
    write(meeting, tells_state=True, chosen={"state": "approved"})
    assert people_without_news(meeting) == 2
    sending = write(meeting, tells_state=True)
    assert people_without_news(meeting) == 0
    with writing():
        failed = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert failed is not None
        failed.state = MessageState.FAILED
    assert people_without_news(meeting) == 1
    with writing():
        failed.state = MessageState.OWED
    assert take_back(meeting, sending.id, actor=None)
    assert people_without_news(meeting) == 2


def test_a_change_taken_back_untold_is_no_news(meeting: Meeting) -> None:
    change(meeting, MeetingState.CANCELLED)
    change(meeting, MeetingState.PUBLISHED)
    assert people_without_news(meeting) == 0
    change(meeting, MeetingState.POSTPONED)
    change(meeting, MeetingState.CANCELLED)
    assert people_without_news(meeting) == 3
    write(meeting, tells_state=True, chosen={"state": "approved"})
    change(meeting, MeetingState.PUBLISHED)
    assert people_without_news(meeting) == 1  # who was told that it is cancelled


@pytest.mark.parametrize("is_edited_before", [True, False])
def test_other_dates_are_news_though_the_meeting_is_held_after_all(meeting: Meeting, is_edited_before: bool) -> None:
    change(meeting, MeetingState.POSTPONED)
    days = {"starts_on": meeting.starts_on + timedelta(7), "ends_on": meeting.ends_on + timedelta(7)}
    if is_edited_before:
        change_meeting(meeting.id, **days)
    change(meeting, MeetingState.PUBLISHED, period={} if is_edited_before else days)
    assert people_without_news(meeting) == 3
    make_registration(meeting)
    assert people_without_news(meeting) == 3  # who registers now reads the new dates


def test_the_letter_begun_from_the_overview_tells_and_one_may_say_so_of_ones_own(
    client: FlaskClient, meeting: Meeting
) -> None:
    sign_in(client, make_user(Role.OWNER, meeting.team))
    page = f"/manage/{meeting.code}/messages/new?alive=1"
    assert "tells_state" not in client.get(page).text
    change(meeting, MeetingState.CANCELLED)
    own, offered = client.get(page).text, client.get(f"{page}&about=state").text
    assert 'name="tells_state"' in own and "checked" not in tick(own)
    assert "checked" in tick(offered)
    typed = {"draft_key": "a" * 20, "audience": "{}", "subject_en": "Lunch", "body_en": "No lunch."}
    for ticked in ({"tells_state": "y"}, {}):
        client.post(f"/manage/{meeting.code}/messages/new", data=typed | ticked)
        db.session.expire_all()
        [draft] = db.session.scalars(select(Sending))
        assert draft.tells_state is bool(ticked)


def tick(page: str) -> str:
    """The box for it."""
    return (
        page.split('name="tells_state"')[0].rsplit("<input", 1)[1] + page.split('name="tells_state"')[1].split(">")[0]
    )
