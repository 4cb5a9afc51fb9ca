"""Breakout groups for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from foundation.database import db
from foundation.translated import Translations
from meetings.breakouts.operations import add_group
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from registration.models.breakouts import BreakoutMember
from tests.factories import make_item

TITLES = (("Health", "الصحة"), ("Water", "المياه"), ("Energy", "الطاقة"), ("Trade", "التجارة"))


def item_with_groups(
    meeting: Meeting, *capacities: int | None, chosen: bool = True, **values: Any
) -> tuple[AgendaItem, list[BreakoutGroup]]:
    """An item of whose groups, one per capacity, participants choose."""
    item = make_item(meeting, groups_are_chosen=chosen, **values)
    groups = []
    for place, capacity in enumerate(capacities):
        english, arabic = TITLES[place]
        letter, title = Translations(en="ABCD"[place], ar="أبجد"[place]), Translations(en=english, ar=arabic)
        groups.append(add_group(meeting.id, item.id, letter=letter, title=title, capacity=capacity))
    return item, groups


def members(group: BreakoutGroup) -> list[int]:
    """Ids of the registrations in a group."""
    query = select(BreakoutMember.registration_id).where(BreakoutMember.group_id == group.id)
    return list(db.session.scalars(query.order_by(BreakoutMember.registration_id)))
