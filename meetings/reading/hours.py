"""From when to when a meeting is held on each of its days, for everybody and for each mode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select

from foundation.database import db
from meetings.enums import ItemKind, MeetingFormat, Mode
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting

USUAL_HOURS = (time(9), time(17))
OTHER_FORMAT = {Mode.IN_PERSON: MeetingFormat.ONLINE, Mode.REMOTE: MeetingFormat.IN_PERSON}
IN_THE_ROOM = (ItemKind.REGISTRATION, ItemKind.LUNCH, ItemKind.SOCIAL_EVENT)
"""Kinds of items that are only for those who are there, in a hybrid meeting, unless the item says otherwise."""

Hours = Mapping[date, tuple[time, time]]


def hours_of_days(meeting: Meeting, mode: Mode | None = None) -> Hours:
    """Start and end of each day on which something happens, in the meeting's zone; empty as long as no hour is known.

    `mode` leaves out what is not for those who take part that way. Days whose agenda is not written yet have usual
    hours; a day between two days that have an agenda, itself without any item, is a gap and left out.
    """
    return hours_by_mode(meeting)[mode]


def hours_by_mode(meeting: Meeting) -> dict[Mode | None, Hours]:
    """`hours_of_days` for everybody (None) and for each mode; one statement."""
    spans = list(_spans(AgendaItem.meeting_id == meeting.id))
    return {mode: _hours(meeting, spans, mode) for mode in (None, *Mode)}


def hours_of_meetings(meetings: Sequence[Meeting], which: ColumnElement[bool]) -> dict[int, Hours]:
    """`hours_of_days` of many meetings by id, in one statement; `which` chooses their agenda items."""
    spans: dict[int, list[_Span]] = {}
    for span in _spans(which):
        spans.setdefault(span.meeting_id, []).append(span)
    return {meeting.id: _hours(meeting, spans.get(meeting.id, []), None) for meeting in meetings}


def hours_of_items(items: Iterable[AgendaItem]) -> dict[date, tuple[time, time]]:
    """The hours that loaded items give their days; one without an end lasts an hour, as in `hours_of_days`."""
    hours: dict[date, tuple[time, time]] = {}
    for item in items:
        if item.starts is not None:
            end = item.ends or _hour_after(item.starts)
            first, last = hours.get(item.day, (item.starts, end))
            hours[item.day] = (min(first, item.starts), max(last, end))
    return hours


class _Span(NamedTuple):
    """From when to when the items of one day that are held alike last."""

    meeting_id: int
    day: date
    held: MeetingFormat | None
    is_of_room: bool
    first: time
    last: time | None
    last_open: time | None

    def is_for(self, meeting: Meeting, mode: Mode) -> bool:
        """Whether somebody who takes part in `mode` is there."""
        return _fits(self.held, self.is_of_room, meeting, mode)

    @property
    def end(self) -> time:
        """The last end; what begins last without one lasts an hour."""
        ends = (self.last, _hour_after(self.last_open) if self.last_open else None)
        return max(moment for moment in ends if moment is not None)


def _spans(which: ColumnElement[bool]) -> Iterator[_Span]:
    is_of_room = case((AgendaItem.kind.in_(IN_THE_ROOM), 1), else_=0)
    query = (
        select(
            AgendaItem.meeting_id,
            AgendaItem.day,
            AgendaItem.format,
            is_of_room,
            func.min(AgendaItem.starts),
            func.max(AgendaItem.ends),
            func.max(case((AgendaItem.ends.is_(None), AgendaItem.starts))),
        )
        .where(which, AgendaItem.starts.is_not(None))
        .group_by(AgendaItem.meeting_id, AgendaItem.day, AgendaItem.format, is_of_room)
    )
    return (_Span(*row) for row in db.session.execute(query))


def is_for(item: AgendaItem, meeting: Meeting, mode: Mode) -> bool:
    """Whether an item is for somebody who takes part in `mode`; a desk, a lunch or a dinner needs the room."""
    return _fits(item.format, item.kind in IN_THE_ROOM, meeting, mode)


def _fits(held: MeetingFormat | None, is_of_room: bool, meeting: Meeting, mode: Mode) -> bool:
    is_hybrid = held is None and meeting.format is MeetingFormat.HYBRID
    return (MeetingFormat.IN_PERSON if is_of_room and is_hybrid else held or meeting.format) is not OTHER_FORMAT[mode]


def _hours(meeting: Meeting, spans: Iterable[_Span], mode: Mode | None) -> Hours:
    planned, known = set(), dict[date, tuple[time, time]]()
    for span in spans:
        planned.add(span.day)
        if mode is None or span.is_for(meeting, mode):
            first, last = known.get(span.day, (span.first, span.end))
            known[span.day] = (min(first, span.first), max(last, span.end))
    if not known:
        return {}
    hours = {}
    for offset in range(meeting.days):
        day = meeting.starts_on + timedelta(days=offset)
        if day in known:
            hours[day] = known[day]
        elif day not in planned and not min(planned) < day < max(planned):
            hours[day] = USUAL_HOURS
    return hours


def _hour_after(moment: time) -> time:
    later = datetime.combine(date(2000, 1, 1), moment) + timedelta(hours=1)
    return later.time() if later.day == 1 else time(23, 59)
