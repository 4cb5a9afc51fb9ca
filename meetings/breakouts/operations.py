"""What people do with breakout groups."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.clock import now
from foundation.database import writing
from foundation.translated import Translations
from meetings.keeping.calendar_sequence import group_changed
from meetings.keeping.rows import (
    add_row,
    change_row,
    contents_of,
    lock_of,
    move_row,
    reorder,
)
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup, BreakoutInput
from meetings.reading.breakouts import input_of, inputs_of
from meetings.reading.meetings import row_of


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
    """Change columns of a group; another room is another place of its item for the members. Raises as `add_group`."""
    _check(values.get("capacity"))
    with writing(lock_of(meeting_id)) as session:
        before = row_of(BreakoutGroup, meeting_id, group_id).room
        group = change_row(BreakoutGroup, meeting_id, group_id, values, actor)
        group_changed(group, before, group.room)
        session.flush()
        return group


def remove_group(meeting_id: int, group_id: int, *, actor: User | None = None) -> None:
    """Remove a group with its parts; who was in its room is to go elsewhere. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)) as session:
        group = row_of(BreakoutGroup, meeting_id, group_id)
        lost = {name: (value, None) for name, value in contents_of(group).items()}
        record("removed", group, actor=actor, changes=lost)
        group_changed(group, group.room, None)
        session.delete(group)


def move_group(meeting_id: int, group_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a group up (-1) or down (1) among those of its item; False at the end. Raises NoSuchRecord."""
    return move_row(BreakoutGroup, meeting_id, group_id, step, actor, among=("item_id",))


def add_input(meeting_id: int, group_id: int, text: str, *, language: str = "", actor: User | None) -> BreakoutInput:
    """Write down a point made in a group, after the others; `text` is plain.

    Raises:
        NoSuchRecord: the meeting has no such group.
    """
    with writing(lock_of(meeting_id)) as session:
        row_of(BreakoutGroup, meeting_id, group_id)
        last = session.scalar(select(func.max(BreakoutInput.position)).where(BreakoutInput.group_id == group_id))
        point = BreakoutInput(
            group_id=group_id,
            position=0 if last is None else last + 1,
            text=text,
            language=language,
            written_by_id=actor.id if actor is not None else None,
            written_at=now(),
        )
        session.add(point)
        session.flush()
        record("added", point, actor=actor, meeting_id=meeting_id, changes={"text": (None, text)})
        return point


def change_input(meeting_id: int, input_id: int, *, text: str, actor: User | None) -> BreakoutInput:
    """Correct what was written down; who wrote it first, and when, remains. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)) as session:
        point = input_of(meeting_id, input_id)
        changes = apply_changes(point, {"text": text})
        if changes:
            session.flush()
            record("changed", point, actor=actor, meeting_id=meeting_id, changes=changes)
        return point


def remove_input(meeting_id: int, input_id: int, *, actor: User | None) -> None:
    """Take a point away. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)) as session:
        point = input_of(meeting_id, input_id)
        record("removed", point, actor=actor, meeting_id=meeting_id, changes={"text": (point.text, None)})
        session.delete(point)


def move_input(meeting_id: int, input_id: int, step: int, *, actor: User | None) -> bool:
    """Move a point up (-1) or down (1) in its group; False at the end. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)):
        point = input_of(meeting_id, input_id)
        return reorder(inputs_of(point.group_id), point, step, actor, meeting_id)


def _check(capacity: int | None) -> None:
    if capacity is not None and capacity < 1:
        raise UnusableCapacity
