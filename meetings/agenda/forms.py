"""Forms about agenda items and the parts in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from difflib import get_close_matches
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from foundation.countries import Areas, all_countries, country_name, find_code
from foundation.dates import format_time
from foundation.form_fields import LineField, ManyOfField, MultilingualForm, NameField, OneOfField, TranslatedField
from foundation.languages import current_language, language_name
from foundation.merge_fields import one_line
from foundation.typed_times import NotATime, parse_time
from meetings.enums import (
    FORMAT_LABELS,
    ITEM_KIND_LABELS,
    PART_ROLE_LABELS,
    PART_STATUS_LABELS,
    ItemKind,
    MeetingFormat,
    PartRole,
    PartStatus,
)
from meetings.keeping.forms import PersonFields, suggest_rooms
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.reading.agenda import (
    DEEPEST,
    days_of,
    in_order,
    named_days,
)
from meetings.reading.presenting import Presenter
from meetings.reading.programme import Programme
from meetings.reading.rooms import completed
from rich_text.field import RichField

DESCRIPTION_LENGTH = 10_000
_BETWEEN_COUNTRIES = re.compile(r"[,;،؛\n]+")
_JOINING_WORDS = re.compile(r"\s+(?:and/or|and|or|et/ou|et|ou|و/أو|أو)\s+|\s*/\s*|\s+و\s*")


class TimeField(StringField):
    """A time of day as people type it; its data is a time or None."""

    def _value(self) -> str:
        return format_time(self.data, "en") if isinstance(self.data, time) else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; what cannot be read is kept as typed."""
        typed = one_line(valuelist[0])[:40] if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            self.data = parse_time(typed)
        except NotATime:
            self.data = typed  # type: ignore[assignment]
            raise ValueError(_("Enter a time such as 9:30 or 14:00.")) from None


class CountriesField(StringField):
    """Countries by name, separated by commas; its data is a list of codes."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.type = "StringField"
        self.typed = ""

    def _value(self) -> str:
        return self.typed or ", ".join(country_name(code, current_language(), self._areas) for code in self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the names, which may be in any language, codes or aliases."""
        self.typed = one_line(valuelist[0])[:1000] if valuelist else ""
        self.data: list[str] = []
        for piece in _pieces(self.typed, self._areas):
            self.data += _codes(piece, self._areas)
        self.data = list(dict.fromkeys(self.data))

    @property
    def _areas(self) -> Areas:
        return getattr(self._form, "areas", {})


class ItemForm(MultilingualForm):
    """A line of the agenda."""

    kind = NameField(_l("Kind"), ItemKind, ITEM_KIND_LABELS)
    day = OneOfField(_l("Day"))
    starts = TimeField(_l("Start"))
    ends = TimeField(_l("End"))
    title = TranslatedField(_l("Title"), maximum=300, wraps=True)
    room = TranslatedField(_l("Room"), maximum=120)
    description = RichField(_l("Description"), maximum=DESCRIPTION_LENGTH, rows=6)
    parent_id = OneOfField(_l("Inside of"))
    continues_id = OneOfField(_l("Continues"))
    is_closed = BooleanField(_l("Closed to the public"))
    format = OneOfField(_l("Format"))
    working_languages = ManyOfField(_l("Languages spoken"))
    interpretation = ManyOfField(_l("Languages interpreted"))
    groups_are_chosen = BooleanField(_l("Participants choose one of its breakout groups themselves"))

    def __init__(self, meeting: Meeting, item: AgendaItem | None, **kwargs: Any) -> None:
        super().__init__(meeting.page_languages, meeting.main_language, **kwargs)
        self.meeting, self.item, self.rooms = meeting, item, meeting.rooms
        suggest_rooms(self.room)
        self.format.offer([(each.value, name) for each, name in FORMAT_LABELS.items()], blank=_("As the meeting"))
        chosen = [*item.working_languages, *item.interpretation] if item else []
        offered = dict.fromkeys([*meeting.working_languages, *chosen])
        self.working_languages.choices = self.interpretation.choices = [
            SelectChoice(code, language_name(code)) for code in offered
        ]

    def accept(self, depths: Sequence[tuple[int, int]]) -> None:
        """Choose among these items, (id, depth) each, without names: enough to read what was sent."""
        others = [(str(key), depth) for key, depth in depths if self.item is None or key != self.item.id]
        self.day.offer([(day.isoformat(), "") for day in self._days()])
        self.parent_id.offer([(key, "") for key, depth in others if depth + 1 < DEEPEST], blank="")
        self.continues_id.offer([(key, "") for key, _depth in others], blank="")

    def offer(self, programme: Programme) -> None:
        """Offer the days and the items of the meeting by name."""
        language = current_language()
        named = named_days(programme, language)
        self.day.offer([(day.isoformat(), named[day]) for day in self._days() if day in named])
        text = Presenter(programme, language).text
        item_id = self.item.id if self.item is not None else None
        others = [(each, depth) for each, depth in in_order(programme) if each.id != item_id]
        names = {each.id: _line_name(each, depth, text(each.title)) for each, depth in others}
        holders = [(str(each.id), names[each.id]) for each, depth in others if depth + 1 < DEEPEST]
        self.parent_id.offer(holders, blank=_("Stands by itself"))
        self.continues_id.offer([(str(key), name) for key, name in names.items()], blank=_("Nothing earlier"))

    def _days(self) -> list[date]:
        days = days_of(self.meeting)
        return [*days, self.item.day] if self.item is not None and self.item.day not in days else days

    def validate_ends(self, field: Any) -> None:
        """An end needs a start, and comes after it."""
        starts, ends = self.starts.data, field.data
        if not isinstance(ends, time):
            return
        if not starts:
            raise ValidationError(_("Enter the start too."))
        if isinstance(starts, time) and ends <= starts:
            raise ValidationError(_("The end must be after the start."))

    def values(self) -> dict[str, Any]:
        """What `add_item` and `change_item` take."""
        return {
            "kind": self.kind.data,
            "day": date.fromisoformat(self.day.data),
            "starts": self.starts.data,
            "ends": self.ends.data,
            "title": self.title.data,
            "room": completed(self.room.data, self.rooms),
            "description": self.description.data,
            "parent_id": _number(self.parent_id.data),
            "continues_id": _number(self.continues_id.data),
            "is_closed": self.is_closed.data,
            "format": MeetingFormat(self.format.data) if self.format.data else None,
            "working_languages": self.working_languages.data or [],
            "interpretation": self.interpretation.data or [],
            "groups_are_chosen": self.groups_are_chosen.data,
        }


class _PartFields(MultilingualForm):
    role = NameField(_l("Role"), PartRole, PART_ROLE_LABELS)
    status = NameField(_l("Status"), PartStatus, PART_STATUS_LABELS, default=PartStatus.CONFIRMED)
    affiliation = TranslatedField(_l("Affiliation on this agenda"), maximum=300, wraps=True)

    def __init__(self, languages: Sequence[str], main_language: str, *, areas: Areas, **kwargs: Any) -> None:
        self.areas = areas
        super().__init__(languages, main_language, **kwargs)


class PersonPartForm(_PartFields, PersonFields):
    """A part of a person."""

    def validate_person(self, field: Any) -> None:
        """A name is needed."""
        if not self.named:
            raise ValidationError(_("Enter the name of the person."))


class OrganisationPartForm(_PartFields):
    """A part of an organisation."""

    organisation = LineField(_l("Organisation"), maximum=300)

    def validate_organisation(self, field: Any) -> None:
        """A name is needed."""
        if not field.data:
            raise ValidationError(_("Enter the name of the organisation."))


class OpenPartForm(_PartFields):
    """A part of countries, or of somebody still to be found."""

    label = TranslatedField(_l("Role still to be filled, or group of people"), maximum=300, wraps=True)
    countries = CountriesField(_l("Countries"))
    country_conjunction = OneOfField(
        _l("Between the countries"),
        lambda: [("and", _("and")), ("or", _("or")), ("and_or", _("and/or"))],
        default="and",
    )

    def validate_label(self, field: TranslatedField) -> None:
        """Something is needed."""
        if not field.data and not self.countries.data and not self.countries.errors:
            field.add_error(_("Enter a role, countries, or both."))


def _pieces(typed: str, areas: Areas) -> Iterator[str]:
    """What stands between the commas; a name of an area that has commas itself is one piece."""
    pieces = [piece.strip() for piece in _BETWEEN_COUNTRIES.split(typed) if piece.strip()]
    named = (name for names in areas.values() for name in names.values())
    longest = max((len(_BETWEEN_COUNTRIES.split(name)) for name in named), default=1)
    while pieces:
        size = next((size for size in range(longest, 1, -1) if find_code(" ".join(pieces[:size]), areas)), 1)
        yield " ".join(pieces[:size])
        del pieces[:size]


def _codes(piece: str, areas: Areas) -> Sequence[str]:
    """Codes of one name, or of several that words such as "and" join."""
    whole = find_code(piece, areas)
    if whole is not None:
        return [whole]
    codes = []
    for name in filter(None, map(str.strip, _JOINING_WORDS.split(piece))):
        found = find_code(name, areas)
        if found is None:
            raise ValueError(_unknown(name))
        codes.append(found)
    return codes


def _unknown(name: str) -> str:
    names = [country.name(language) for language in ("en", "ar", "fr") for country in all_countries(language)]
    near = get_close_matches(name[:60], names, n=1, cutoff=0.7)
    if near:
        return _("There is no country “%(name)s”. Do you mean %(near)s?", name=name, near=near[0])
    return _("There is no country “%(name)s”.", name=name)


def _line_name(item: AgendaItem, depth: int, title: str) -> str:
    moment = f"{format_time(item.starts, 'en')} " if item.starts else ""
    return f"{'– ' * depth}{moment}{title}"


def _number(value: str | None) -> int | None:
    return int(value) if value else None
