"""Reading breakout groups."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from accounts.models import User
from foundation.database import db
from foundation.languages import current_language
from foundation.translated import Translations
from meetings.models.breakouts import BreakoutGroup, BreakoutInput
from meetings.models.rooms import Room
from meetings.reading.meetings import NoSuchRecord
from meetings.reading.rooms import room_named


def inputs_of(group_id: int) -> list[BreakoutInput]:
    """What was said in a group, in order."""
    query = select(BreakoutInput).where(BreakoutInput.group_id == group_id)
    return list(db.session.scalars(query.order_by(BreakoutInput.position, BreakoutInput.id)))


def inputs_with_writers(group_id: int) -> list[tuple[BreakoutInput, str]]:
    """What was said in a group, in order, with the name of who wrote it down; one statement."""
    query = (
        select(BreakoutInput, User.name, User.names)
        .outerjoin(User, User.id == BreakoutInput.written_by_id)
        .where(BreakoutInput.group_id == group_id)
        .order_by(BreakoutInput.position, BreakoutInput.id)
    )
    language = current_language()
    return [
        (point, (names or Translations()).get(language) or name or "")
        for point, name, names in db.session.execute(query)
    ]


def input_of(meeting_id: int, input_id: int) -> BreakoutInput:
    """A point made in a group of the meeting.

    Raises:
        NoSuchRecord: the meeting has no such input.
    """
    query = (
        select(BreakoutInput)
        .join(BreakoutGroup, BreakoutGroup.id == BreakoutInput.group_id)
        .where(BreakoutInput.id == input_id, BreakoutGroup.meeting_id == meeting_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NoSuchRecord(input_id)
    return found


def groups_in_order(meeting_id: int, item_id: int | None = None) -> list[BreakoutGroup]:
    """The breakout groups of a meeting, or of one item of it."""
    query = select(BreakoutGroup).where(BreakoutGroup.meeting_id == meeting_id)
    if item_id is not None:
        query = query.where(BreakoutGroup.item_id == item_id)
    return list(db.session.scalars(query.order_by(BreakoutGroup.item_id, BreakoutGroup.position, BreakoutGroup.id)))


def groups_of_items(meeting_id: int) -> dict[int, list[BreakoutGroup]]:
    """The breakout groups of a meeting by the id of their item, in order; one statement."""
    groups: dict[int, list[BreakoutGroup]] = {}
    for group in groups_in_order(meeting_id):
        groups.setdefault(group.item_id, []).append(group)
    return groups


def count_inputs(group_ids: Iterable[int]) -> dict[int, int]:
    """How many points each of the groups made."""
    query = select(BreakoutInput.group_id, func.count()).where(BreakoutInput.group_id.in_(list(group_ids)))
    return dict(db.session.execute(query.group_by(BreakoutInput.group_id)).all())


def seats_lacking(group: BreakoutGroup, rooms: Iterable[Room]) -> Room | None:
    """The room of a group when it has fewer seats than the group may have members."""
    room = room_named(group.room, rooms)
    if room is None or room.seats is None or group.capacity is None or room.seats >= group.capacity:
        return None
    return room
