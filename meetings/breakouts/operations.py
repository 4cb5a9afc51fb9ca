"""What people do with breakout groups."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import User
from foundation.audit import record
from foundation.database import writing
from foundation.translated import Translations
from meetings.agenda.models import AgendaItem
from meetings.breakouts.models import BreakoutGroup
from meetings.record.operations.rows import add_row, change_row, contents_of, lock_of, reorder
from meetings.record.queries import row_of


class UnusableCapacity(Exception):
    """A group takes one member at least."""


def add_group(
    meeting_id: int,
    item_id: int,
    *,
    letter: Translations,
    title: Translations,
    description: Translations | None = None,
    room: Translations | None = None,
    capacity: int | None = None,
    actor: User | None = None,
) -> BreakoutGroup:
    """A new group of an agenda item, after its others; `description` is clean HTML.

    Raises:
        UnusableCapacity: less than one.
        NoSuchRecord: the meeting has no such item.
    """
    values = {
        "item_id": item_id,
        "letter": letter,
        "title": title,
        "description": description or Translations(),
        "room": room or Translations(),
        "capacity": capacity,
    }
    with writing(lock_of(meeting_id)):
        row_of(AgendaItem, meeting_id, item_id)
        _check(capacity)
        return add_row(BreakoutGroup, meeting_id, values, actor)


def change_group(meeting_id: int, group_id: int, *, actor: User | None = None, **values: Any) -> BreakoutGroup:
    """Change columns of a group; raises as `add_group`."""
    _check(values.get("capacity"))
    return change_row(BreakoutGroup, meeting_id, group_id, values, actor)


def remove_group(meeting_id: int, group_id: int, *, actor: User | None = None) -> None:
    """Remove a group with its parts. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)) as session:
        group = row_of(BreakoutGroup, meeting_id, group_id)
        lost = {name: (value, None) for name, value in contents_of(group).items()}
        record("removed", group, actor=actor, changes=lost)
        session.delete(group)


def move_group(meeting_id: int, group_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a group up (-1) or down (1) among those of its item; False at the end. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)) as session:
        group = row_of(BreakoutGroup, meeting_id, group_id)
        query = select(BreakoutGroup).where(BreakoutGroup.item_id == group.item_id)
        rows = list(session.scalars(query.order_by(BreakoutGroup.position, BreakoutGroup.id)))
        return reorder(rows, group, step, actor)


def _check(capacity: int | None) -> None:
    if capacity is not None and capacity < 1:
        raise UnusableCapacity
