"""From meetings to what a list of them shows in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _

from foundation.dates import month_name
from foundation.languages import listed
from foundation.translated import Translations
from meetings.catalogue.enums import WHEN_LABELS, When
from meetings.enums import (
    FORMAT_LABELS,
    KIND_LABELS,
    STATE_LABELS,
    MeetingFormat,
    MeetingState,
)
from meetings.models.meeting import Meeting
from meetings.reading.facts import numbers_in_words
from meetings.reading.parties import ORGANISERS, in_roles, party_language, party_name
from meetings.reading.phases import registration_phase

UNREMARKABLE = (MeetingState.DRAFT, MeetingState.PUBLISHED)


@dataclass(frozen=True)
class TextInLanguage:
    """A text and the language it really is in, which may not be the one asked for."""

    text: str
    language: str


@dataclass(frozen=True)
class Card:
    """A meeting in a list."""

    meeting: Meeting
    when: When
    url: str
    title: TextInLanguage
    subtitle: TextInLanguage
    kind: str
    place: str
    organisers: list[TextInLanguage]
    state: str
    """Value of the state for its badge; empty for a meeting that is simply public."""
    state_label: str
    registration_is_open: bool
    dates_stand: bool
    """False when the meeting is postponed or cancelled: its dates are those it would have had."""


@dataclass(frozen=True)
class Month:
    """The meetings of a month; `label` is empty where they are not divided into months."""

    label: str
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Stretch:
    """The meetings that stand alike in time; `when` None: answers to a question, in one list."""

    when: When | None
    label: str
    months: list[Month] = field(default_factory=list)


def words(value: Translations, language: str, main: str) -> TextInLanguage:
    """A text in a language with its fallback."""
    return TextInLanguage(value.text(language, main), value.language_of(language, main))


def card(when: When, meeting: Meeting, language: str) -> Card:
    """A meeting in a list; `organisations` must be loaded."""
    main = meeting.main_language
    shown_in = language if language in meeting.page_languages else main
    is_told = meeting.state not in UNREMARKABLE
    return Card(
        meeting=meeting,
        when=when,
        url=url_for("programme.show", code=meeting.code, language=shown_in),
        title=words(meeting.title, language, main),
        subtitle=words(meeting.subtitle, language, main),
        kind=str(KIND_LABELS[meeting.kind]),
        place=place_in_short(meeting, language, is_past=when in (When.PAST, When.ARCHIVED)),
        organisers=[
            TextInLanguage(party_name(entry, meeting, language), party_language(entry, meeting, language))
            for entry in in_roles(meeting, ORGANISERS)
        ],
        state=meeting.state.value if is_told else "",
        state_label=str(STATE_LABELS[meeting.state]) if is_told else "",
        registration_is_open=registration_phase(meeting) == "open",
        dates_stand=meeting.takes_place,
    )


def place_in_short(meeting: Meeting, language: str, *, is_past: bool = False) -> str:
    """City and country, and how one takes part where that is not only in the room."""
    parts = [meeting.city.text(language, meeting.main_language)]
    parts.append(meeting.country_named(meeting.country_code, language))
    place = listed(parts, language)
    if meeting.format is MeetingFormat.TO_BE_ANNOUNCED:
        return place or ("" if is_past else _("Place and format to be announced"))
    if meeting.format is MeetingFormat.IN_PERSON and place:
        return place
    label = str(FORMAT_LABELS[meeting.format])
    return f"{place} · {label}" if place and meeting.format is MeetingFormat.HYBRID else label


def stretches(placed: Iterable[tuple[When, Meeting]], language: str, *, is_search: bool) -> list[Stretch]:
    """Meetings in their order, divided by time and month."""
    found: list[Stretch] = []
    for when, meeting in placed:
        heading = None if is_search else when
        if not found or found[-1].when is not heading:
            found.append(Stretch(heading, _("What was found") if heading is None else str(WHEN_LABELS[heading])))
        months = found[-1].months
        has_months = heading is not None and heading is not When.NOW
        label = month_label(meeting, language) if has_months else ""
        if not months or months[-1].label != label:
            months.append(Month(label))
        months[-1].cards.append(card(when, meeting, language))
    return found


def month_label(meeting: Meeting, language: str) -> str:
    """Month and year in which a meeting begins."""
    return f"{month_name(meeting.starts_on.month, language)} {meeting.starts_on.year}"


def participants_in_words(meeting: Meeting, language: str) -> str:
    """How many took part, else how many are expected, as the page counts them; empty if nobody said."""
    for is_actual, sentence in (
        (True, _("Took part: %(participants)s", participants="{}")),
        (False, _("Expected: %(participants)s", participants="{}")),
    ):
        if numbers := numbers_in_words(meeting.participant_numbers, language, actual=is_actual):
            return sentence.format(numbers)
    return ""
