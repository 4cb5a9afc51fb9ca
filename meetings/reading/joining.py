"""Who sees where one joins online, and when.

A link belongs to the meeting, to an agenda item or to a breakout group. It is shown to the readers of its visibility
from so many minutes before the start of what it is for, or at once, until the last day of that has ended; never while
the meeting is postponed or cancelled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from foundation.clock import now
from foundation.database import db
from foundation.dates import at_zone, format_instant, local_instant, zone_label
from foundation.languages import current_language
from meetings.enums import DatePrecision, Visibility
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.reading.hours import USUAL_HOURS, hours_of_days
from meetings.reading.titles import group_title, item_title

Hours = Mapping[date, tuple[time, time]]


@dataclass
class JoiningPlace:
    """What is joined: the meeting, an item of it, or a breakout group of an item.

    `links` are those that may be seen now; `opens` is the UTC instant at which the next of the others appears, None
    when there is none or its time is not known. `waits` says that there are others.
    """

    item: AgendaItem | None
    group: BreakoutGroup | None
    starts: datetime | None
    links: list[ParticipationLink] = field(default_factory=list)
    opens: datetime | None = None
    waits: bool = False


def visible_links(
    links: Iterable[ParticipationLink],
    audiences: Collection[Visibility],
    *,
    starts: datetime | None,
    moment: datetime,
    ends: datetime | None = None,
) -> list[ParticipationLink]:
    """Those of the links of one meeting, item or group that readers of `audiences` may see at `moment`, in order.

    `starts` is when it begins (`start_of`); unknown, a link that waits for it is not shown. From `ends` (`end_of`) on
    nothing is. All instants are aware.
    """
    if ends is not None and moment >= ends:
        return []
    return [link for link in links if link.visibility in audiences and is_open(link, starts, moment)]


def is_open(link: ParticipationLink, starts: datetime | None, moment: datetime) -> bool:
    """Whether the window of a link has begun."""
    if link.minutes_before is None:
        return True
    opens = opening_of(link, starts)
    return opens is not None and moment >= opens


def opening_of(link: ParticipationLink, starts: datetime | None) -> datetime | None:
    """The instant from which a link is shown; None: at once, or not known as long as the start is not."""
    if link.minutes_before is None or starts is None:
        return None
    return starts - timedelta(minutes=link.minutes_before)


def start_of(meeting: Meeting, item: AgendaItem | None = None, hours: Hours | None = None) -> datetime | None:
    """The UTC instant at which a meeting or an item of it begins; None when only the month is known.

    An item without a time begins with the one that holds it, else with its day. `hours` are those of `hours_of_days`,
    where they are known already.
    """
    if meeting.date_precision is DatePrecision.MONTH:
        return None
    timed = item
    while timed is not None and timed.starts is None:
        timed = db.session.get(AgendaItem, timed.parent_id) if timed.parent_id is not None else None
    if item is not None and timed is not None and timed.starts is not None:
        return at_zone(item.day, timed.starts, meeting.zone)
    hours = hours_of_days(meeting) if hours is None else hours
    day = min(hours, default=meeting.starts_on) if item is None else item.day
    return at_zone(day, hours.get(day, USUAL_HOURS)[0], meeting.zone)


def end_of(meeting: Meeting, item: AgendaItem | None = None) -> datetime:
    """The UTC instant at which the day of an item, or the last day of a meeting, ends where it is held.

    As long as only the month is known, that is the end of the month for all.
    """
    day = meeting.ends_on if item is None or meeting.date_precision is DatePrecision.MONTH else item.day
    return local_instant(datetime.combine(day + timedelta(days=1), time()), meeting.zone)


def takes_people(meeting: Meeting, moment: datetime | None = None) -> bool:
    """Whether anybody can still join: the meeting takes place and is not over."""
    return meeting.takes_place and meeting.deleted_at is None and (moment or now()) < end_of(meeting)


def joining_places(
    meeting: Meeting,
    audiences: Collection[Visibility],
    *,
    group_ids: Collection[int] | None = None,
    language: str = "",
    ignore_windows: bool = False,
) -> list[JoiningPlace]:
    """Where readers of `audiences` join: first the meeting, then its items in order, each before its groups.

    `group_ids` leaves out other groups; links in `language` or in no language stand first. `ignore_windows` shows
    everything, for the team. Four statements at most, however many links there are.
    """
    if not takes_people(meeting) and not ignore_windows:
        return []
    links = [link for link in links_of(meeting.id) if link.visibility in audiences]
    if group_ids is not None:
        links = [link for link in links if link.group_id is None or link.group_id in group_ids]
    if not links:
        return []
    places = _places(meeting, links)
    moment = now()
    shown = []
    for place, own in places:
        ends = None if ignore_windows else end_of(meeting, place.item)
        if ends is not None and moment >= ends:
            continue
        is_shown = own if ignore_windows else visible_links(own, audiences, starts=place.starts, moment=moment)
        place.links = first_in(language, is_shown)
        later = [link for link in own if link not in is_shown]
        place.waits = bool(later)
        known = [opens for opens in (opening_of(link, place.starts) for link in later) if opens is not None]
        place.opens = min(known, default=None)
        shown.append(place)
    return shown


def first_in(language: str, links: Iterable[ParticipationLink]) -> list[ParticipationLink]:
    """Links in a language first, then those in no language; in none: all as they stand."""
    rank = {language: 0, "": 1} if language else {}
    return sorted(links, key=lambda link: rank.get(link.language, 2))


def links_of(meeting_id: int) -> list[ParticipationLink]:
    """All participation links of a meeting, in order; one statement."""
    query = select(ParticipationLink).where(ParticipationLink.meeting_id == meeting_id)
    return list(db.session.scalars(query.order_by(ParticipationLink.position, ParticipationLink.id)))


def moment_in_words(instant: datetime, meeting: Meeting) -> str:
    """An instant in the meeting's time, with the zone beside it, in the language being spoken."""
    language = current_language()
    moment = format_instant(instant, meeting.zone, language, meeting.month_style.value)
    return f"{moment} ({zone_label(meeting.zone, instant.date(), language)})"


def name_of_place(meeting: Meeting, item: AgendaItem | None, group: BreakoutGroup | None) -> str:
    """What a link is for: "The whole meeting", the title of an item, or letter and title of a group."""
    language, main = current_language(), meeting.main_language
    if group is not None:
        return group_title(group, language, main)
    return item_title(item, language, main) if item is not None else _("The whole meeting")


def _places(meeting: Meeting, links: Iterable[ParticipationLink]) -> list[tuple[JoiningPlace, list[ParticipationLink]]]:
    """Links by what they are for, in the order of the agenda."""
    by_place: dict[tuple[int | None, int | None], list[ParticipationLink]] = {}
    for link in links:
        by_place.setdefault((link.item_id, link.group_id), []).append(link)
    items: dict[int, AgendaItem] = {}
    groups: dict[int, BreakoutGroup] = {}
    if set(by_place) != {(None, None)}:
        # All of them: an item without a time begins with the one that holds it.
        found = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
        items = {item.id: item for item in db.session.scalars(found)}
        group_ids = [group_id for _item, group_id in by_place if group_id is not None]
        if group_ids:
            query = select(BreakoutGroup).where(BreakoutGroup.id.in_(group_ids))
            groups = {group.id: group for group in db.session.scalars(query)}
    needs_hours = any(link.minutes_before is not None for own in by_place.values() for link in own)
    hours = hours_of_days(meeting) if needs_hours else {}
    places = []
    for (item_id, group_id), own in by_place.items():
        group = groups.get(group_id) if group_id is not None else None
        item = items.get(group.item_id if group is not None else item_id or 0)
        place = JoiningPlace(item, group, start_of(meeting, item, hours) if needs_hours else None)
        places.append((place, own))
    return sorted(places, key=lambda each: _order(each[0]))


def _order(place: JoiningPlace) -> tuple[object, ...]:
    item, group = place.item, place.group
    if item is None:
        return (0,)
    starts = item.starts or time.max
    return (1, item.day, starts, item.position, item.id, group is not None, group.position if group else 0)
