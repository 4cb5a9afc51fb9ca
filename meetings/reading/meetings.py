"""Finding meetings and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from flask import g, has_request_context
from sqlalchemy import ColumnElement, select

from foundation.database import db
from meetings.enums import MeetingState
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.projects import Project
from meetings.models.series import Series

Row = TypeVar("Row", bound=Any)


class NoSuchMeeting(Exception):
    """No meeting has this short code, or the asker may not know of it."""


class NoSuchRecord(LookupError):
    """The meeting has no record of this kind with this id."""


def meeting_by_code(code: str) -> Meeting:
    """The meeting with a short code in any case; loaded once per request.

    Raises:
        NoSuchMeeting: there is none.
    """
    key = code.casefold()
    if has_request_context() and g.get("meeting_key") == key:
        found: Meeting = g.meeting
        return found
    meeting = db.session.scalar(select(Meeting).where(Meeting.code_key == key, Meeting.deleted_at.is_(None)))
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


def meeting_of_id(meeting_id: int) -> Meeting:
    """The meeting with this id.

    Raises:
        NoSuchRecord: there is none, or it is deleted.
    """
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.deleted_at is not None:
        raise NoSuchRecord(meeting_id)
    return meeting


def row_of(kind: type[Row], meeting_id: int, row_id: int) -> Row:
    """A row that belongs to a meeting: a section, an agenda item, a document …

    Raises:
        NoSuchRecord: the meeting has no such row.
    """
    row = db.session.scalar(select(kind).where(kind.id == row_id, kind.meeting_id == meeting_id))
    if row is None:
        raise NoSuchRecord(row_id)
    return row


def others_of_team(meeting: Meeting, limit: int = 500) -> list[Meeting]:
    """The other meetings of the team that holds this one, latest first: those that it may follow."""
    query = select(Meeting).where(
        Meeting.team_id == meeting.team_id, Meeting.id != meeting.id, Meeting.deleted_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Meeting.starts_on.desc(), Meeting.id).limit(limit)))


def is_neighbour_of(meeting: Meeting) -> ColumnElement[bool]:
    """That a meeting comes right before or after this one; each side is looked up, which an OR would not be."""
    after = select(Meeting.id).where(Meeting.follows_id == meeting.id)
    return Meeting.id.in_(after.union_all(select(Meeting.id).where(Meeting.id == (meeting.follows_id or 0))))


def neighbours_of(meeting: Meeting, *, only_public: bool = True) -> tuple[Meeting | None, list[Meeting]]:
    """The meeting that this one follows, and those that follow it, earliest first; one statement."""
    query = select(Meeting).where(is_neighbour_of(meeting), Meeting.deleted_at.is_(None))
    if only_public:
        query = query.where(Meeting.state != MeetingState.DRAFT)
    found = list(db.session.scalars(query.order_by(Meeting.starts_on, Meeting.id)))
    before = next((each for each in found if each.id == meeting.follows_id), None)
    return before, [each for each in found if each is not before]


def deleted_meetings(team_id: int, limit: int = 200) -> list[Meeting]:
    """The deleted meetings of a team that can still be restored, last deleted first."""
    query = select(Meeting).where(Meeting.team_id == team_id, Meeting.deleted_at.is_not(None))
    return list(db.session.scalars(query.order_by(Meeting.deleted_at.desc(), Meeting.id).limit(limit)))


def series_of_team(team_id: int) -> list[Series]:
    """The series that a team holds."""
    return list(db.session.scalars(select(Series).where(Series.team_id == team_id).order_by(Series.id)))


def projects_of_team(team_id: int) -> list[Project]:
    """The projects of a team."""
    return list(db.session.scalars(select(Project).where(Project.team_id == team_id).order_by(Project.id)))


def usual_zone(team_ids: Iterable[int]) -> str | None:
    """The time zone of the meeting that these teams created last."""
    query = select(Meeting.zone).where(Meeting.team_id.in_(list(team_ids)))
    return db.session.scalar(query.order_by(Meeting.id.desc()).limit(1))


def team_used_last(team_ids: Iterable[int]) -> int | None:
    """The one of these teams that created a meeting last."""
    query = select(Meeting.team_id).where(Meeting.team_id.in_(list(team_ids)))
    return db.session.scalar(query.order_by(Meeting.id.desc()).limit(1))


def meeting_wide_links(meeting_id: int) -> list[ParticipationLink]:
    """Where remote people join the meeting as a whole."""
    query = select(ParticipationLink).where(
        ParticipationLink.meeting_id == meeting_id,
        ParticipationLink.item_id.is_(None),
        ParticipationLink.group_id.is_(None),
    )
    return list(db.session.scalars(query.order_by(ParticipationLink.position, ParticipationLink.id)))
