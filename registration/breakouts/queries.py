"""Reading who is in which breakout group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from foundation.database import db
from foundation.normalising import search_words
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.reading.breakouts import groups_in_order
from registration.enums import ALIVE, HOLDS_PLACE
from registration.models.breakouts import BreakoutMember
from registration.models.registrations import Registration
from registration.reading.ordering import by_name

MOST_SHOWN = 200
"""People without a group on one page of the board; the search finds the others."""


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


def people_at(item: AgendaItem, ids: Sequence[int]) -> list[Registration]:
    """Those of the registrations of the item's meeting that can be put into a group, in the order of the list."""
    query = select(Registration).where(
        Registration.meeting_id == item.meeting_id, Registration.id.in_(ids), Registration.state.in_(ALIVE)
    )
    return list(db.session.scalars(query.order_by(*by_name())))
