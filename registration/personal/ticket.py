"""When and where, as the personal page and the mails say it to one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foundation.dates import at_zone, format_date, format_time_range
from foundation.languages import current_language, sentence_case
from meetings.enums import DatePrecision, MeetingFormat, Mode
from meetings.models.meeting import Meeting
from meetings.reading.hours import hours_of_days
from meetings.reading.places import place_of
from meetings.reading.presenting import zone_of
from registration.models.registrations import Registration

MOST_DAYS = 7
"""Days that are told one by one."""


@dataclass(frozen=True)
class DayHours:
    """One day of the meeting and its hours, in the meeting's zone; the instants are UTC, ISO 8601."""

    label: str
    hours: str
    starts: str
    ends: str


def day_hours(meeting: Meeting, mode: Mode, language: str) -> list[DayHours]:
    """The days and hours that concern somebody who takes part in `mode`; none while they are not known, or too many."""
    if meeting.date_precision is not DatePrecision.DAY or not meeting.takes_place:
        return []
    hours = hours_of_days(meeting, mode)
    if len(hours) > MOST_DAYS:
        return []
    style = meeting.month_style.value
    return [
        DayHours(
            sentence_case(format_date(day, language, style, weekday=True)),
            format_time_range(first, last, language),
            f"{at_zone(day, first, meeting.zone).isoformat()[:19]}Z",
            f"{at_zone(day, last, meeting.zone).isoformat()[:19]}Z",
        )
        for day, (first, last) in sorted(hours.items())
    ]


def ticket_context(registration: Registration) -> dict[str, Any]:
    """What the ticket on the personal page reads: one statement."""
    meeting, language = registration.meeting, current_language()
    goes_there = registration.mode is Mode.IN_PERSON and meeting.format is not MeetingFormat.ONLINE
    return {
        "day_hours": day_hours(meeting, registration.mode, language),
        "zone": zone_of(meeting, language),
        "has_days": meeting.date_precision is DatePrecision.DAY,
        "place": place_of(meeting, language, registration.mode),
        "map_url": meeting.venue_map_url if goes_there else "",
        "venue_address": meeting.venue_address.text(language, meeting.main_language) if goes_there else "",
    }
