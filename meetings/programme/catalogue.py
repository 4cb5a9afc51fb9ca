"""The head of a meeting's page, by which its cached copy is found."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from meetings.models.meeting import Meeting

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
