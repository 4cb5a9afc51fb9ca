"""How the records that others refer to are called, for the history in words."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from sqlalchemy import select

from accounts.access import may
from accounts.permissions import Permission
from directory.models import Organisation, Person
from foundation.database import db
from foundation.history import register_history_page, register_names
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


def register_record_names() -> None:
    """Let the history name persons, organisations, items … instead of printing ids, and say where it stands."""
    for kind, text, columns in (
        (Document, Document.title, ()),
        (Room, Room.name, ()),
        (Section, Section.heading, ()),
        (Person, Person.name, ("person_id",)),
        (Organisation, Organisation.name, ("organisation_id",)),
        (Series, Series.title, ("series_id",)),
        (Project, Project.title, ("project_id",)),
        (Meeting, Meeting.title, ("follows_id",)),
        (AgendaItem, AgendaItem.title, ("parent_id", "continues_id", "item_id")),
        (BreakoutGroup, BreakoutGroup.title, ("group_id",)),
    ):
        register_names(kind.__tablename__, _lookup(kind, text), *columns)
    register_names("section", _sections)
    register_history_page(_history_of)


def _history_of(kind: str, record_id: int) -> str:
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
