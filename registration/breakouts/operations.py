"""Putting people into breakout groups: by the team, by themselves, evenly; and who represents a group.

Every act holds the locks of the meeting's places too, so that nobody is put into a group while being cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import User
from foundation import audit
from foundation.clock import now
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.reading.meetings import NoSuchRecord, row_of
from meetings.reading.rooms import is_another_place
from registration.breakouts.queries import people_at, unassigned
from registration.errors import WrongState
from registration.models.breakouts import BreakoutMember
from registration.models.registrations import Registration
from registration.people import calendar_sequence
from registration.people.registering import check_window
from registration.people.states import actor_kind
from registration.places.groups import (
    check_choices,
    group_locks,
    kept_groups,
    members_of,
    name_of,
)
from registration.places.modes import place_locks


class TooManyForGroup(Exception):
    """The group has fewer places left than people were chosen; nothing was changed."""

    def __init__(self, group: BreakoutGroup, free: int, wanted: int) -> None:
        super().__init__(group.id)
        self.group_id, self.free, self.wanted = group.id, free, wanted


class PutElsewhere(Exception):
    """Others have put `people` into another group, or out of theirs, since they were shown; nothing was changed."""

    def __init__(self, people: Sequence[Registration]) -> None:
        super().__init__(len(people))
        self.people = people


@dataclass(frozen=True)
class Balanced:
    """How many got a group, and how many there was no place for."""

    assigned: int
    left: int


def assign(
    meeting_id: int,
    item_id: int,
    group_id: int | None,
    registration_ids: Sequence[int],
    *,
    seen: Mapping[int, int | None] | None = None,
    actor: User | None,
) -> int:
    """Put people into a group of an item, out of whichever they were in; None takes them out.

    Only who is on the list takes part; others are passed over. `seen` are the groups (None: none) in which they were
    shown, by id. Returns how many are somewhere else than before.

    Raises:
        PutElsewhere: somebody else has put some of them elsewhere since they were shown.
        TooManyForGroup: not all of them fit.
        NoSuchRecord: the meeting has no such item, or the item no such group.
    """
    with writing(*place_locks(meeting_id), *group_locks(item_id)):
        item = row_of(AgendaItem, meeting_id, item_id)
        group = _group_of(item, group_id) if group_id is not None else None
        people = people_at(item, registration_ids)
        known = _members(item, [each.id for each in people])
        present = {each.id: _group_id(known.get(each.id)) for each in people}
        coming = [each for each in people if group_id is None or present[each.id] != group_id]
        moved = [each for each in coming if (seen or present).get(each.id, present[each.id]) != present[each.id]]
        if moved:
            raise PutElsewhere(moved)
        if group is not None and group.capacity is not None:
            free = max(0, group.capacity - members_of([group.id])[group.id])
            if len(coming) > free:
                raise TooManyForGroup(group, free, len(coming))
        return sum(_place(item, each, known.get(each.id), group, actor) for each in coming)


def choose(registration: Registration, item_id: int, group_id: int | None) -> None:
    """A participant takes a group of an item whose groups are chosen, or (None) leaves it to the team.

    Raises:
        GroupFull, GroupGone: it cannot be chosen.
        WrongState: the person is declined or cancelled.
        RegistrationRefused: registration has closed; see `registering.check_window`.
    """
    with writing(*place_locks(registration.meeting_id), *group_locks(item_id)):
        check_window(registration.meeting)
        if not registration.is_alive:
            raise WrongState(registration.state)
        item = row_of(AgendaItem, registration.meeting_id, item_id)
        member = _members(item, [registration.id]).get(registration.id)
        if _group_id(member) == group_id:
            return
        group = None
        if group_id is not None:
            check_choices(registration.meeting, {item_id: group_id})
            group = _group_of(item, group_id)
        _place(item, registration, member, group, None)


def balance(meeting_id: int, item_id: int, *, actor: User | None) -> Balanced:
    """Give everybody who holds a place and has no group one of the item's, the emptiest first, as far as places go.

    People of one country and of one organisation come after each other, so that they are spread over the groups.

    Raises:
        NoSuchRecord: the meeting has no such item.
    """
    with writing(*place_locks(meeting_id), *group_locks(item_id)):
        item = row_of(AgendaItem, meeting_id, item_id)
        groups = kept_groups(BreakoutGroup.item_id == item_id)
        taken = members_of(group.id for group in groups)
        order = (Registration.country_code, Registration.organisation_key, Registration.id)
        people = list(db.session.scalars(select(Registration).where(*unassigned(item)).order_by(*order)))
        assigned = 0
        for person in people:
            free = [group for group in groups if group.capacity is None or taken[group.id] < group.capacity]
            if not free:
                break
            group = min(free, key=lambda each: taken[each.id])
            _place(item, person, None, group, actor)
            taken[group.id] += 1
            assigned += 1
        return Balanced(assigned, len(people) - assigned)


def set_representative(
    meeting_id: int, item_id: int, registration_id: int, *, represents: bool, actor: User | None
) -> None:
    """Say whether a member reports back for the group; there may be several.

    Raises:
        NoSuchRecord: the person is in no group of this item.
    """
    with writing(*place_locks(meeting_id), *group_locks(item_id)):
        item = row_of(AgendaItem, meeting_id, item_id)
        member = _members(item, [registration_id]).get(registration_id)
        if member is None:
            raise NoSuchRecord(registration_id)
        if member.is_representative is represents:
            return
        member.is_representative = represents
        db.session.flush()
        act = "represents_group" if represents else "represents_group_no_more"
        changes = {"breakout_group": (None, name_of(member.group))}
        audit.record(act, member.registration, actor=actor, changes=changes)


def _place(
    item: AgendaItem,
    person: Registration,
    member: BreakoutMember | None,
    group: BreakoutGroup | None,
    actor: User | None,
) -> bool:
    """Put one person into a group or out of it; whether that is a change."""
    if _group_id(member) == (group.id if group is not None else None):
        return False
    before = name_of(member.group) if member is not None else None
    if is_another_place(_room(item, member.group if member is not None else None), _room(item, group)):
        calendar_sequence.place_changed(person)
    if member is not None and group is not None:
        # Who represents one group does not represent another.
        member.group, member.is_representative = group, False
        member.chosen, member.assigned_at = actor is None, now()
    elif member is not None:
        db.session.delete(member)
    elif group is not None:
        values = {"chosen": actor is None, "assigned_at": now()}
        db.session.add(BreakoutMember(group=group, item_id=item.id, registration=person, **values))
    db.session.flush()
    audit.record(
        "group_chosen" if actor is None else "group_assigned" if group is not None else "group_left",
        person,
        actor=actor,
        actor_kind=actor_kind(actor, by_participant=actor is None),
        changes={"breakout_group": (before, name_of(group))},
    )
    return True


def _room(item: AgendaItem, group: BreakoutGroup | None) -> Translations:
    return group.room if group is not None and group.room else item.room


def _members(item: AgendaItem, registration_ids: Sequence[int]) -> dict[int, BreakoutMember]:
    query = select(BreakoutMember).where(
        BreakoutMember.item_id == item.id, BreakoutMember.registration_id.in_(registration_ids)
    )
    return {member.registration_id: member for member in db.session.scalars(query)}


def _group_of(item: AgendaItem, group_id: int) -> BreakoutGroup:
    found = kept_groups(BreakoutGroup.id == group_id, BreakoutGroup.item_id == item.id)
    if not found:
        raise NoSuchRecord(group_id)
    return found[0]


def _group_id(member: BreakoutMember | None) -> int | None:
    return None if member is None else member.group_id
