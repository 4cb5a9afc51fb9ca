"""What a calendar needs to know of a meeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select

from foundation.database import db
from meetings.enums import DatePrecision, MeetingState, Visibility
from meetings.models.agenda import AgendaItem
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.reading.hours import Hours, hours_of_meetings
from meetings.reading.programme import AGENDA_ORDER

KEPT_IN_FEEDS = timedelta(days=366)
"""How long a meeting that is over stays in feeds of many meetings."""


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
