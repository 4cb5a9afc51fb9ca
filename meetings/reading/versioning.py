"""Every write to anything a meeting's page shows raises the meeting's version, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import event, inspect, select, update
from sqlalchemy.orm import Session

from accounts.models import Team
from directory.models import Organisation, Person
from foundation import jobs
from foundation.clock import now
from foundation.database import after_commit
from foundation.hooks import Hook
from meetings.models.agenda import Part
from meetings.models.documents import Document, DocumentVersion
from meetings.models.meeting import Meeting
from meetings.models.on_page import OnMeetingPage
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.series import Series

NOT_ON_PAGE = frozenset({"version", "changed_at"})
ON_PAGES_OF_NEIGHBOURS = frozenset(
    {
        "follows_id", "code", "title", "state", "deleted_at", "starts_on", "ends_on", "date_precision", "month_style",
        "main_language", "page_languages",
    }
)  # fmt: skip
"""What the pages of the meetings before and after a meeting show of it."""
woken_by_changes: Hook[str] = Hook("task to wake")
"""Names of tasks of the worker that are to be done after what pages show has changed."""


@event.listens_for(Session, "before_flush")
def _lock_neighbours(session: Session, _context: Any, _instances: Any) -> None:
    # The flush itself locks the row of the changed meeting first: two neighbours changed at once would each hold one
    # and wait for the other.
    if session.get_bind().dialect.name == "postgresql":
        for row in session.dirty:
            if isinstance(row, Meeting) and _changed(row) & ON_PAGES_OF_NEIGHBOURS:
                _lock_in_order(session, {row.id, *_neighbours(session, row)})


@event.listens_for(Session, "after_flush")
def _raise_versions(session: Session, _context: Any) -> None:
    touched = [*session.new, *session.dirty, *session.deleted]
    meetings: set[int] = set()
    for row in touched:
        meetings |= _meetings_showing(session, row)
    if meetings:
        _lock_in_order(session, meetings)
        session.execute(
            update(Meeting)
            .where(Meeting.id.in_(meetings))
            .values(version=Meeting.version + 1, changed_at=now())
            .execution_options(synchronize_session=False)
        )
        if session.info.get("writing"):
            after_commit(_wake)


def _lock_in_order(session: Session, meetings: Collection[int]) -> None:
    """Who raises the versions of several meetings takes their rows in one order, so that nobody waits in a circle."""
    if len(meetings) > 1 and session.get_bind().dialect.name == "postgresql":
        rows = select(Meeting.id).where(Meeting.id.in_(meetings)).order_by(Meeting.id)
        session.execute(rows.with_for_update(key_share=True))


def _changed(row: Any) -> set[str]:
    return {attribute.key for attribute in inspect(row).attrs if attribute.history.has_changes()}


def _wake() -> None:
    for task in woken_by_changes:
        jobs.wake(task)


def _neighbours(session: Session, meeting: Meeting) -> set[int]:
    followed = inspect(meeting).attrs.follows_id.history
    before = {each for each in (*followed.added, *followed.unchanged, *followed.deleted) if each is not None}
    return before | set(session.scalars(select(Meeting.id).where(Meeting.follows_id == meeting.id)))


def _meetings_showing(session: Session, row: Any) -> set[int]:
    if isinstance(row, OnMeetingPage):
        meeting_id: int | None = row.meeting_id  # a publication of a project has none
        return {meeting_id} if meeting_id is not None else set()
    if isinstance(row, Meeting):
        changed = _changed(row)
        showing = {row.id} if changed - NOT_ON_PAGE else set()
        return showing | _neighbours(session, row) if changed & ON_PAGES_OF_NEIGHBOURS else showing
    if isinstance(row, Team) and row not in session.new:
        return set(session.scalars(select(Meeting.id).where(Meeting.team_id == row.id)))
    if isinstance(row, Series | Project) and row not in session.new:
        column = Meeting.series_id if isinstance(row, Series) else Meeting.project_id
        return set(session.scalars(select(Meeting.id).where(column == row.id)))
    if isinstance(row, DocumentVersion):
        meeting = select(Document.meeting_id).where(Document.id == row.document_id, Document.meeting_id.is_not(None))
        return set(session.scalars(meeting))
    if isinstance(row, Person) and row not in session.new:
        parts = select(Part.meeting_id).where(Part.person_id == row.id)
        contacts = select(FocalPoint.meeting_id).where(FocalPoint.person_id == row.id)
        chairs = select(MeetingOrganisation.meeting_id).where(MeetingOrganisation.person_id == row.id)
        return set(session.scalars(parts.union(contacts, chairs)))
    if isinstance(row, Organisation) and row not in session.new:
        parts = (
            select(Part.meeting_id)
            .outerjoin(Person, Part.person_id == Person.id)
            .where((Part.organisation_id == row.id) | (Person.organisation_id == row.id))
        )
        roles = select(MeetingOrganisation.meeting_id).where(MeetingOrganisation.organisation_id == row.id)
        members = Person.organisation_id == row.id
        contacts = select(FocalPoint.meeting_id).join(Person, FocalPoint.person_id == Person.id).where(members)
        chairs = (
            select(MeetingOrganisation.meeting_id)
            .join(Person, MeetingOrganisation.person_id == Person.id)
            .where(members)
        )
        return set(session.scalars(parts.union(roles, contacts, chairs)))
    return set()
