"""The own agenda as the personal page and its form show it: by days and hours, items under those that hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from foundation.clock import now
from foundation.dates import at_zone, format_date, format_time, format_time_range
from foundation.languages import current_language, sentence_case
from meetings.calendar.queries import Agenda
from meetings.enums import DatePrecision
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.reading.titles import item_title

SOON = timedelta(hours=1)


@dataclass
class AgendaRow:
    """One item; `depth` is how many rows above hold it, `group` the own breakout group in it."""

    item: AgendaItem
    title: str
    hours: str
    room: str
    depth: int
    group: str = ""
    is_now: bool = False
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass
class Day:
    """The rows of one day."""

    label: str
    rows: list[AgendaRow] = field(default_factory=list)
    is_today: bool = False


def days_of(
    meeting: Meeting, items: Iterable[AgendaItem], agenda: Agenda, groups: dict[int, str] | None = None
) -> list[Day]:
    """The items by days, each under the one that holds it; times are the meeting's."""
    language, main = current_language(), meeting.main_language
    moment, has_days = now(), meeting.date_precision is DatePrecision.DAY
    shown = list(items)
    ids = {item.id for item in shown}
    days = []
    for number, (day, of_day) in enumerate(groupby(shown, key=lambda item: item.day), 1):
        label = sentence_case(format_date(day, language, meeting.month_style.value, weekday=True))
        view = Day(label if has_days else _("Day %(number)s", number=number))
        for item in _nested(list(of_day)):
            title = item_title(item, language, main)
            room = item.room.text(language, main) or agenda.room_around(item, language, main)
            hours = format_time_range(item.starts, item.ends, language)
            row = AgendaRow(item, title, hours, room, _depth(item, agenda, ids), (groups or {}).get(item.id, ""))
            if has_days:
                row.starts, row.ends = _period(item, meeting.zone)
                row.is_now = meeting.takes_place and row.starts <= moment < row.ends
            view.rows.append(row)
        view.is_today = has_days and _today(meeting) == day
        days.append(view)
    return days


def now_and_next(meeting: Meeting, days: Collection[Day]) -> list[str]:
    """How far away the meeting is; while it lasts, what is on and what comes next, also in minutes."""
    if meeting.date_precision is not DatePrecision.DAY or not meeting.takes_place:
        return []
    language, moment = current_language(), now()
    rows = [row for day in days for row in day.rows]
    said = []
    present = next((row for row in reversed(rows) if row.is_now), None)
    if present is not None and present.item.ends is not None:
        until = format_time(present.item.ends, language)
        said.append(_("Now: %(item)s, until %(time)s", item=present.title, time=until))
    elif present is not None:
        said.append(_("Now: %(item)s", item=present.title))
    later = [(row.starts, row) for row in rows if row.starts is not None and row.starts > moment]
    starts, coming = min(later, key=lambda each: each[0], default=(moment, None))
    if coming is not None and coming.item.starts is not None and coming.item.day == _today(meeting):
        at = format_time(coming.item.starts, language)
        if starts - moment <= SOON:
            minutes = -(-int((starts - moment).total_seconds()) // 60)
            sentence = ngettext(
                "In %(num)s minute, at %(time)s: %(item)s",
                "In %(num)s minutes, at %(time)s: %(item)s",
                minutes,
                time=at,
                item=coming.title,
            )
            said.append(sentence)
        else:
            said.append(_("At %(time)s: %(item)s", time=at, item=coming.title))
    return said or _distance(meeting)


def _distance(meeting: Meeting) -> list[str]:
    days = (meeting.starts_on - _today(meeting)).days
    if days < 0:
        return []
    if days == 0:
        return [_("Today")]
    return [_("Tomorrow")] if days == 1 else [ngettext("In %(num)s day", "In %(num)s days", days)]


def _nested(items: list[AgendaItem]) -> list[AgendaItem]:
    """In order, each item followed by those it holds."""
    held: dict[int, list[AgendaItem]] = {}
    here = {item.id for item in items}
    tops = []
    for item in items:
        if item.parent_id in here:
            held.setdefault(item.parent_id or 0, []).append(item)
        else:
            tops.append(item)
    ordered: list[AgendaItem] = []

    def put(item: AgendaItem) -> None:
        ordered.append(item)
        for child in held.get(item.id, ()):
            put(child)

    for item in tops:
        put(item)
    return ordered


def _depth(item: AgendaItem, agenda: Agenda, ids: set[int]) -> int:
    depth, holder = 0, agenda.by_id.get(item.parent_id or 0)
    while holder is not None:
        depth += holder.id in ids
        holder = agenda.by_id.get(holder.parent_id or 0)
    return min(depth, 3)


def _period(item: AgendaItem, zone: str) -> tuple[datetime, datetime]:
    assert item.starts is not None
    starts = at_zone(item.day, item.starts, zone)
    if item.ends is None:
        return starts, starts + timedelta(hours=1)
    ends = at_zone(item.day, item.ends, zone)
    return starts, ends if ends > starts else ends + timedelta(days=1)


def _today(meeting: Meeting) -> date:
    return now().astimezone(ZoneInfo(meeting.zone)).date()
