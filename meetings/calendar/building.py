"""Calendar objects of meetings and agenda items (RFC 5545, 7986).

A meeting is one UID for ever: a daily recurrence over its days, with an overriding instance for a day that has other
hours and an exception for a day without programme. Each agenda item has a UID of its own.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText, vUri

from foundation.clock import now
from foundation.countries import UnknownCountry, country_name
from meetings.agenda.models import AgendaItem
from meetings.calendar.queries import hours_of_days
from meetings.enums import MeetingFormat, MeetingState, Mode
from meetings.record.models import Meeting, ParticipationLink

PRODUCT = "-//Plenary//Plenary//EN"


def new_calendar(meeting: Meeting, language: str, method: str = "") -> Calendar:
    """An empty calendar with the time zone of the meeting's years."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    calendar.add_component(_time_zone(meeting.zone, meeting.starts_on.year, meeting.ends_on.year))
    return calendar


@lru_cache(maxsize=256)
def _time_zone(zone: str, first_year: int, last_year: int) -> Timezone:
    """The rules of a zone from the first to the last year; kept, since working them out takes a tenth of a second."""
    return Timezone.from_tzid(zone, first_date=date(first_year, 1, 1), last_date=date(last_year + 1, 1, 1))


def meeting_events(
    meeting: Meeting,
    language: str,
    *,
    url: str,
    sequence: int | None = None,
    mode: Mode | None = None,
    join: ParticipationLink | None = None,
    cancelled: bool = False,
) -> list[Event]:
    """The master event of a meeting and its overriding instances.

    `mode` fits place and description to how the reader takes part; `join` adds a personal or approved join link and
    must not be given for a public feed.
    """
    hours = hours_of_days(meeting)
    days = sorted(hours)
    first = days[0]
    number = meeting.calendar_sequence if sequence is None else sequence
    cancelled = cancelled or meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED)

    def event_on(day: date) -> Event:
        event = Event()
        event.add("uid", meeting.calendar_uid)
        event.add("dtstamp", now())
        event.add("sequence", number)
        event.add("dtstart", _moment(day, hours[day][0], meeting.zone))
        event.add("dtend", _moment(day, hours[day][1], meeting.zone))
        event.add("summary", meeting.title.text(language, meeting.main_language), {"LANGUAGE": language})
        event.add("status", _status(meeting, cancelled))
        event.add("url", url)
        place = place_of(meeting, language, mode)
        if place:
            event.add("location", place, {"LANGUAGE": language})
        event.add("description", _description(meeting, language, url, join), {"LANGUAGE": language})
        if join is not None:
            conference = vUri(join.join_url)
            conference.params["VALUE"] = "URI"
            conference.params["FEATURE"] = "VIDEO"
            conference.params["LABEL"] = join.provider or "Online"
            if join.language:
                conference.params["LANGUAGE"] = join.language
            event.add("conference", conference)
        return event

    master = event_on(first)
    if meeting.days > 1:
        span = (days[-1] - first).days + 1
        master.add("rrule", {"freq": "daily", "count": span})
        gaps = [first + timedelta(days=offset) for offset in range(span)]
        for gap in gaps:
            if gap not in hours:
                master.add("exdate", _moment(gap, hours[first][0], meeting.zone))
    events = [master]
    for day in days[1:]:
        if hours[day] != hours[first]:
            instance = event_on(day)
            instance.add("recurrence-id", _moment(day, hours[first][0], meeting.zone))
            events.append(instance)
    return events


def item_event(meeting: Meeting, item: AgendaItem, language: str, *, url: str) -> Event:
    """The event of one agenda item with a time."""
    assert item.starts is not None
    event = Event()
    event.add("uid", item.calendar_uid)
    event.add("dtstamp", now())
    event.add("sequence", item.calendar_sequence + meeting.calendar_sequence)
    event.add("dtstart", _moment(item.day, item.starts, meeting.zone))
    if item.ends is not None:
        event.add("dtend", _moment(item.day, item.ends, meeting.zone))
    event.add("summary", item.title.text(language, meeting.main_language), {"LANGUAGE": language})
    event.add("status", _status(meeting, meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED)))
    event.add("url", f"{url}#item-{item.id}")
    places = [item.room.text(language, meeting.main_language), place_of(meeting, language)]
    place = _comma(language).join(part for part in places if part)
    if place:
        event.add("location", place, {"LANGUAGE": language})
    event.add("description", f"{meeting.title.text(language, meeting.main_language)}\n{url}")
    return event


def place_of(meeting: Meeting, language: str, mode: Mode | None = None) -> str:
    """Where to go: venue, city and country for the room; the platform for those who take part remotely."""
    main = meeting.main_language
    online = meeting.online_platform
    if mode is Mode.REMOTE:
        return online
    parts = [meeting.venue.text(language, main), meeting.city.text(language, main)]
    if meeting.country_code:
        try:
            parts.append(country_name(meeting.country_code, language))
        except UnknownCountry:
            parts.append(meeting.country_code)
    room = _comma(language).join(part for part in parts if part)
    if mode is None and meeting.format is not MeetingFormat.IN_PERSON and online:
        return f"{room} / {online}" if room else online
    return room


def add_reminder(event: Event, minutes: int = 30) -> None:
    """Remind the reader before the start (RFC 5545 3.6.6)."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", vDuration(timedelta(minutes=-minutes)))
    event.add_component(alarm)


def address(email: str, name: str = "", **parameters: str) -> vCalAddress:
    """A calendar address with its parameters."""
    value = vCalAddress(f"mailto:{email}")
    if name:
        value.params["CN"] = vText(name.replace('"', "'"))
    for key, parameter in parameters.items():
        value.params[key.upper()] = parameter
    return value


def _status(meeting: Meeting, cancelled: bool) -> str:
    if cancelled:
        return "CANCELLED"
    return "TENTATIVE" if meeting.state is MeetingState.DRAFT else "CONFIRMED"


def _description(meeting: Meeting, language: str, url: str, join: ParticipationLink | None) -> str:
    lines = [meeting.summary.text(language, meeting.main_language), url]
    if join is not None:
        lines.append(f"{join.provider or 'Online'}: {join.join_url}")
        if join.passcode:
            lines.append(join.passcode)
    return "\n".join(line for line in lines if line)


def _moment(day: date, moment: time, zone: str) -> datetime:
    return datetime.combine(day, moment, ZoneInfo(zone))


def _comma(language: str) -> str:
    return "، " if language == "ar" else ", "
