"""Reading who is in which breakout group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from directory.models import Person
from foundation.database import db
from foundation.normalising import search_words
from foundation.translated import Translations
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.breakouts import groups_in_order
from meetings.reading.programme import AGENDA_ORDER
from registration.enums import ALIVE, HOLDS_PLACE
from registration.models.breakouts import BreakoutMember
from registration.models.registrations import Registration
from registration.reading.ordering import by_name

MOST_SHOWN = 200
"""People without a group on one page of the board; the search finds the others."""
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
class GroupBoard:
    """A group with its members, by name."""

    group: BreakoutGroup
    members: list[BreakoutMember] = field(default_factory=list)

    @property
    def free(self) -> int | None:
        """Places left; None: without limit. Never negative."""
        return None if self.group.capacity is None else max(0, self.group.capacity - len(self.members))


@dataclass
class Board:
    """The groups of an item, and those who hold a place in the meeting but in none of them.

    `unassigned` are at most `MOST_SHOWN`, as the search left them; `without` counts all.
    """

    item: AgendaItem
    groups: list[GroupBoard]
    unassigned: list[Registration]
    found: int
    without: int


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


def board(item: AgendaItem, search: str = "") -> Board:
    """The groups of an item with their members, and who is in none; five statements."""
    by_id = {group.id: GroupBoard(group) for group in groups_in_order(item.meeting_id, item.id)}
    members = (
        select(BreakoutMember)
        .join(BreakoutMember.registration)
        .where(BreakoutMember.item_id == item.id, Registration.state.in_(ALIVE))
        .options(joinedload(BreakoutMember.registration))
        .order_by(BreakoutMember.is_representative.desc(), *by_name())
    )
    for member in db.session.scalars(members):
        by_id[member.group_id].members.append(member)
    without = unassigned(item)
    words = [Registration.search_key.contains(word, autoescape=True) for word in search_words(search)]
    total = db.session.scalar(select(func.count()).select_from(Registration).where(*without)) or 0
    found = total
    if words:
        found = db.session.scalar(select(func.count()).select_from(Registration).where(*without, *words)) or 0
    people = select(Registration).where(*without, *words).order_by(*by_name())
    return Board(item, list(by_id.values()), list(db.session.scalars(people.limit(MOST_SHOWN))), found, total)


def unassigned(item: AgendaItem) -> list[Any]:
    """The conditions for those who hold a place in the meeting and are in no group of the item."""
    in_one = select(BreakoutMember.registration_id).where(BreakoutMember.item_id == item.id)
    return [
        Registration.meeting_id == item.meeting_id,
        Registration.state.in_(HOLDS_PLACE),
        Registration.id.not_in(in_one),
    ]


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


def people_at(item: AgendaItem, ids: Sequence[int]) -> list[Registration]:
    """Those of the registrations of the item's meeting that can be put into a group, in the order of the list."""
    query = select(Registration).where(
        Registration.meeting_id == item.meeting_id, Registration.id.in_(ids), Registration.state.in_(ALIVE)
    )
    return list(db.session.scalars(query.order_by(*by_name())))


def group_name(group: BreakoutGroup | GroupChoice, language: str, main: str) -> str:
    """Letter and title of a group: "A – Health"."""
    return f"{group.letter.text(language, main)} – {group.title.text(language, main)}"
