"""The days and hours of a meeting that concern one person."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.dates import at_zone, format_date, format_time_range
from foundation.languages import sentence_case
from meetings.enums import DatePrecision, Mode
from meetings.models.meeting import Meeting
from meetings.reading.hours import hours_of_days

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
