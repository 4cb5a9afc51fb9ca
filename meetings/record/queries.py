"""Reading the record of a meeting."""

from __future__ import annotations

from flask import g, has_request_context
from sqlalchemy import select

from foundation.database import db
from meetings.record.models import Meeting


class NoSuchMeeting(Exception):
    """No meeting has this short code, or the asker may not know of it."""


def meeting_by_code(code: str) -> Meeting:
    """The meeting with a short code in any case; loaded once per request.

    Raises:
        NoSuchMeeting: there is none.
    """
    key = code.casefold()
    if has_request_context() and g.get("meeting_key") == key:
        found: Meeting = g.meeting
        return found
    meeting = db.session.scalar(select(Meeting).where(Meeting.code_key == key))
    if meeting is None:
        raise NoSuchMeeting(code)
    if has_request_context():
        g.meeting, g.meeting_key, g.main_language = meeting, key, meeting.main_language
    return meeting


def team_of_meeting(code: str) -> int | None:
    """The id of the team that holds the meeting with this code, or None."""
    try:
        return meeting_by_code(code).team_id
    except NoSuchMeeting:
        return None
