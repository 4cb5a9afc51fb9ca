"""Definitions of time zones for calendars (RFC 5545 3.6.5), for exactly the years that a calendar speaks of.

Rules of summer time change at short notice in this region, and some follow the moon: each change of the offset is
therefore written down by itself, as the time-zone database has it, and no rule is given that would be read beyond.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(hours=12)
"""No two changes of the offset lie closer together."""


@lru_cache(maxsize=256)
def time_zone(zone: str, first_year: int, last_year: int) -> Timezone:
    """The definition of an IANA zone from the first to the last of these years; to be written out, not changed."""
    rules = ZoneInfo(zone)
    begin = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    end = datetime(last_year + 1, 1, 2, tzinfo=UTC)
    definition = Timezone()
    definition.add("tzid", zone)
    definition.add_component(_observance(begin, _offset(begin, rules), rules))
    moment = begin
    while moment < end:
        following = moment + STEP
        if _offset(moment, rules) != _offset(following, rules):
            definition.add_component(
                _observance(_change_between(moment, following, rules), _offset(moment, rules), rules)
            )
        moment = following
    return definition


def _change_between(before: datetime, after: datetime, rules: ZoneInfo) -> datetime:
    """The first UTC second with the offset of `after`."""
    old = _offset(before, rules)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _offset(middle, rules) == old:
            before = middle
        else:
            after = middle
    return after


def _observance(moment: datetime, before: timedelta, rules: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    """The offset from an instant on; its start is written in the local time that was valid until then."""
    local = moment.astimezone(rules)
    observance = TimezoneDaylight() if (local.dst() or timedelta(0)) > timedelta(0) else TimezoneStandard()
    observance.add("dtstart", (moment + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", _offset(moment, rules))
    observance.add("tzname", local.tzname() or "")
    return observance


def _offset(moment: datetime, rules: ZoneInfo) -> timedelta:
    return moment.astimezone(rules).utcoffset() or timedelta(0)
