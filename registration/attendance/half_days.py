"""The half-days of a meeting, and which one it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from foundation.clock import local_now
from meetings.models.meeting import Meeting
from registration.enums import HalfDay

AFTERNOON_BEGINS = time(13)
LONGEST_LIST = 62  # days; a course of two months, and a bound on what a mistyped end date costs


@dataclass(frozen=True)
class HalfDayOf:
    """One half of one day of the meeting, local."""

    day: date
    half: HalfDay

    @property
    def key(self) -> str:
        """As it stands in addresses and forms: `2024-02-28.morning`."""
        return f"{self.day.isoformat()}.{self.half.value}"

    @property
    def order(self) -> tuple[date, bool]:
        """What half-days are sorted by."""
        return self.day, self.half is HalfDay.AFTERNOON


def half_days(meeting: Meeting) -> list[HalfDayOf]:
    """Every half-day from the first to the last day of the meeting, in order."""
    days = min(meeting.days, LONGEST_LIST)
    return [
        HalfDayOf(meeting.starts_on + timedelta(days=number), half)
        for number in range(days)
        for half in (HalfDay.MORNING, HalfDay.AFTERNOON)
    ]


def present_half_day(meeting: Meeting) -> HalfDayOf:
    """The half-day it is now where the meeting is held; the first before it begins, the last once it is over."""
    local = local_now(meeting.zone)
    half = HalfDay.MORNING if local.time() < AFTERNOON_BEGINS else HalfDay.AFTERNOON
    known = half_days(meeting)
    present = HalfDayOf(local.date(), half)
    if present in known:
        return present
    return known[0] if present.day < known[0].day else known[-1]


def chosen_half_day(meeting: Meeting, key: str | None) -> HalfDayOf:
    """The half-day that `key` names, if it is one of this meeting's, else the present one."""
    return next((one for one in half_days(meeting) if one.key == key), None) or present_half_day(meeting)


def is_now(meeting: Meeting, half_day: HalfDayOf) -> bool:
    """Whether that half-day is running where the meeting is held."""
    local = local_now(meeting.zone)
    return half_day.day == local.date() and half_day == present_half_day(meeting)
