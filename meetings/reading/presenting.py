"""From rows to what a reader sees of an agenda in one language: page, paper and calendar alike."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup

from directory.models import Organisation, Person
from foundation.dates import (
    at_zone,
    change_of_offset,
    format_date,
    format_date_range,
    format_month_range,
    format_session,
    format_time_range,
    month_name,
    offset_label,
    weekday_name,
    zone_label,
)
from foundation.languages import force_language, language_name, listed, sentence_case
from foundation.translated import Translations
from meetings.enums import (
    FORMAT_LABELS,
    PART_ROLE_LABELS,
    PART_STATUS_MARKS,
    DatePrecision,
    MeetingState,
    PartStatus,
)
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.item_views import (
    DayView,
    GroupView,
    HolderView,
    ItemView,
    PartGroupView,
)
from meetings.reading.programme import Programme
from meetings.reading.roles import plural_role
from meetings.reading.side_by_side import rows_of
from meetings.reading.titles import kind_in_words

MANY = 3
"""So that no language that has a dual says that there are two."""
NOT_TAKING_PART = frozenset({PartStatus.DECLINED, PartStatus.REPLACED})


def preview_argument() -> dict[str, Any]:
    """What the addresses on the page of a preview carry along; empty on a public page."""
    token = g.get("preview_token")
    return {"preview": token} if token else {}


class Presenter:
    """Presents one programme in one language, and remembers from which others it had to borrow texts."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.programme = programme
        self.meeting = programme.meeting
        self.language = language
        self.borrowed: set[str] = set()
        self._marks: dict[PartStatus, str] = {}
        self._roles: dict[tuple[str, int], str] = {}
        self._people: dict[int, tuple[str, str, str]] = {}
        self._languages: dict[tuple[str, ...], str] = {}
        self._has_days = self.meeting.date_precision is DatePrecision.DAY
        self._is_dated = self._has_days and self.meeting.takes_place
        self._rooms = {
            name: f"room-{room.id}"
            for room in programme.meeting.rooms
            if room.directions
            for name in room.name.values()
        }

    def text(self, value: Translations) -> str:
        """A text in this language with the meeting's fallback."""
        return self.said(value)[0]

    def said(self, value: Translations) -> tuple[str, str]:
        """A text with the meeting's fallback, and its language where that is not the page's, else empty."""
        found = value.get(self.language)
        if found is not None or not value:
            return found or "", ""
        main = self.meeting.main_language
        lang = value.language_of(self.language, main)
        self.borrowed.add(lang)
        return value[lang], lang

    def bdi(self, value: Translations) -> Markup:
        """A text for a line of other texts: isolated, and with its language where that is not the page's."""
        text, lang = self.said(value)
        return Markup('<bdi lang="{}">{}</bdi>').format(lang, text) if lang else Markup("<bdi>{}</bdi>").format(text)

    def days(self) -> list[DayView]:
        """The agenda by days; parallel items share a row."""
        by_day: dict[date, list[AgendaItem]] = {}
        for item in self.programme.items:
            by_day.setdefault(item.day, []).append(item)
        style = self.meeting.month_style.value
        if not self._has_days:
            return [
                DayView(_("Day %(number)s", number=number), f"day-{number}", self._rows(by_day[day]))
                for number, day in enumerate(sorted(by_day), 1)
            ]
        in_one_month = len({(day.year, day.month) for day in by_day}) == 1
        return [
            DayView(
                sentence_case(format_date(day, self.language, style, weekday=True)),
                f"day-{day.isoformat()}",
                self._rows(items),
                sentence_case(f"{weekday_name(day, self.language)} {day.day}")
                + ("" if in_one_month else f" {month_name(day.month, self.language, style)}"),
            )
            for day, items in sorted(by_day.items())
        ]

    def _rows(self, items: list[AgendaItem]) -> list[list[ItemView]]:
        return [[self.item(item) for item in row] for row in rows_of(items)]

    def item(self, item: AgendaItem) -> ItemView:
        """One item and all it holds."""
        programme, key = self.programme, item.id
        title, title_lang = self.said(item.title)
        description, description_lang = self.said(item.description)
        room = self.text(item.room)
        kind = item.kind.value
        return ItemView(
            anchor=f"item-{key}",
            kind=kind,
            kind_label=kind_in_words(item.kind, self.language),
            time_label=format_time_range(item.starts, item.ends, self.language),
            start_utc=self._instant(item.day, item.starts) if item.starts else "",
            end_utc=self._instant(item.day, item.ends) if item.ends and self._is_dated else "",
            title=title,
            description_html=clean(description),
            room=room,
            closed=item.is_closed,
            continued=item.continues_id is not None,
            interpretation=self._spoken(item.interpretation) if item.interpretation else "",
            parts=self.parts(programme.parts_of_items.get(key, [])),
            groups=[self.group(group) for group in programme.groups.get(key, [])],
            children=[self.item(child) for child in programme.children.get(key, [])],
            number=key,
            title_lang=title_lang,
            description_lang=description_lang,
            room_anchor=self._rooms.get(room, ""),
            format_label=str(FORMAT_LABELS[item.format]) if item.format not in (None, self.meeting.format) else "",
            languages=self._spoken(item.working_languages) if item.working_languages else "",
            has_one_language=len(item.working_languages) == 1,
            language_codes=" ".join(dict.fromkeys([*item.working_languages, *item.interpretation])),
            documents=programme.documents.get(key, []),
        )

    def _instant(self, day: date, moment: time) -> str:
        return _iso(at_zone(day, moment, self.meeting.zone)) if self._has_days else f"{moment:%H:%M}"

    def group(self, group: BreakoutGroup) -> GroupView:
        """One breakout group."""
        title, title_lang = self.said(group.title)
        description, description_lang = self.said(group.description)
        room = self.text(group.room)
        return GroupView(
            anchor=f"group-{group.id}",
            letter=self.text(group.letter),
            title=title,
            description_html=clean(description),
            room=room,
            parts=self.parts(self.programme.parts_of_groups.get(group.id, [])),
            title_lang=title_lang,
            description_lang=description_lang,
            room_anchor=self._rooms.get(room, ""),
        )

    def parts(self, parts: list[Part]) -> list[PartGroupView]:
        """Parts in their order, without declined and replaced ones; neighbours of one role share a heading."""
        groups: list[PartGroupView] = []
        last_role, people = None, 0
        for part in parts:
            if part.status in NOT_TAKING_PART:
                continue
            if part.role is not last_role:
                groups.append(PartGroupView(""))
                last_role, people = part.role, 0
            holder = self.holder(part)
            people += holder.people
            groups[-1].holders.append(holder)
            key = (part.role.value, people)
            label = self._roles.get(key)
            if label is None:
                label = plural_role(part.role.value, people) if people > 1 else ""
                label = self._roles[key] = label or str(PART_ROLE_LABELS[part.role])
            groups[-1].role_label = label
        return groups

    def holder(self, part: Part) -> HolderView:
        """The holder of a part in words."""
        mark = self._marks.get(part.status)
        if mark is None:
            mark = self._marks[part.status] = str(PART_STATUS_MARKS.get(part.status, ""))
        if part.person is not None:
            name, lang, detail = self._person(part.person)
            return HolderView(name, self.text(part.affiliation) or detail, mark, lang)
        if part.organisation is not None:
            name, lang = self._name(part.organisation)
            return HolderView(name, self.text(part.affiliation), mark, lang)
        countries = country_list(part.countries, part.country_conjunction, self.language, self.meeting)
        label, lang = self.said(part.label)
        # "Experts" from several countries are several people, how many is not known; "Korea or Portugal" is one.
        people = MANY if part.country_conjunction == "and" and len(part.countries) > 1 else 1
        if not label:
            return HolderView(countries, self.text(part.affiliation), mark, people=people)
        return HolderView(label, countries or self.text(part.affiliation), mark, lang, people, countries)

    def _person(self, person: Person) -> tuple[str, str, str]:
        known = self._people.get(person.id)
        if known is None:
            main = self.meeting.main_language
            lang = person.name.language_of(self.language, main)
            known = self._people[person.id] = (
                person.full_name(self.language, main),
                lang if lang != self.language else "",
                affiliation_of(person, self.language, main),
            )
        return known

    def _name(self, organisation: Organisation) -> tuple[str, str]:
        lang = organisation.name.language_of(self.language, self.meeting.main_language)
        return organisation.name.get(lang, ""), lang if lang != self.language else ""

    def _spoken(self, codes: list[str]) -> str:
        key = tuple(codes)
        if key not in self._languages:
            self._languages[key] = language_list(codes, self.language)
        return self._languages[key]


def dates_of(meeting: Meeting, language: str) -> str:
    """When a meeting is held: its days, or its months where no more is known yet."""
    written = format_month_range if meeting.date_precision is DatePrecision.MONTH else format_date_range
    return written(meeting.starts_on, meeting.ends_on, language, meeting.month_style.value)


def state_note(meeting: Meeting, language: str) -> str:
    """What mails and calendars say of a meeting that does not take place as announced, with the reason; else empty."""
    if meeting.takes_place:
        return ""
    with force_language(language):
        if meeting.state is MeetingState.CANCELLED:
            sentence = _("This meeting is cancelled.")
        else:
            sentence = _("This meeting is postponed. It does not take place on these dates.")
    return f"{sentence} {meeting.state_reason.text(language, meeting.main_language)}".strip()


def zone_of(meeting: Meeting, language: str) -> str:
    """The zone of a meeting, `Amman, UTC+3`, and the other offset where the clocks are changed while it lasts."""
    zone = zone_label(meeting.zone, meeting.starts_on, language)
    is_known = meeting.date_precision is DatePrecision.DAY
    day = change_of_offset(meeting.zone, meeting.starts_on, meeting.ends_on) if is_known else None
    if day is None:
        return zone
    return _(
        "%(zone)s, and %(offset)s from %(date)s",
        zone=zone,
        offset=offset_label(datetime.combine(day, time(12), ZoneInfo(meeting.zone))),
        date=format_date(day, language, meeting.month_style.value, year=False),
    )


def session_of(
    meeting: Meeting, day: date, starts: time | None, ends: time | None, language: str, *, year: bool = True
) -> str:
    """When an item of a meeting is held; month and hours as long as the days of the meeting are not known."""
    if meeting.date_precision is DatePrecision.MONTH:
        hours = format_time_range(starts, ends, language)
        return listed((dates_of(meeting, language), hours), language)
    return format_session(day, starts, ends, language, meeting.month_style.value, year=year)


def affiliation_of(person: Person, language: str, main: str) -> str:
    """Position and organisation of a person, as printed behind the name."""
    parts = [person.position.text(language, main)]
    if person.organisation is not None:
        parts.append(person.organisation.name.text(language, main))
    return listed(parts, language)


def country_list(codes: list[str], conjunction: str, language: str, meeting: Meeting) -> str:
    """Countries joined in words: "Republic of Korea and/or Portugal"."""
    names = [meeting.country_named(code, language) for code in codes]
    return joined(names, language, {"or": _("or"), "and_or": _("and/or")}.get(conjunction, ""))


def joined(names: list[str], language: str, word: str = "") -> str:
    """Names in words: "Tunisia, Jordan and Lebanon"; `word` stands in place of "and"."""
    if len(names) < 2:
        return "".join(names)
    word = word or _("and")
    # The Arabic "and" is a letter of the word that follows, and is said before each.
    if word == "و":
        return " و".join(names)
    return f"{listed(names[:-1], language)} {word} {names[-1]}"


def language_list(codes: list[str], language: str) -> str:
    """Names of languages in the reader's language, joined."""
    return listed(map(language_name, codes), language)


_TAG = re.compile(r"<[a-z]", re.IGNORECASE)
_BARE_LINK = re.compile(r'<a (href="([^"]+)"[^>]*)>(?=\2</a>)')


def clean(html: str) -> Markup:
    """HTML that was cleaned when it was written; text without any tag is escaped and set as a paragraph."""
    if not html:
        return Markup("")
    if not _TAG.search(html):
        return Markup("<p>{}</p>").format(html)
    # On paper an address follows its text, unless it is the text.
    html = _BARE_LINK.sub(r'<a class="is-bare" \1>', html)
    return Markup(html)  # noqa: S704  (cleaned by rich_text.texts when it was stored)


def _iso(instant: datetime) -> str:
    return f"{instant.isoformat()[:19]}Z"
