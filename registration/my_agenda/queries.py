"""Reading what somebody's own agenda shows."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from foundation.database import db
from meetings.calendar.building import Invitee as CalendarPerson
from meetings.calendar.queries import Agenda, agenda_of
from meetings.enums import Mode
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.joining import ParticipationLink
from meetings.reading.hours import is_for
from meetings.reading.joining import joining_places
from registration.models.my_agenda import PersonalAgendaItem
from registration.models.registrations import Registration
from registration.reading.groups import groups_of
from registration.reading.joining import audiences_of, calendar_person

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
        return items_of(self.registration, agenda, self.chosen, self.groups)


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
    """The items of the meeting that have a time and fit how the person takes part, in order."""
    return fitting_items(agenda_of(registration.meeting_id), registration)


def items_of(
    registration: Registration, agenda: Agenda, chosen: Collection[int], group_items: Collection[int]
) -> list[AgendaItem]:
    """The chosen items that fit, else all that do, and in any case those of whose groups the person is a member."""
    fitting = fitting_items(agenda, registration)
    own = [item for item in fitting if item.id in chosen] or fitting
    wanted = {item.id for item in own} | set(group_items)
    return [item for item in agenda.timed if item.id in wanted]


def fitting_items(agenda: Agenda, registration: Registration) -> list[AgendaItem]:
    """Those of the items with a time that are for people who take part as this person does, and whose holders are."""
    meeting, mode = registration.meeting, registration.mode
    fits: dict[int, bool] = {}

    def fitting(item: AgendaItem) -> bool:
        if item.id not in fits:
            holder = agenda.by_id.get(item.parent_id or 0) if item.format is None else None
            fits[item.id] = is_for(item, meeting, mode) and (holder is None or fitting(holder))
        return fits[item.id]

    return [item for item in agenda.timed if fitting(item)]


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
