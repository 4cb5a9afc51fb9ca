"""What a calendar needs to know of a meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func, select

from foundation.database import db
from meetings.agenda.models import AgendaItem
from meetings.enums import ContactKind, DatePrecision, MeetingState, Visibility
from meetings.programme.queries import AGENDA_ORDER
from meetings.record.models import FocalPoint, Meeting, ParticipationLink

USUAL_HOURS = (time(9), time(17))
KEPT_IN_FEEDS = timedelta(days=366)
"""How long a meeting that is over stays in feeds of many meetings."""

Hours = Mapping[date, tuple[time, time]]


def hours_of_days(meeting: Meeting) -> Hours:
    """Start and end of each day on which something happens, in the meeting's zone.

    Days whose agenda is not written yet have usual hours; a day between two days that have an agenda, itself
    without any item, is a gap and left out.
    """
    return hours_of_meetings([meeting], AgendaItem.meeting_id == meeting.id)[meeting.id]


def hours_of_meetings(meetings: Sequence[Meeting], which: ColumnElement[bool]) -> dict[int, Hours]:
    """`hours_of_days` of many meetings by id, in one statement; `which` chooses their agenda items."""
    query = (
        select(
            AgendaItem.meeting_id,
            AgendaItem.day,
            func.min(AgendaItem.starts),
            func.max(AgendaItem.ends),
            func.max(case((AgendaItem.ends.is_(None), AgendaItem.starts))),
        )
        .where(which, AgendaItem.starts.is_not(None))
        .group_by(AgendaItem.meeting_id, AgendaItem.day)
    )
    known: dict[int, dict[date, tuple[time, time]]] = {}
    for meeting_id, day, first, last, last_open in db.session.execute(query):
        ends = [moment for moment in (last, _hour_after(last_open) if last_open else None) if moment is not None]
        known.setdefault(meeting_id, {})[day] = (first, max(ends))
    return {meeting.id: _with_other_days(meeting, known.get(meeting.id, {})) for meeting in meetings}


def _with_other_days(meeting: Meeting, known: Hours) -> Hours:
    hours = {}
    for offset in range(meeting.days):
        day = meeting.starts_on + timedelta(days=offset)
        if day in known:
            hours[day] = known[day]
        elif not (known and min(known) < day < max(known)):
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
    """The mailbox that answers participants: the first administrative contact's, else the first contact's."""
    contacts = db.session.scalars(
        select(FocalPoint).where(FocalPoint.meeting_id == meeting.id).order_by(FocalPoint.position)
    ).all()
    ordered = sorted(contacts, key=lambda contact: contact.kind is not ContactKind.ADMINISTRATIVE)
    for contact in ordered:
        address = contact.email or (contact.person.email if contact.person else "")
        if address:
            return address
    return ""


def _hour_after(moment: time) -> time:
    later = datetime.combine(date(2000, 1, 1), moment) + timedelta(hours=1)
    return later.time() if later.day == 1 else time(23, 59)
