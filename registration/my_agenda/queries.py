"""Reading what somebody's own agenda shows."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from foundation.database import db
from meetings.agenda.models import AgendaItem
from meetings.breakouts.models import BreakoutGroup
from meetings.calendar.building import Person as CalendarPerson
from meetings.calendar.queries import Agenda, agenda_of
from meetings.enums import Mode
from meetings.record.models import ParticipationLink
from meetings.record.participation import joining_places
from registration.breakouts.models import PersonalAgendaItem
from registration.breakouts.queries import groups_of
from registration.models import Registration
from registration.queries import audiences_of, calendar_person

LinksOfItem = Mapping[int | None, list[ParticipationLink]]


@dataclass(frozen=True)
class OwnAgenda:
    """The items somebody chose (ids; none: the whole agenda), the own groups, and where the person joins now.

    `links` are by the id of their item, None for the whole meeting; those of a group stand under its item.
    """

    registration: Registration
    person: CalendarPerson
    chosen: frozenset[int]
    groups: Mapping[int, BreakoutGroup]
    links: LinksOfItem

    @property
    def version(self) -> Hashable:
        """Equal for an agenda that looks the same."""
        person, meeting = self.registration, self.registration.meeting
        links = tuple(sorted(link.id for own in self.links.values() for link in own))
        groups = tuple(sorted(group.id for group in self.groups.values()))
        counts = (person.state, person.mode, person.agenda_sequence, person.decided_at)
        return meeting.version, self.person, counts, self.chosen, groups, links

    def items(self, agenda: Agenda) -> list[AgendaItem]:
        """The items of the own agenda, in order; the one of an own group is always among them."""
        wanted = self.chosen | self.groups.keys() if self.chosen else agenda.by_id.keys()
        return [item for item in agenda.timed if item.id in wanted]


def own_agenda(registration: Registration) -> OwnAgenda:
    """The own agenda of a person; a fixed number of statements."""
    groups = {group.item_id: group for group in groups_of(registration.id)}
    links = _links(registration, groups.values())
    return OwnAgenda(registration, calendar_person(registration), chosen_items(registration), groups, links)


def chosen_items(registration: Registration) -> frozenset[int]:
    """Ids of the items that somebody chose."""
    query = select(PersonalAgendaItem.item_id).where(PersonalAgendaItem.registration_id == registration.id)
    return frozenset(db.session.scalars(query))


def choosable_items(registration: Registration) -> list[AgendaItem]:
    """The items of the meeting that have a time, in order."""
    return agenda_of(registration.meeting_id).timed


def has_choosable_items(registration: Registration) -> bool:
    """Whether the meeting has an item with a time; reads none of them."""
    query = select(AgendaItem.id).where(
        AgendaItem.meeting_id == registration.meeting_id, AgendaItem.starts.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def _links(registration: Registration, groups: Collection[BreakoutGroup]) -> LinksOfItem:
    if not registration.is_alive:
        return {}
    places = joining_places(
        registration.meeting,
        audiences_of(registration),
        group_ids={group.id for group in groups},
        language=registration.language,
    )
    found: dict[int | None, list[ParticipationLink]] = {}
    for place in places:
        # Whoever comes in person needs no link, except to a group that meets online.
        if place.links and (registration.mode is Mode.REMOTE or place.group is not None):
            key = place.item.id if place.item is not None else None
            found[key] = place.links if place.group is not None else found.get(key) or place.links
    return found
