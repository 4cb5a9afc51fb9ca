"""What an organiser does with the rooms of a venue."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.keeping.calendar_sequence import items_moved
from meetings.keeping.rows import add_row, lock_of
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.rooms import Room
from meetings.reading.agenda import held_with
from meetings.reading.meetings import row_of
from meetings.reading.rooms import is_another_place, means, renamed


class RoomExists(Exception):
    """The meeting has a room of this name in `language`."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


def add_room(
    meeting_id: int,
    *,
    name: Translations,
    directions: Translations | None = None,
    seats: int | None = None,
    actor: User | None = None,
) -> Room:
    """A new room after the others; `directions` are plain text.

    Raises:
        RoomExists: another room has one of these names.
    """
    with writing(lock_of(meeting_id)):
        check_name(meeting_id, name, None)
        values = {"name": name, "directions": directions or Translations(), "seats": seats}
        return add_row(Room, meeting_id, values, actor)


def change_room(meeting_id: int, room_id: int, *, actor: User | None = None, **values: Any) -> Room:
    """Change columns of a room; with another name, items and groups that name it get the new one.

    An item's place is then another, which raises its SEQUENCE; that of a group is the place of the group's item for
    those who are in it. Named in one more language it is the same place.

    Raises:
        RoomExists: another room has one of these names.
        NoSuchRecord: the meeting has no such room.
    """
    with writing(lock_of(meeting_id)) as session:
        room = row_of(Room, meeting_id, room_id)
        old = room.name
        check_name(meeting_id, values.get("name", old), room_id)
        changes = apply_changes(room, values)
        if not changes:
            return room
        session.flush()
        record("changed", room, actor=actor, changes=changes)
        if room.name != old:
            _rename(meeting_id, old, room.name, actor)
        return room


def check_name(meeting_id: int, name: Translations, room_id: int | None) -> None:
    """Raise RoomExists if a room other than `room_id` has one of these names."""
    for room in db.session.scalars(select(Room).where(Room.meeting_id == meeting_id, Room.id != (room_id or 0))):
        for language, text in name.items():
            if means(Translations({language: text}), room.name):
                raise RoomExists(language)


def _rename(meeting_id: int, old: Translations, new: Translations, actor: User | None) -> None:
    items = {
        item.id: item for item in db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))
    }
    moved: set[int] = set()
    for item in items.values():
        if means(item.room, old):
            changes = apply_changes(item, {"room": renamed(item.room, old, new)})
            record("changed", item, actor=actor, changes=changes)
            moved.add(item.id)
    named_so = frozenset(moved)
    for group in db.session.scalars(select(BreakoutGroup).where(BreakoutGroup.meeting_id == meeting_id)):
        if means(group.room, old):
            changes = apply_changes(group, {"room": renamed(group.room, old, new)})
            record("changed", group, actor=actor, changes=changes)
            moved.add(group.item_id)
    if is_another_place(old, new):
        items_moved([*(items[item_id] for item_id in moved), *held_with(items, named_so)])
    db.session.flush()
