"""What a calendar needs to know of a meeting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from foundation.database import db
from meetings.agenda.models import AgendaItem
from meetings.enums import ContactKind
from meetings.record.models import FocalPoint, Meeting

USUAL_HOURS = (time(9), time(17))


def hours_of_days(meeting: Meeting) -> dict[date, tuple[time, time]]:
    """Start and end of each day on which something happens, in the meeting's zone.

    Days whose agenda is not written yet have usual hours; a day between two days that have an agenda, itself
    without any item, is a gap and left out.
    """
    rows = db.session.execute(
        select(AgendaItem.day, AgendaItem.starts, AgendaItem.ends).where(
            AgendaItem.meeting_id == meeting.id, AgendaItem.starts.is_not(None)
        )
    ).all()
    known: dict[date, tuple[time, time]] = {}
    for day, starts, ends in rows:
        assert starts is not None
        last = ends or min(time(23, 59), _hour_after(starts))
        first, until = known.get(day, (starts, last))
        known[day] = (min(first, starts), max(until, last))
    hours = {}
    for offset in range(meeting.days):
        day = meeting.starts_on + timedelta(days=offset)
        if day in known:
            hours[day] = known[day]
        elif not (known and min(known) < day < max(known)):
            hours[day] = USUAL_HOURS
    return hours


def timed_items(meeting: Meeting) -> list[AgendaItem]:
    """Every agenda item with a time of its own, in order."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.starts.is_not(None))
    return list(db.session.scalars(query.order_by(AgendaItem.day, AgendaItem.starts, AgendaItem.position)))


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
