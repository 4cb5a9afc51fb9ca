"""How the records that others refer to are called, for the history in words."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from sqlalchemy import select

from accounts.access import may
from accounts.permissions import Permission
from directory.models import Organisation, Person
from foundation.database import db
from foundation.languages import current_language
from meetings.enums import SECTION_LABELS
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.documents import Document
from meetings.models.meeting import Meeting
from meetings.models.projects import Project
from meetings.models.rooms import Room
from meetings.models.sections import Section
from meetings.models.series import Series


def history_of(kind: str, record_id: int) -> str:
    """Where the history of a record of a meeting stands, for those who may read it."""
    meeting = g.get("meeting")
    if meeting is None or not may(Permission.AUDIT_VIEW, meeting.team_id):
        return ""
    return url_for("overview.history", code=meeting.code, kind=kind, id=record_id)


def _sections(ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(Section.id, Section.heading, Section.kind).where(Section.id.in_(ids)))
    return {key: heading.text(current_language()) or str(SECTION_LABELS[kind]) for key, heading, kind in rows}


def _lookup(kind: Any, text: Any) -> Any:
    def names(ids: set[int]) -> dict[int, str]:
        rows = db.session.execute(select(kind.id, text).where(kind.id.in_(ids)))
        return {key: value.text(current_language()) for key, value in rows}

    return names


NAMES = {
    Section.__tablename__: _sections,
    **{
        kind.__tablename__: _lookup(kind, text)
        for kind, text in (
            (Document, Document.title),
            (Room, Room.name),
            (Person, Person.name),
            (Organisation, Organisation.name),
            (Series, Series.title),
            (Project, Project.title),
            (Meeting, Meeting.title),
            (AgendaItem, AgendaItem.title),
            (BreakoutGroup, BreakoutGroup.title),
        )
    },
}
"""Ways to name records, by kind."""
REFERENCES = {
    "person_id": "person",
    "organisation_id": "organisation",
    "series_id": "series",
    "project_id": "project",
    "follows_id": "meeting",
    "parent_id": "agenda_item",
    "continues_id": "agenda_item",
    "item_id": "agenda_item",
    "group_id": "breakout_group",
}
"""The kinds of records to which columns of ids refer."""
