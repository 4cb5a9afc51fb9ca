"""Everything the public page of a meeting shows, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from directory.models import Person
from foundation.database import db
from meetings.enums import MeetingState, Visibility
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.documents import Document, DocumentVersion
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.reading.meetings import is_neighbour_of
from meetings.reading.outcomes import public_outcomes

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
    documents: dict[int | None, list[Document]] = field(default_factory=dict)
    """What everybody may read, by the item it belongs to; None: to the meeting as a whole."""


@dataclass
class Surroundings:
    """What a public page says beside the programme itself; only what everybody may read."""

    outcomes: list[Outcome]
    before: Meeting | None
    after: list[Meeting]
    has_public_links: bool


def load_programme(meeting_id: int) -> Programme:
    """The meeting and all its page shows: thirteen statements at most, however long the agenda."""
    programme = Programme(_meeting(meeting_id))
    items = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(*AGENDA_ORDER)
    groups = select(BreakoutGroup).where(BreakoutGroup.meeting_id == meeting_id)
    # Not joined: a speaker of many sessions would be read and decoded as often as they speak.
    parts = select(Part).where(Part.meeting_id == meeting_id).order_by(Part.position, Part.id)
    held = (selectinload(Part.person).joinedload(Person.organisation), selectinload(Part.organisation))
    for item in db.session.scalars(items):
        if item.parent_id is None:
            programme.items.append(item)
        else:
            programme.children.setdefault(item.parent_id, []).append(item)
    for group in db.session.scalars(groups.order_by(BreakoutGroup.position, BreakoutGroup.id)):
        programme.groups.setdefault(group.item_id, []).append(group)
    for part in db.session.scalars(parts.options(*held)):
        if part.item_id is not None:
            programme.parts_of_items.setdefault(part.item_id, []).append(part)
        elif part.group_id is not None:
            programme.parts_of_groups.setdefault(part.group_id, []).append(part)
    for document in programme.meeting.documents:
        if document.readers is Visibility.PUBLIC:
            programme.documents.setdefault(document.item_id, []).append(document)
    return programme


def load_surroundings(meeting: Meeting) -> Surroundings:
    """Outcomes, the meetings before and after, and whether anybody may join online; three statements."""
    neighbours = select(Meeting).where(is_neighbour_of(meeting), *_is_public())
    shown = load_only(
        Meeting.code, Meeting.title, Meeting.main_language, Meeting.starts_on, Meeting.ends_on,
        Meeting.date_precision, Meeting.month_style, Meeting.page_languages, Meeting.follows_id,
    )  # fmt: skip
    found = list(db.session.scalars(neighbours.options(shown).order_by(Meeting.starts_on, Meeting.id)))
    public_link = select(ParticipationLink.id).where(
        ParticipationLink.meeting_id == meeting.id, ParticipationLink.visibility == Visibility.PUBLIC
    )
    return Surroundings(
        outcomes=public_outcomes(meeting.id),
        before=next((other for other in found if other.id == meeting.follows_id), None),
        after=[other for other in found if other.follows_id == meeting.id],
        has_public_links=db.session.scalar(public_link.limit(1)) is not None,
    )


def _meeting(meeting_id: int) -> Meeting:
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.team),
            joinedload(Meeting.series),
            joinedload(Meeting.project),
            selectinload(Meeting.rooms),
            selectinload(Meeting.participant_numbers),
            selectinload(Meeting.sections),
            selectinload(Meeting.organisations).options(
                joinedload(MeetingOrganisation.organisation),
                joinedload(MeetingOrganisation.person).joinedload(Person.organisation),
            ),
            selectinload(Meeting.contacts).joinedload(FocalPoint.person).joinedload(Person.organisation),
            selectinload(Meeting.documents).selectinload(Document.versions).joinedload(DocumentVersion.file),
        )
        .execution_options(populate_existing=True)
    ).one()


def _is_public() -> tuple[ColumnElement[bool], ...]:
    return (Meeting.state != MeetingState.DRAFT, Meeting.deleted_at.is_(None))
