"""Calendar objects of meetings and agenda items (RFC 5545, 7986).

A meeting is one UID for ever: a daily recurrence over its days, with an overriding instance for a day that has other
hours and an exception for a day without programme; without any hour its days are whole days. Each agenda item
and each person who is invited has a UID of their own, and the SEQUENCE of all counts changes of the meeting's.

A meeting that is postponed is CANCELLED like one that is cancelled, not TENTATIVE: on these dates nobody meets, and
calendars go on blocking the time of what is tentative. New dates bring the same entries back, confirmed.

Entries are stamped with the last change of the meeting, so that a feed has the same bytes until something changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event, vCategory, vDDDTypes, vDuration, vInt, vText, vUri

from foundation.isolating import isolated
from foundation.languages import LANGUAGES, direction, force_language, listed
from meetings.calendar import properties
from meetings.calendar.time_zones import time_zone
from meetings.enums import CALENDAR_STATUS, ITEM_KIND_LABELS, KIND_LABELS, MeetingFormat, MeetingState, Mode
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.reading.hours import hours_of_days
from meetings.reading.places import online_in_words, place_of
from meetings.reading.presenting import state_note
from meetings.reading.titles import group_title, item_title
from rich_text.texts import to_paragraphs


@dataclass(frozen=True)
class Invitee:
    """Whose entry of the meeting it is: its own UID, the person's count of changes, and the name where it is needed to
    tell the entries of one mailbox apart.
    """

    uid: str
    count: int
    name: str = ""


PRODUCT = "-//Plenary//Plenary//EN"
REFRESH_HOURS = 1


def new_calendar(meeting: Meeting, language: str, method: str = "") -> Calendar:
    """An empty calendar with the time zone of the meeting's years."""
    return empty_calendar([(meeting.zone, meeting.starts_on, meeting.ends_on)], method)


def empty_calendar(zones: Iterable[tuple[str, date, date]], method: str = "") -> Calendar:
    """A calendar without entries; `zones` are IANA names with the first and the last day for which they are needed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    spans: dict[str, tuple[int, int]] = {}
    for zone, first, last in zones:
        known = spans.get(zone, (first.year, last.year))
        spans[zone] = (min(known[0], first.year), max(known[1], last.year))
    for zone, (first_year, last_year) in sorted(spans.items()):
        calendar.add_component(time_zone(zone, first_year, last_year))
    return calendar


def describe_feed(
    calendar: Calendar, name: str, language: str, *, source: str, url: str = "", changed: datetime | None, accent: str
) -> None:
    """Say what a calendar is, where it comes from and how often to look again, in old words and in those of RFC 7986.

    `accent` is #rrggbb, known to some readers by a name of their own: COLOR itself takes only names of colours.
    """
    calendar["NAME"] = properties.text(name, language)
    calendar["X-WR-CALNAME"] = properties.text(name)
    if url:
        calendar["URL"] = properties.uri(url)
    calendar["SOURCE"] = properties.uri(source)
    calendar["SOURCE"].params["VALUE"] = "URI"
    calendar["REFRESH-INTERVAL"] = properties.hours(REFRESH_HOURS)
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    calendar["X-PUBLISHED-TTL"] = properties.hours(REFRESH_HOURS)
    if changed is not None:
        calendar.add("last-modified", changed)
    if properties.is_colour(accent):
        calendar["X-APPLE-CALENDAR-COLOR"] = vText(accent)


class EntryWriter:
    """Writes the entries of one meeting in one language.

    `mode` fits place and description to how the reader takes part. `status` replaces that of the meeting: a personal
    entry may be cancelled or tentative although the meeting is not. `stamp` is the instant of the last change.
    `person` makes the entry of the meeting that of one person; `more_sequence` is added to the SEQUENCE of items.
    """

    def __init__(
        self,
        meeting: Meeting,
        language: str,
        url: str,
        *,
        mode: Mode | None = None,
        status: str = "",
        stamp: datetime | None = None,
        more_sequence: int = 0,
        person: Invitee | None = None,
    ) -> None:
        self.meeting = meeting
        self.person = person
        self.language = language
        self.main = meeting.main_language
        self.url = url
        self.mode = mode
        self.sequence = meeting.calendar_sequence + more_sequence
        self.place = place_of(meeting, language, mode)
        self.title = meeting.title.text(language, self.main)
        own = CALENDAR_STATUS[meeting.state]
        self.mark = _mark_of(meeting.state, language)
        self.note = state_note(meeting, language)
        changed = vDDDTypes(stamp or meeting.changed_at)
        changed.params.clear()
        # The same for every entry: written once, shared by all.
        self._shared = {
            "DTSTAMP": changed,
            "LAST-MODIFIED": changed,
            "STATUS": vText("CANCELLED" if own == "CANCELLED" else status or own),
        }

    def meeting_entries(
        self, hours: Mapping[date, tuple[time, time]], *, links: Sequence[ParticipationLink] = ()
    ) -> list[Event]:
        """The master entry of the meeting and its overriding instances.

        `hours` are those of `hours_of_days`; none: its days are whole days.
        """
        if not hours:
            return [self._on_whole_days(links)]
        days = sorted(hours)
        first, zone = days[0], self.meeting.zone
        master = self._on(first, hours[first], links)
        if self.meeting.days > 1:
            span = (days[-1] - first).days + 1
            master.add("rrule", {"freq": "daily", "count": span})
            gaps = [day for day in (first + timedelta(days=n) for n in range(span)) if day not in hours]
            for gap in gaps:
                master.add("exdate", properties.local_moment(gap, hours[first][0], zone).dt)
        entries = [master]
        for day in days[1:]:
            if hours[day] != hours[first]:
                instance = self._on(day, hours[day], links)
                instance["RECURRENCE-ID"] = properties.local_moment(day, hours[first][0], zone)
                entries.append(instance)
        return entries

    def item_entry(
        self,
        item: AgendaItem,
        *,
        room: str = "",
        groups: Sequence[BreakoutGroup] = (),
        own_group: BreakoutGroup | None = None,
        links: Sequence[ParticipationLink] = (),
    ) -> Event:
        """The entry of one agenda item with a time. `room` is the one it is held in where it names none itself.

        `own_group` is the reader's: its room is where the reader goes.
        """
        assert item.starts is not None
        event = self._new(item.calendar_uid, item.calendar_sequence + self.sequence)
        event["DTSTART"] = properties.local_moment(item.day, item.starts, self.meeting.zone)
        if item.ends is not None:
            event["DTEND"] = properties.local_moment(item.day, item.ends, self.meeting.zone)
        title = item_title(item, self.language, self.main)
        group_name = group_title(own_group, self.language, self.main) if own_group is not None else ""
        event["SUMMARY"] = properties.text(
            self.mark.format(f"{title} – {group_name}" if group_name else title),
            item.title.language_of(self.language, self.main),
        )
        event["URL"] = properties.uri(f"{self.url}#item-{item.id}")
        event["CATEGORIES"] = _category(ITEM_KIND_LABELS[item.kind], self.language)
        rooms = [own_group.room.text(self.language, self.main) if own_group is not None else "", self._room(item), room]
        place = listed((next((each for each in rooms if each), ""), self._place_of(item)), self.language)
        if item.format is MeetingFormat.IN_PERSON:
            links = ()
        if place:
            event["LOCATION"] = properties.text(place, self.language)
        description = item.description.text(self.language, self.main)
        lines = [
            self.note,
            *(to_paragraphs(description) if "<" in description else [description]),
            *(
                listed((group_title(group, self.language, self.main), self._room(group)), self.language)
                for group in groups
            ),
            *_joining_lines(links, self.language),
            self.title,
            f"{self.url}#item-{item.id}",
        ]
        event["DESCRIPTION"] = properties.text("\n".join(line for line in lines if line), self.language)
        self._add_conferences(event, links)
        return event

    def _on(self, day: date, hours: tuple[time, time], links: Sequence[ParticipationLink]) -> Event:
        zone = self.meeting.zone
        return self._of_meeting(
            properties.local_moment(day, hours[0], zone), properties.local_moment(day, hours[1], zone), links
        )

    def _on_whole_days(self, links: Sequence[ParticipationLink]) -> Event:
        first = self.meeting.starts_on
        event = self._of_meeting(properties.whole_day(first), properties.whole_day(first + timedelta(days=1)), links)
        if self.meeting.days > 1:
            event.add("rrule", {"freq": "daily", "count": self.meeting.days})
        return event

    def _of_meeting(self, starts: vDDDTypes, ends: vDDDTypes, links: Sequence[ParticipationLink]) -> Event:
        meeting, person = self.meeting, self.person
        count = meeting.calendar_sequence + meeting.hours_sequence + (person.count if person is not None else 0)
        event = self._new(person.uid if person is not None else meeting.calendar_uid, count)
        event["DTSTART"] = starts
        event["DTEND"] = ends
        language = meeting.title.language_of(self.language, self.main)
        title = f"{self.title} – {person.name}" if person is not None and person.name else self.title
        event["SUMMARY"] = properties.text(self.mark.format(title), language)
        event["URL"] = properties.uri(self.url)
        event["CATEGORIES"] = _category(KIND_LABELS[meeting.kind], self.language)
        if self.place:
            event["LOCATION"] = properties.text(self.place, self.language)
        lines = [
            self.note,
            meeting.summary.text(self.language, self.main),
            *_joining_lines(links, self.language),
            self.url,
        ]
        event["DESCRIPTION"] = properties.text("\n".join(line for line in lines if line), self.language)
        self._add_conferences(event, links)
        return event

    def _new(self, uid: str, sequence: int) -> Event:
        event = Event()
        event.update(self._shared)
        event["UID"] = vText(uid)
        event["SEQUENCE"] = vInt(sequence)
        return event

    def _add_conferences(self, event: Event, links: Sequence[ParticipationLink]) -> None:
        values: list[vUri] = [properties.conference(link) for link in links]
        if values:
            event["CONFERENCE"] = values if len(values) > 1 else values[0]

    def _place_of(self, item: AgendaItem) -> str:
        if item.format in (None, self.meeting.format):
            return self.place
        return place_of(self.meeting, self.language, self.mode, item.format)

    def _room(self, holder: AgendaItem | BreakoutGroup) -> str:
        return holder.room.text(self.language, self.main)


def meeting_events(
    meeting: Meeting,
    language: str,
    *,
    url: str,
    person: Invitee | None = None,
    mode: Mode | None = None,
    join: ParticipationLink | None = None,
    status: str = "",
    stamp: datetime | None = None,
) -> list[Event]:
    """The master event of a meeting and its overriding instances, for one reader.

    `person` is whose entry it is; `status` is that of the reader, empty for the meeting's; `join` adds a join link and
    must not be given for a public feed.
    """
    writer = EntryWriter(meeting, language, url, mode=mode, status=status, stamp=stamp, person=person)
    return writer.meeting_entries(hours_of_days(meeting, mode), links=[join] if join is not None else [])


def add_reminder(event: Event, minutes: int = 30) -> None:
    """Remind the reader before the start (RFC 5545 3.6.6)."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", vDuration(timedelta(minutes=-minutes)))
    event.add_component(alarm)


@lru_cache(maxsize=256)
def _category(label: Any, language: str) -> vCategory:
    with force_language(language):
        return properties.categories(str(label), language)


@lru_cache(maxsize=64)
def _mark_of(state: MeetingState, language: str) -> str:
    """What stands around the title of an entry: many readers show a cancelled one like any other."""
    with force_language(language):
        if state is MeetingState.CANCELLED:
            return _("Cancelled: %(title)s", title="{}")
        if state is MeetingState.POSTPONED:
            return _("Postponed: %(title)s", title="{}")
    return "{}"


def _joining_lines(links: Sequence[ParticipationLink], language: str) -> list[str]:
    if not links:
        return []
    words, lines, towards = _words(language), [], direction(language)
    for link in links:
        channel = f" ({LANGUAGES.get(link.language, link.language)})" if link.language else ""
        provider = isolated((link.provider or online_in_words(language)) + channel, towards)
        lines.append(words["detail"].format(provider, isolated(link.join_url, towards)))
        if link.passcode:
            lines.append(words["passcode"].format(isolated(link.passcode, towards)))
        if link.dial_in:
            lines.append(words["telephone"].format(isolated(link.dial_in, towards)))
    return lines


@lru_cache(maxsize=64)
def _words(language: str) -> dict[str, str]:
    """Patterns of lines in a language, to fill by `format`; French sets a space before a colon."""
    with force_language(language):
        return {
            "detail": _("%(what)s: %(detail)s", what="{}", detail="{}"),
            "passcode": _("Passcode: %(passcode)s", passcode="{}"),
            "telephone": _("%(what)s: %(detail)s", what=_("Joining by telephone"), detail="{}"),
        }
