"""When SEQUENCE of a calendar entry rises (RFC 5545 3.8.7.4): at another time, place or STATUS, and at nothing else.

A meeting counts changes of its record (`calendar_sequence`) and of the hours that its agenda gives it
(`hours_sequence`); an agenda item counts its own. The entry of an item has the sum of its count and the meeting's, that
of the meeting the sum of its two. What concerns one person is counted in `registration.people.calendar_sequence`. No
other module raises a count of a meeting or an item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from foundation.database import db
from foundation.translated import Translations
from meetings.enums import CALENDAR_STATUS, Mode
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.agenda import held_with
from meetings.reading.hours import Hours, hours_by_mode
from meetings.reading.rooms import is_another_place, is_moved

Changes = Mapping[str, tuple[Any, Any]]
"""Changed columns: (old, new) by name."""

TIME_AND_PLACE = frozenset(
    {
        "starts_on", "ends_on", "date_precision", "zone", "format", "venue", "venue_address", "city", "country_code",
        "online_platform",
    }
)  # fmt: skip
"""Facts of a meeting that its entries tell."""
TIMES = frozenset({"day", "starts", "ends"})
"""Facts of an item that its entry tells, beside its room and how it is held."""
HOURS = TIMES | {"format", "kind"}
"""Facts of an item on which the hours of a day rest, for everybody or for those who take part in one way."""


def meeting_changed(meeting: Meeting, changes: Changes) -> None:
    """Count a change of a meeting's record, if it tells of another time, place or STATUS."""
    old, new = changes.get("state", (meeting.state, meeting.state))
    if is_moved(changes, TIME_AND_PLACE) or CALENDAR_STATUS[old] != CALENDAR_STATUS[new]:
        meeting.calendar_sequence += 1


def hours_changed(meeting: Meeting, before: Mapping[Mode | None, Hours]) -> None:
    """Count other hours of the agenda than `before`: the meeting's own entry spans them. Flushes when they are."""
    if hours_by_mode(meeting) != before:
        meeting.hours_sequence += 1
        db.session.flush()


def item_changed(meeting: Meeting, item: AgendaItem, changes: Changes) -> None:
    """Count a change of an item, if it tells of another time, another room or another way in which it is held."""
    if TIMES & changes.keys() or is_in_another_room(item, changes) or _is_held_otherwise(meeting, changes):
        item.calendar_sequence += 1


def items_moved(items: Iterable[AgendaItem]) -> None:
    """Count another time or place of items; those without a time have no entry."""
    for item in items:
        item.calendar_sequence += item.starts is not None


def room_changed(meeting_id: int, holders: Collection[int]) -> None:
    """Count another place of what is held in the room of one of `holders`, which are counted themselves elsewhere."""
    items = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))
    items_moved(held_with({item.id: item for item in items}, holders))


def group_changed(group: BreakoutGroup, old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> None:
    """Count another room of a group: it is another place of its item for the members."""
    if is_another_place(old, new):
        item = db.session.get(AgendaItem, group.item_id)
        assert item is not None
        item.calendar_sequence += 1


def restored(values: dict[str, Any]) -> None:
    """Count the coming back of a row that was removed, in the columns from which it is made again."""
    if "calendar_sequence" in values:
        values["calendar_sequence"] += 1


def is_in_another_room(item: AgendaItem, changes: Changes) -> bool:
    """Whether the item is held elsewhere now: one without a room of its own is in that of the item that holds it."""
    if "room" in changes:
        return is_another_place(*changes["room"])
    if "parent_id" not in changes or item.room:
        return False
    old, new = (_room_of(parent_id) for parent_id in changes["parent_id"])
    return is_another_place(old, new)


def _is_held_otherwise(meeting: Meeting, changes: Changes) -> bool:
    old, new = changes.get("format", (None, None))
    return (old or meeting.format) != (new or meeting.format)


def _room_of(item_id: int | None) -> Translations:
    item = db.session.get(AgendaItem, item_id) if item_id is not None else None
    return Translations() if item is None else item.room or _room_of(item.parent_id)
