"""Lists of meetings, and the head of a page by which its cached copy is found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from foundation.clock import now
from foundation.database import db
from meetings.enums import MeetingState
from meetings.record.models import Meeting

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


def public_meetings(language: str, limit: int = 60) -> dict[str, Any]:
    """Public meetings as `current`, `upcoming` (next first) and `past` (latest first); one statement."""
    today = now().date()
    query = (
        select(Meeting)
        .where(Meeting.state.not_in([MeetingState.DRAFT, MeetingState.ARCHIVED]), Meeting.deleted_at.is_(None))
        .where(Meeting.ends_on >= today - timedelta(days=3660))
        .order_by(Meeting.starts_on.desc(), Meeting.id)
        .limit(limit)
    )
    meetings = list(db.session.scalars(query))
    return {
        "current": [m for m in meetings if m.starts_on <= today <= m.ends_on],
        "upcoming": sorted((m for m in meetings if m.starts_on > today), key=lambda m: m.starts_on),
        "past": [m for m in meetings if m.ends_on < today],
    }
