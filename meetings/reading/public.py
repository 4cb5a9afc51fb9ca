"""What anybody may read: the heads of public pages, and who may see a meeting."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy import bindparam, select

from accounts.access import may
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchMeeting, meeting_by_code

_OF_CODE = (Meeting.code_key == bindparam("key"), Meeting.deleted_at.is_(None))
PAGE_VERSION = select(Meeting.id, Meeting.version).where(*_OF_CODE)
PAGE_HEAD = select(
    Meeting.id,
    Meeting.team_id,
    Meeting.state,
    Meeting.version,
    Meeting.page_languages,
    Meeting.main_language,
    Meeting.takes_registrations,
    Meeting.registration_opens,
    Meeting.registration_closes,
    Meeting.ends_on,
    Meeting.zone,
).where(*_OF_CODE)


def public_meeting_or_404(code: str) -> Meeting:
    """The meeting if anybody may read it.

    Raises:
        NoSuchMeeting: there is none, or it is a draft.
    """
    meeting = meeting_by_code(code)
    if not meeting.is_public:
        raise NoSuchMeeting(code)
    return meeting


def public_or_own_meeting(code: str) -> Meeting:
    """The meeting if it is public or held by a team of the visitor."""
    meeting = meeting_by_code(code)
    if not meeting.is_public and not (current_user.is_authenticated and may("meeting.view", meeting.team_id)):
        raise NoSuchMeeting(code)
    return meeting
