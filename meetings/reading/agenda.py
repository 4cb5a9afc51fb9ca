"""What the pages need on which an agenda is edited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from foundation.database import db
from foundation.dates import format_date
from foundation.languages import sentence_case
from meetings.enums import DatePrecision, PartStatus
from meetings.models.agenda import AgendaItem, Part
from meetings.models.meeting import Meeting
from meetings.reading.item_views import PartGroupView
from meetings.reading.presenting import Presenter
from meetings.reading.programme import Programme, load_programme

DEEPEST = 3
"""Levels of items inside one another."""
UNSURE = (PartStatus.INVITED, PartStatus.TO_BE_CONFIRMED, PartStatus.TO_BE_DETERMINED)


@dataclass(frozen=True)
class AgendaLine:
    """An item as a line of the editable agenda, with the lines `inside` it; `people` are named in one language."""

    item: AgendaItem
    depth: int
    people: Sequence[PartGroupView]
    groups: int
    goes_up: bool
    goes_down: bool
    inside: Sequence[AgendaLine]

    @property
    def may_hold(self) -> bool:
        """Whether another item can be put inside."""
        return self.depth + 1 < DEEPEST


@dataclass(frozen=True)
class EditableDay:
    """A day of the meeting, or one outside it that still has items; `next_start` follows the last timed item."""

    day: date
    name: str
    is_outside: bool
    lines: Sequence[AgendaLine]
    next_start: time | None


def agenda_for_editing(meeting_id: int, language: str) -> tuple[Programme, list[EditableDay]]:
    """The agenda by days, every day of the meeting included; the statements of `load_programme`, no more."""
    programme = load_programme(meeting_id)
    presenter = Presenter(programme, language)
    meeting = programme.meeting
    return programme, [
        EditableDay(
            day,
            name,
            not meeting.starts_on <= day <= meeting.ends_on,
            _lines(programme, presenter, programme_of_day(programme, day)),
            next_start(programme, day),
        )
        for day, name in named_days(programme, language).items()
    ]


def named_days(programme: Programme, language: str) -> dict[date, str]:
    """Every day that an item may be on, in words.

    As long as only the month is known, days are placeholders: those with items and a free one, by number.
    """
    meeting, used = programme.meeting, {item.day for item in programme.items}
    if meeting.date_precision is DatePrecision.DAY:
        style = meeting.month_style.value
        days = sorted({*days_of(meeting), *used})
        return {day: sentence_case(format_date(day, language, style, weekday=True)) for day in days}
    unused = [day for day in days_of(meeting) if day not in used]
    free = [day for day in unused if not used or day > max(used)][:1] or unused[-1:]
    return {day: _("Day %(number)s", number=number) for number, day in enumerate(sorted({*used, *free}), 1)}


def count_items_and_open_parts(meeting_id: int) -> tuple[int, int]:
    """How many items an agenda has, and how many parts in them nobody has confirmed; one statement."""
    items = select(func.count()).where(AgendaItem.meeting_id == meeting_id)
    parts = select(func.count()).select_from(Part).join(AgendaItem, Part.item_id == AgendaItem.id)
    unsure = parts.where(AgendaItem.meeting_id == meeting_id, Part.status.in_(UNSURE))
    counted, open_parts = db.session.execute(select(items.scalar_subquery(), unsure.scalar_subquery())).one()
    return counted, open_parts


def items_with_groups(meeting_id: int) -> list[AgendaItem]:
    """The items that have breakout groups, in the order of the agenda."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.groups.any())
    return list(db.session.scalars(query.order_by(AgendaItem.day, AgendaItem.starts, AgendaItem.id)))


def is_in_agenda(meeting_id: int, values: Mapping[str, Any]) -> bool:
    """Whether an item of these values stands there already, so that its form was sent twice."""
    same = {name: values[name] for name in ("kind", "day", "starts", "ends", "parent_id")}
    items = db.session.scalars(select(AgendaItem).filter_by(meeting_id=meeting_id, **same))
    return any((item.title, item.room) == (values["title"], values["room"]) for item in items)


def days_of(meeting: Meeting) -> list[date]:
    """Every day of the meeting."""
    return [meeting.starts_on + timedelta(days=offset) for offset in range(meeting.days)]


def programme_of_day(programme: Programme, day: date) -> list[AgendaItem]:
    """Items of a day that are in no other item, in order."""
    return [item for item in programme.items if item.day == day]


def next_start(programme: Programme, day: date) -> time | None:
    """When an item would start that follows the last one of a day."""
    ends = [item.ends or item.starts for item in programme_of_day(programme, day)]
    return max((moment for moment in ends if moment is not None), default=None)


def in_order(programme: Programme) -> list[tuple[AgendaItem, int]]:
    """Every item with its depth, as the agenda shows them."""

    def below(items: Sequence[AgendaItem], depth: int) -> Iterator[tuple[AgendaItem, int]]:
        for item in items:
            yield item, depth
            yield from below(programme.children.get(item.id, []), depth + 1)

    return list(below(programme.items, 0))


def parents_of(meeting_id: int) -> dict[int, int | None]:
    """For every item of a meeting the one that holds it, by id; one statement that reads no texts."""
    query = select(AgendaItem.id, AgendaItem.parent_id).where(AgendaItem.meeting_id == meeting_id)
    return {row.id: row.parent_id for row in db.session.execute(query)}


def depths_of(meeting_id: int) -> list[tuple[int, int]]:
    """Every item of a meeting as (id, depth), in no order; reads as `parents_of`."""
    parents = parents_of(meeting_id)

    def depth(key: int) -> int:
        parent = parents.get(key)
        return 0 if parent is None else 1 + depth(parent)

    return [(key, depth(key)) for key in parents]


def held_with(items: Mapping[int, AgendaItem], holders: Collection[int]) -> list[AgendaItem]:
    """The items that are held in the room of one of `holders`, which are not among them.

    Neither they nor what is between them and the holder have a room of their own. `items`, by id, are all of a meeting,
    or the holders and what is inside them.
    """
    found = []
    for item in items.values():
        around = item
        while not around.room and (above := items.get(around.parent_id or 0)) is not None:
            around = above
            if around.id in holders:
                if item.id not in holders:
                    found.append(item)
                break
    return found


def _lines(
    programme: Programme, presenter: Presenter, siblings: Sequence[AgendaItem], depth: int = 0
) -> list[AgendaLine]:
    lines = []
    for place, item in enumerate(siblings):
        above = siblings[place - 1] if place else None
        below = siblings[place + 1] if place + 1 < len(siblings) else None
        lines.append(
            AgendaLine(
                item=item,
                depth=depth,
                people=presenter.parts(programme.parts_of_items.get(item.id, [])),
                groups=len(programme.groups.get(item.id, [])),
                goes_up=above is not None and above.starts == item.starts,
                goes_down=below is not None and below.starts == item.starts,
                inside=_lines(programme, presenter, programme.children.get(item.id, []), depth + 1),
            )
        )
    return lines
