"""What a calendar needs to know of a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select

from foundation.database import db
from meetings.enums import ContactKind, DatePrecision, ItemKind, MeetingFormat, MeetingState, Mode, Visibility
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import FocalPoint, Meeting, ParticipationLink
from meetings.reading.programme import AGENDA_ORDER

USUAL_HOURS = (time(9), time(17))
OTHER_FORMAT = {Mode.IN_PERSON: MeetingFormat.ONLINE, Mode.REMOTE: MeetingFormat.IN_PERSON}
IN_THE_ROOM = (ItemKind.REGISTRATION, ItemKind.LUNCH, ItemKind.SOCIAL_EVENT)
"""Kinds of items that are only for those who are there, in a hybrid meeting, unless the item says otherwise."""
KEPT_IN_FEEDS = timedelta(days=366)
"""How long a meeting that is over stays in feeds of many meetings."""

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


@dataclass
class Agenda:
    """What calendars show of an agenda: the items with a time of their own in order, and all of them by id."""

    timed: list[AgendaItem] = field(default_factory=list)
    by_id: dict[int, AgendaItem] = field(default_factory=dict)

    def room_around(self, item: AgendaItem, language: str, main: str) -> str:
        """The room of the nearest item that holds this one and names its room."""
        holder = self.by_id.get(item.parent_id or 0)
        while holder is not None:
            room = holder.room.text(language, main)
            if room:
                return room
            holder = self.by_id.get(holder.parent_id or 0)
        return ""


def agenda_of(meeting_id: int) -> Agenda:
    """The agenda of a meeting; one statement."""
    items = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(*AGENDA_ORDER))
    by_id = {item.id: item for item in items}
    return Agenda([item for item in by_id.values() if item.starts is not None], by_id)


def in_feeds(series_id: int | None, today: date) -> tuple[ColumnElement[bool], ...]:
    """Which meetings the feed of a series, or of all public meetings, shows: those of the last year and all to come.

    Not those of which only the month is known.
    """
    conditions: tuple[ColumnElement[bool], ...] = (
        Meeting.state != MeetingState.DRAFT,
        Meeting.deleted_at.is_(None),
        Meeting.date_precision == DatePrecision.DAY,
        Meeting.ends_on >= today - KEPT_IN_FEEDS,
    )
    return conditions if series_id is None else (*conditions, Meeting.series_id == series_id)


def versions_in_feed(series_id: int | None, today: date) -> tuple[tuple[int, int], ...]:
    """Ids and versions of the meetings that a feed shows: equal ones make an equal feed. One statement."""
    query = select(Meeting.id, Meeting.version).where(*in_feeds(series_id, today)).order_by(Meeting.id)
    return tuple((key, version) for key, version in db.session.execute(query))


def meetings_in_feed(series_id: int | None, today: date) -> tuple[list[Meeting], dict[int, Hours]]:
    """The meetings that a feed shows, in order, and their `hours_of_days` by id; two statements."""
    conditions = in_feeds(series_id, today)
    meetings = list(db.session.scalars(select(Meeting).where(*conditions).order_by(Meeting.starts_on, Meeting.id)))
    which = AgendaItem.meeting_id.in_(select(Meeting.id).where(*conditions))
    return meetings, hours_of_meetings(meetings, which)


def public_links_in_feed(series_id: int | None, today: date) -> dict[int, list[ParticipationLink]]:
    """The links by which anybody joins the whole of a meeting that a feed shows, by its id; one statement."""
    query = select(ParticipationLink).where(
        ParticipationLink.meeting_id.in_(select(Meeting.id).where(*in_feeds(series_id, today))),
        ParticipationLink.visibility == Visibility.PUBLIC,
        ParticipationLink.item_id.is_(None),
        ParticipationLink.group_id.is_(None),
    )
    links: dict[int, list[ParticipationLink]] = {}
    for link in db.session.scalars(query.order_by(ParticipationLink.position, ParticipationLink.id)):
        links.setdefault(link.meeting_id, []).append(link)
    return links


def reply_address(meeting: Meeting) -> str:
    """The mailbox that answers participants: the first administrative contact's, else the first contact's.

    Only an address that the page shows: that of the directory may be private.
    """
    contact = _who_answers(meeting)
    return contact.email if contact is not None else ""


def contact_name(meeting: Meeting, language: str) -> str:
    """The name of whose mailbox `reply_address` is."""
    contact, main = _who_answers(meeting), meeting.main_language
    if contact is None:
        return ""
    person = contact.person
    return person.full_name(language, main) if person is not None else contact.unit.text(language, main)


def _who_answers(meeting: Meeting) -> FocalPoint | None:
    contacts = db.session.scalars(
        select(FocalPoint).where(FocalPoint.meeting_id == meeting.id).order_by(FocalPoint.position)
    ).all()
    ordered = sorted(contacts, key=lambda contact: contact.kind is not ContactKind.ADMINISTRATIVE)
    return next((contact for contact in ordered if contact.email), None)


def _hour_after(moment: time) -> time:
    later = datetime.combine(date(2000, 1, 1), moment) + timedelta(hours=1)
    return later.time() if later.day == 1 else time(23, 59)
