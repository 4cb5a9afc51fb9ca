"""From rows to what a reader sees of an agenda in one language: page, paper and calendar alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from directory.models import Person
from foundation.countries import UnknownCountry, country_name
from foundation.dates import at_zone, format_date, format_date_range, format_month_range, format_time_range
from foundation.languages import LANGUAGES
from foundation.translated import Translations
from meetings.agenda.models import AgendaItem, Part
from meetings.breakouts.models import BreakoutGroup
from meetings.enums import ITEM_KIND_LABELS, PART_ROLE_LABELS, PART_STATUS_MARKS, DatePrecision, PartStatus
from meetings.programme.queries import Programme
from meetings.record.models import Meeting

LANGUAGE_NAMES = {
    "en": lambda: _("English"),
    "ar": lambda: _("Arabic"),
    "fr": lambda: _("French"),
    "es": lambda: _("Spanish"),
    "ru": lambda: _("Russian"),
    "zh": lambda: _("Chinese"),
}


@dataclass
class HolderView:
    """Who holds a part: name, what stands behind it, and a mark such as TBC."""

    name: str
    detail: str = ""
    status_label: str = ""


@dataclass
class PartGroupView:
    """Holders of the same role, together."""

    role_label: str
    holders: list[HolderView] = field(default_factory=list)


@dataclass
class GroupView:
    """A breakout group."""

    anchor: str
    letter: str
    title: str
    description_html: Markup
    room: str
    parts: list[PartGroupView]


@dataclass
class ItemView:
    """An agenda item with everything it holds."""

    anchor: str
    kind: str
    kind_label: str
    time_label: str
    start_utc: str
    end_utc: str
    title: str
    description_html: Markup
    room: str
    closed: bool
    continued: bool
    interpretation: str
    parts: list[PartGroupView]
    groups: list[GroupView]
    children: list[ItemView]


@dataclass
class DayView:
    """A day; each row is a list of items that start at the same time."""

    date_label: str
    anchor: str
    rows: list[list[ItemView]]


class Presenter:
    """Presents one programme in one language."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.programme = programme
        self.meeting = programme.meeting
        self.language = language

    def text(self, value: Translations) -> str:
        """A text in this language with the meeting's fallback."""
        return value.text(self.language, self.meeting.main_language)

    def days(self) -> list[DayView]:
        """The agenda by days; parallel items share a row."""
        by_day: dict[date, list[AgendaItem]] = {}
        for item in self.programme.items:
            by_day.setdefault(item.day, []).append(item)
        style = self.meeting.month_style.value
        return [
            DayView(
                format_date(day, self.language, style, weekday=True),
                f"day-{day.isoformat()}",
                self._rows(items),
            )
            for day, items in sorted(by_day.items())
        ]

    def _rows(self, items: list[AgendaItem]) -> list[list[ItemView]]:
        rows: list[list[ItemView]] = []
        row_end = None
        for item in items:
            view = self.item(item)
            overlaps = rows and item.starts is not None and row_end is not None and item.starts < row_end
            if overlaps:
                rows[-1].append(view)
                row_end = max(row_end, item.ends) if item.ends and row_end else row_end
            else:
                rows.append([view])
                row_end = item.ends
        return rows

    def item(self, item: AgendaItem) -> ItemView:
        """One item and all it holds."""
        zone = self.meeting.zone
        return ItemView(
            anchor=f"item-{item.id}",
            kind=item.kind.value,
            kind_label=str(ITEM_KIND_LABELS[item.kind]),
            time_label=format_time_range(item.starts, item.ends, self.language),
            start_utc=_iso(at_zone(item.day, item.starts, zone)) if item.starts else "",
            end_utc=_iso(at_zone(item.day, item.ends, zone)) if item.ends else "",
            title=self.text(item.title),
            description_html=clean(self.text(item.description)),
            room=self.text(item.room),
            closed=item.is_closed,
            continued=item.continues_id is not None,
            interpretation=language_list(item.interpretation, self.language),
            parts=self.parts(self.programme.parts_of_items.get(item.id, [])),
            groups=[self.group(group) for group in self.programme.groups.get(item.id, [])],
            children=[self.item(child) for child in self.programme.children.get(item.id, [])],
        )

    def group(self, group: BreakoutGroup) -> GroupView:
        """One breakout group."""
        return GroupView(
            anchor=f"group-{group.id}",
            letter=self.text(group.letter),
            title=self.text(group.title),
            description_html=clean(self.text(group.description)),
            room=self.text(group.room),
            parts=self.parts(self.programme.parts_of_groups.get(group.id, [])),
        )

    def parts(self, parts: list[Part]) -> list[PartGroupView]:
        """Parts in their order, without declined and replaced ones; neighbours of one role share a heading."""
        groups: list[PartGroupView] = []
        last_role, count = None, 0
        for part in parts:
            if part.status in (PartStatus.DECLINED, PartStatus.REPLACED):
                continue
            if part.role is not last_role:
                groups.append(PartGroupView(str(PART_ROLE_LABELS[part.role])))
                last_role, count = part.role, 0
            count += 1
            groups[-1].holders.append(self.holder(part))
            if count > 1:
                groups[-1].role_label = plural_role(part.role.value, count) or groups[-1].role_label
        return groups

    def holder(self, part: Part) -> HolderView:
        """The holder of a part in words."""
        mark = str(PART_STATUS_MARKS.get(part.status, ""))
        main = self.meeting.main_language
        if part.person is not None:
            detail = self.text(part.affiliation) or affiliation_of(part.person, self.language, main)
            return HolderView(part.person.full_name(self.language, main), detail, mark)
        if part.organisation is not None:
            return HolderView(self.text(part.organisation.name), self.text(part.affiliation), mark)
        countries = country_list(part.countries, part.country_conjunction, self.language)
        label = self.text(part.label)
        return HolderView(label or countries, countries if label else self.text(part.affiliation), mark)


def dates_of(meeting: Meeting, language: str) -> str:
    """When a meeting is held: its days, or its months where no more is known yet."""
    written = format_month_range if meeting.date_precision is DatePrecision.MONTH else format_date_range
    return written(meeting.starts_on, meeting.ends_on, language, meeting.month_style.value)


def plural_role(role: str, count: int) -> str:
    """The heading of a role that several people hold, or empty when it does not change."""
    words = {
        "speaker": lambda: ngettext("Speaker", "Speakers", count),
        "moderator": lambda: ngettext("Moderator", "Moderators", count),
        "facilitator": lambda: ngettext("Facilitator", "Facilitators", count),
        "panellist": lambda: ngettext("Panellist", "Panellists", count),
        "presenter": lambda: ngettext("Presenter", "Presenters", count),
        "discussant": lambda: ngettext("Discussant", "Discussants", count),
        "rapporteur": lambda: ngettext("Rapporteur", "Rapporteurs", count),
        "chair": lambda: ngettext("Chair", "Chairs", count),
    }
    return words[role]() if role in words else ""


def affiliation_of(person: Person, language: str, main: str) -> str:
    """Position and organisation of a person, as printed behind the name."""
    parts = [person.position.text(language, main)]
    if person.organisation is not None:
        parts.append(person.organisation.name.text(language, main))
    return ("، " if language == "ar" else ", ").join(part for part in parts if part)


def country_list(codes: list[str], conjunction: str, language: str) -> str:
    """Countries joined in words: "Republic of Korea and/or Portugal"."""
    names = []
    for code in codes:
        try:
            names.append(country_name(code, language))
        except UnknownCountry:
            names.append(code)
    if len(names) < 2:
        return "".join(names)
    word = {"or": _("or"), "and_or": _("and/or")}.get(conjunction) or _("and")
    comma = "، " if language == "ar" else ", "
    # The Arabic "and" is a letter of the word that follows.
    space = "" if word == "و" else " "
    return f"{comma.join(names[:-1])} {word}{space}{names[-1]}"


def language_list(codes: list[str], language: str) -> str:
    """Names of languages in the reader's language, joined."""
    names = [LANGUAGE_NAMES[code]() if code in LANGUAGE_NAMES else LANGUAGES.get(code, code) for code in codes]
    return ("، " if language == "ar" else ", ").join(names)


_TAG = re.compile(r"<[a-z]", re.IGNORECASE)


def clean(html: str) -> Markup:
    """HTML that was cleaned when it was written; text without any tag is escaped and set as a paragraph."""
    if not html:
        return Markup("")
    if not _TAG.search(html):
        return Markup("<p>{}</p>").format(html)
    return Markup(html)  # noqa: S704  (cleaned by meetings.record.rich_text when it was stored)


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
