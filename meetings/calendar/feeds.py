"""The calendars that anybody may read: of a meeting, an item, a series, all meetings.

They hold public participation links only, and those only while their window is open.
A meeting of which only the month is known has no entries.
"""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from foundation.clock import now
from foundation.languages import force_language
from foundation.pages import external_url
from meetings.calendar.building import EntryWriter, describe_feed, empty_calendar, new_calendar
from meetings.calendar.queries import agenda_of, meetings_in_feed, public_links_in_feed
from meetings.enums import DatePrecision, Visibility
from meetings.models.agenda import AgendaItem
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.series import Series
from meetings.reading.breakouts import groups_of_items
from meetings.reading.hours import hours_of_days
from meetings.reading.joining import (
    end_of,
    first_in,
    joining_places,
    links_of,
    opening_of,
    start_of,
    takes_people,
    visible_links,
)

PUBLIC = (Visibility.PUBLIC,)


def meeting_feed(meeting: Meeting, language: str, source: str) -> bytes:
    """The meeting as one entry over its days; `source` is the feed's own address."""
    calendar = new_calendar(meeting, language, "PUBLISH")
    name = meeting.title.text(language, meeting.main_language)
    url = page_address(meeting, language)
    spoken = meeting.title.language_of(language, meeting.main_language)
    describe_feed(
        calendar, name, spoken, source=source, url=url, changed=meeting.changed_at, accent=meeting.accent
    )  # fmt: skip
    if has_entries(meeting):
        links = public_links(meeting, language).get(None, [])
        for event in EntryWriter(meeting, language, url).meeting_entries(hours_of_days(meeting), links=links):
            calendar.add_component(event)
    return calendar.to_ical()


def agenda_feed(meeting: Meeting, language: str, source: str, only: AgendaItem | None = None) -> bytes:
    """Every item of the agenda that has a time, or only one of them."""
    calendar = new_calendar(meeting, language, "PUBLISH")
    title = (only or meeting).title
    name = title.text(language, meeting.main_language)
    url = page_address(meeting, language)
    spoken = title.language_of(language, meeting.main_language)
    describe_feed(
        calendar, name, spoken, source=source, url=url, changed=meeting.changed_at, accent=meeting.accent
    )  # fmt: skip
    if has_entries(meeting):
        agenda, groups = agenda_of(meeting.id), groups_of_items(meeting.id)
        writer, links = EntryWriter(meeting, language, url), public_links(meeting, language)
        for item in agenda.timed:
            if only is None or item.id == only.id:
                event = writer.item_entry(
                    item,
                    room=agenda.room_around(item, language, meeting.main_language),
                    groups=groups.get(item.id, []),
                    links=links.get(item.id) or links.get(None, []),
                )
                calendar.add_component(event)
    return calendar.to_ical()


def feed_of_many(series: Series | None, language: str, source: str, today: date) -> bytes:
    """The meetings of a series, or all public ones; of the last year and all to come."""
    meetings, hours = meetings_in_feed(series.id if series is not None else None, today)
    zones = {(meeting.zone, meeting.starts_on, meeting.ends_on) for meeting in meetings}
    # A calendar holds one component at least.
    calendar = empty_calendar(zones or [("Etc/UTC", today, today)], "PUBLISH")
    with force_language(language):
        name = series.title.text(language) if series is not None else _("Meetings")
    spoken = series.title.language_of(language) if series is not None else language
    changed = max((meeting.changed_at for meeting in meetings), default=None)
    describe_feed(calendar, name, spoken, source=source, changed=changed, accent="")
    links, moment = public_links_in_feed(series.id if series is not None else None, today), now()
    for meeting in meetings:
        writer = EntryWriter(meeting, language, page_address(meeting, language))
        own = links.get(meeting.id, []) if takes_people(meeting, moment) else []
        starts = start_of(meeting, hours=hours[meeting.id]) if own else None
        shown = first_in(language, visible_links(own, PUBLIC, starts=starts, moment=moment))
        for event in writer.meeting_entries(hours[meeting.id], links=shown):
            calendar.add_component(event)
    return calendar.to_ical()


def has_entries(meeting: Meeting) -> bool:
    """Whether calendars show the meeting: it is public and its days are known."""
    return meeting.is_public and meeting.date_precision is DatePrecision.DAY


def page_address(meeting: Meeting, language: str) -> str:
    """The meeting's page in this language, else in its main one."""
    offered = language if language in meeting.page_languages else meeting.main_language
    return external_url("programme.show", code=meeting.code, language=offered)


def public_links(meeting: Meeting, language: str) -> dict[int | None, list[ParticipationLink]]:
    """The links that anybody may see now, by the id of their item; None: those of the whole meeting."""
    places = joining_places(meeting, PUBLIC, language=language)
    return {place.item.id if place.item else None: place.links for place in places if place.group is None}


def turning_points(meeting: Meeting) -> tuple[datetime, ...]:
    """The instants at which a public link appears or goes: between two of them a feed stays as it is."""
    links = [link for link in links_of(meeting.id) if link.visibility in PUBLIC and link.group_id is None]
    if not links:
        return ()
    by_id = agenda_of(meeting.id).by_id
    hours = hours_of_days(meeting)
    points = set()
    for link in links:
        item = by_id.get(link.item_id) if link.item_id is not None else None
        points |= {opening_of(link, start_of(meeting, item, hours)), end_of(meeting, item), end_of(meeting)}
    return tuple(sorted(point for point in points if point is not None))


def turning_points_of_many(series_id: int | None, today: date) -> tuple[datetime, ...]:
    """The same for the feed of a series, or of all public meetings."""
    links = public_links_in_feed(series_id, today)
    if not links:
        return ()
    meetings, hours = meetings_in_feed(series_id, today)
    points = set()
    for meeting in meetings:
        for link in links.get(meeting.id, []):
            points |= {opening_of(link, start_of(meeting, hours=hours[meeting.id])), end_of(meeting)}
    return tuple(sorted(point for point in points if point is not None))


def passed(points: tuple[datetime, ...]) -> int:
    """How many turning points lie behind."""
    moment = now()
    return sum(point <= moment for point in points)
