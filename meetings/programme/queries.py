"""Everything the public page of a meeting shows, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from directory.models import Person
from foundation.database import db
from meetings.agenda.models import AgendaItem, Part
from meetings.breakouts.models import BreakoutGroup
from meetings.record.models import Document, FocalPoint, Meeting, MeetingOrganisation

AGENDA_ORDER = (
    AgendaItem.day,
    AgendaItem.starts.is_(None),
    AgendaItem.starts,
    AgendaItem.position,
    AgendaItem.id,
)


@dataclass
class Programme:
    """A meeting with its agenda as loaded; `children` maps an item's id to those it holds, in order."""

    meeting: Meeting
    items: list[AgendaItem] = field(default_factory=list)
    children: dict[int, list[AgendaItem]] = field(default_factory=dict)
    groups: dict[int, list[BreakoutGroup]] = field(default_factory=dict)
    parts_of_items: dict[int, list[Part]] = field(default_factory=dict)
    parts_of_groups: dict[int, list[Part]] = field(default_factory=dict)


def load_programme(meeting_id: int) -> Programme:
    """The meeting and all its page shows: nine statements, however long the agenda."""
    meeting = db.session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.team),
            joinedload(Meeting.series),
            joinedload(Meeting.project),
            selectinload(Meeting.sections),
            selectinload(Meeting.organisations).joinedload(MeetingOrganisation.organisation),
            selectinload(Meeting.contacts).joinedload(FocalPoint.person).joinedload(Person.organisation),
            selectinload(Meeting.documents).selectinload(Document.versions),
        )
        .execution_options(populate_existing=True)
    ).one()
    programme = Programme(meeting)
    items = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(*AGENDA_ORDER))
    for item in items:
        if item.parent_id is None:
            programme.items.append(item)
        else:
            programme.children.setdefault(item.parent_id, []).append(item)
    groups = select(BreakoutGroup).where(BreakoutGroup.meeting_id == meeting_id)
    for group in db.session.scalars(groups.order_by(BreakoutGroup.position, BreakoutGroup.id)):
        programme.groups.setdefault(group.item_id, []).append(group)
    parts = select(Part).where(Part.meeting_id == meeting_id).order_by(Part.position, Part.id)
    for part in db.session.scalars(
        parts.options(joinedload(Part.person).joinedload(Person.organisation), joinedload(Part.organisation))
    ):
        if part.item_id is not None:
            programme.parts_of_items.setdefault(part.item_id, []).append(part)
        elif part.group_id is not None:
            programme.parts_of_groups.setdefault(part.group_id, []).append(part)
    return programme
