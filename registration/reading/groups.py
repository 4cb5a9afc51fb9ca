"""Which breakout groups can be chosen, and who is in which."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from directory.models import Person
from foundation.database import db
from foundation.translated import Translations
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.programme import AGENDA_ORDER
from registration.enums import ALIVE
from registration.models.breakouts import BreakoutMember
from registration.models.registrations import Registration
from registration.reading.ordering import by_name

LARGEST_CACHE = 500


@dataclass(frozen=True)
class GroupChoice:
    """A group as it is offered."""

    group_id: int
    letter: Translations
    title: Translations
    capacity: int | None


@dataclass(frozen=True)
class ItemChoice:
    """An item of whose groups one can be chosen; its day and times are local."""

    item_id: int
    title: Translations
    day: date
    starts: time | None
    ends: time | None
    groups: tuple[GroupChoice, ...]


@dataclass
class OwnGroup:
    """A breakout group as a member of it sees it."""

    item: AgendaItem
    group: BreakoutGroup
    is_representative: bool
    parts: list[Part] = field(default_factory=list)
    representatives: list[Registration] = field(default_factory=list)


# Asked by every visit of a registration form: kept per version of the meeting.
_choices: dict[int, tuple[int, tuple[ItemChoice, ...]]] = {}


def choices_of(meeting: Meeting) -> tuple[ItemChoice, ...]:
    """The items of a meeting of whose groups participants choose; no statement while its version is known."""
    kept = _choices.get(meeting.id)
    if kept is not None and kept[0] == meeting.version:
        return kept[1]
    items = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.groups_are_chosen.is_(True))
    found = list(db.session.scalars(items.order_by(*AGENDA_ORDER)))
    groups: dict[int, list[GroupChoice]] = {}
    if found:
        query = select(BreakoutGroup).where(BreakoutGroup.item_id.in_([item.id for item in found]))
        for group in db.session.scalars(query.order_by(BreakoutGroup.position, BreakoutGroup.id)):
            choice = GroupChoice(group.id, group.letter, group.title, group.capacity)
            groups.setdefault(group.item_id, []).append(choice)
    choices = tuple(
        ItemChoice(item.id, item.title, item.day, item.starts, item.ends, tuple(groups[item.id]))
        for item in found
        if item.id in groups
    )
    if len(_choices) >= LARGEST_CACHE:
        _choices.clear()
    _choices[meeting.id] = (meeting.version, choices)
    return choices


def groups_of(registration_id: int) -> list[BreakoutGroup]:
    """The breakout groups somebody is in, in the order of the agenda; one statement."""
    query = (
        select(BreakoutGroup)
        .join(BreakoutMember, BreakoutMember.group_id == BreakoutGroup.id)
        .join(AgendaItem, AgendaItem.id == BreakoutGroup.item_id)
        .where(BreakoutMember.registration_id == registration_id)
    )
    return list(db.session.scalars(query.order_by(*AGENDA_ORDER)))


def own_groups(registration: Registration) -> list[OwnGroup]:
    """The groups somebody is in, with those who lead and represent them; three statements, one when in none."""
    query = (
        select(AgendaItem, BreakoutGroup, BreakoutMember.is_representative)
        .join(BreakoutGroup, BreakoutGroup.item_id == AgendaItem.id)
        .join(BreakoutMember, BreakoutMember.group_id == BreakoutGroup.id)
        .where(BreakoutMember.registration_id == registration.id)
        .order_by(*AGENDA_ORDER)
    )
    own = {group.id: OwnGroup(item, group, bool(leads)) for item, group, leads in db.session.execute(query)}
    if not own:
        return []
    parts = select(Part).where(Part.group_id.in_(own)).order_by(Part.position, Part.id)
    loaded = (joinedload(Part.person).joinedload(Person.organisation), joinedload(Part.organisation))
    for part in db.session.scalars(parts.options(*loaded)):
        own[part.group_id or 0].parts.append(part)
    represented = (
        select(BreakoutMember.group_id, Registration)
        .join(Registration, Registration.id == BreakoutMember.registration_id)
        .where(BreakoutMember.group_id.in_(own), BreakoutMember.is_representative, Registration.state.in_(ALIVE))
        .order_by(*by_name())
    )
    for group_id, person in db.session.execute(represented):
        own[group_id].representatives.append(person)
    return list(own.values())


def membership_of(registration_id: int) -> dict[int, int]:
    """The group of a person by agenda item."""
    query = select(BreakoutMember.item_id, BreakoutMember.group_id)
    return dict(db.session.execute(query.where(BreakoutMember.registration_id == registration_id)).all())


def items_with_groups(meeting_id: int) -> list[AgendaItem]:
    """The items of a meeting that have breakout groups, in order."""
    has_groups = select(BreakoutGroup.item_id).where(BreakoutGroup.meeting_id == meeting_id)
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.id.in_(has_groups))
    return list(db.session.scalars(query.order_by(*AGENDA_ORDER)))


def groups_by_person(meeting_id: int) -> dict[int, dict[int, BreakoutGroup]]:
    """For each registration of a meeting, by agenda item, the group it is in; one statement."""
    query = (
        select(BreakoutMember.registration_id, BreakoutMember.item_id, BreakoutGroup)
        .join(BreakoutGroup, BreakoutGroup.id == BreakoutMember.group_id)
        .where(BreakoutGroup.meeting_id == meeting_id)
    )
    found: dict[int, dict[int, BreakoutGroup]] = {}
    for registration_id, item_id, group in db.session.execute(query):
        found.setdefault(registration_id, {})[item_id] = group
    return found
