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
    """The hours that loaded items give their days; those without an end count as in `hours_of_days`."""
    moments: dict[date, list[_Moments]] = {}
    for item in items:
        if item.starts is not None:
            is_social = item.kind is ItemKind.SOCIAL_EVENT
            starts, is_open = item.starts, item.ends is None
            found = _Moments(
                starts,
                item.ends,
                starts if is_open and not is_social else None,
                starts if is_open and is_social else None,
            )
            moments.setdefault(item.day, []).append(found)
    return {day: _from_to(found) for day, found in moments.items()}


class _Moments(NamedTuple):
    """The first start and the last end of some items of a day, and the last starts of those that have no end."""

    first: time
    last: time | None
    last_open: time | None
    last_social: time | None


def _from_to(found: Sequence[_Moments]) -> tuple[time, time]:
    """From when to when a day lasts: what has no end lasts an hour.

    An evening whose end nobody gave does not lengthen the day: it counts only where nothing else is left to last.
    """
    ends = [each.last for each in found if each.last is not None]
    ends += [_hour_after(each.last_open) for each in found if each.last_open is not None]
    evenings = [_hour_after(each.last_social) for each in found if each.last_social is not None]
    return min(each.first for each in found), max(ends or evenings)


class _Span(NamedTuple):
    """From when to when the items of one day that are held alike last."""

    meeting_id: int
    day: date
    held: MeetingFormat | None
    is_of_room: bool
    moments: _Moments

    def is_for(self, meeting: Meeting, mode: Mode) -> bool:
        """Whether somebody who takes part in `mode` is there."""
        return _fits(self.held, self.is_of_room, meeting, mode)


def _spans(which: ColumnElement[bool]) -> Iterator[_Span]:
    is_of_room = case((AgendaItem.kind.in_(IN_THE_ROOM), 1), else_=0)
    is_open, is_social = AgendaItem.ends.is_(None), AgendaItem.kind == ItemKind.SOCIAL_EVENT
    query = (
        select(
            AgendaItem.meeting_id,
            AgendaItem.day,
            AgendaItem.format,
            is_of_room,
            func.min(AgendaItem.starts),
            func.max(AgendaItem.ends),
            func.max(case((is_open & ~is_social, AgendaItem.starts))),
            func.max(case((is_open & is_social, AgendaItem.starts))),
        )
        .where(which, AgendaItem.starts.is_not(None))
        .group_by(AgendaItem.meeting_id, AgendaItem.day, AgendaItem.format, is_of_room)
    )
    for meeting_id, day, held, is_for_room, *moments in db.session.execute(query):
        yield _Span(meeting_id, day, held, is_for_room, _Moments(*moments))


def is_for(item: AgendaItem, meeting: Meeting, mode: Mode) -> bool:
    """Whether an item is for somebody who takes part in `mode`; a desk, a lunch or a dinner needs the room."""
    return _fits(item.format, item.kind in IN_THE_ROOM, meeting, mode)


def _fits(held: MeetingFormat | None, is_of_room: bool, meeting: Meeting, mode: Mode) -> bool:
    is_hybrid = held is None and meeting.format is MeetingFormat.HYBRID
    return (MeetingFormat.IN_PERSON if is_of_room and is_hybrid else held or meeting.format) is not OTHER_FORMAT[mode]


def _hours(meeting: Meeting, spans: Iterable[_Span], mode: Mode | None) -> Hours:
    planned, moments = set(), dict[date, list[_Moments]]()
    for span in spans:
        planned.add(span.day)
        if mode is None or span.is_for(meeting, mode):
            moments.setdefault(span.day, []).append(span.moments)
    known = {day: _from_to(found) for day, found in moments.items()}
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
