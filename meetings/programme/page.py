"""Renders the public page of a meeting."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from foundation.dates import format_local, local_instant, month_name, offset_label
from foundation.languages import language_name
from foundation.pages import external_url
from meetings.enums import (
    FORMAT_LABELS,
    KIND_LABELS,
    SECTION_LABELS,
    STATE_LABELS,
    DatePrecision,
    MeetingState,
    OrganisationRole,
)
from meetings.models.meeting import Meeting
from meetings.programme.structured_data import structured_data
from meetings.reading import facts
from meetings.reading.item_views import ItemView
from meetings.reading.places import place_line, place_of
from meetings.reading.presenting import (
    Presenter,
    clean,
    dates_of,
    joined,
    language_list,
    preview_argument,
    zone_of,
)
from meetings.reading.programme import Programme, load_surroundings

LOCALES = {"en": "en_GB", "ar": "ar_AR", "fr": "fr_FR"}


def render_page(programme: Programme, language: str, phase: str) -> str:
    """The page of a meeting in one language; in a preview, what leads on to other pages is left out."""
    meeting = programme.meeting
    presenter = Presenter(programme, language)
    surroundings = load_surroundings(meeting)
    days = presenter.days()
    is_preview = bool(preview_argument())
    is_over = phase == "over"
    values: dict[str, Any] = {
        "meeting": meeting,
        "days": days,
        "zone": zone_of(meeting, language),
        "phase": phase,
        "is_preview": is_preview,
        "is_over": is_over,
        "in_days": _in_days(),
        "accent_url": _accent_url(meeting),
        "structured_data": structured_data(programme, language) if meeting.is_public else "",
        "sharing": _sharing(meeting, language) if meeting.is_public else None,
        "notices": state_notices(meeting, presenter, is_over=is_over),
        "kind_label": KIND_LABELS[meeting.kind],
        "state_label": STATE_LABELS[meeting.state],
        "format_label": FORMAT_LABELS[meeting.format],
        "dates": dates_of(meeting, language),
        "months": [month_name(month, language, meeting.month_style.value) for month in range(1, 13)],
        "has_days": meeting.date_precision is DatePrecision.DAY,
        "title_text": presenter.text(meeting.title),
        "title": presenter.bdi(meeting.title),
        "subtitle": presenter.bdi(meeting.subtitle),
        "place": place_line(meeting, language) if not is_over else place_of(meeting, language),
        "venue": presenter.bdi(meeting.venue) if meeting.venue else "",
        "city": presenter.bdi(meeting.city) if meeting.city else "",
        "venue_address": presenter.text(meeting.venue_address),
        "rooms": [
            (f"room-{room.id}", presenter.bdi(room.name), presenter.text(room.directions), room.seats)
            for room in meeting.rooms
        ],
        "part_of": presenter.bdi(meeting.part_of),
        "series": presenter.bdi(meeting.series.title) if meeting.series else "",
        "project": presenter.bdi(meeting.project.title) if meeting.project else "",
        "opens": _moment(meeting, meeting.registration_opens, language),
        "closes": _moment(meeting, meeting.registration_closes, language),
        "working_languages": language_list(meeting.working_languages, language),
        "sections": [_section(section, presenter) for section in meeting.sections],
        "parties": facts.parties(presenter),
        "contacts": facts.contacts(presenter),
        "documents": facts.documents(programme.documents.get(None, []), presenter),
        "documents_of_items": {
            item_id: facts.documents(found, presenter)
            for item_id, found in programme.documents.items()
            if item_id is not None
        },
        "outcomes": facts.outcomes(surroundings.outcomes, presenter),
        "expected": facts.numbers_in_words(meeting.participant_numbers, language, actual=False),
        "took_part": facts.numbers_in_words(meeting.participant_numbers, language, actual=True),
        "before": facts.neighbour(surroundings.before, presenter) if surroundings.before else None,
        "after": [facts.neighbour(other, presenter) for other in surroundings.after],
        "joins_publicly": surroundings.has_public_links and meeting.takes_place and not (is_over or is_preview),
        "links": [link for link in meeting.links if link.get("language") in (None, "", language)],
        "heard": [(code, language_name(code)) for code in _spoken_languages(days)],
        "short_address": external_url("programme.short_address", code=meeting.code),
        "items_address": _items_address(meeting, language),
    }
    organisers = (OrganisationRole.ORGANISER, OrganisationRole.CO_ORGANISER)
    values["organisers"] = [
        party.name for group in values["parties"] if group.role in organisers for party in group.parties
    ]
    values["borrowed"] = joined(sorted(language_name(code) for code in presenter.borrowed), language)
    return render_template("meetings/programme/show.html", **values)


def state_notices(meeting: Meeting, presenter: Presenter, *, is_over: bool = False) -> list[tuple[str, str, str]]:
    """What to know of the state of a meeting before all else: (kind of notice, sentence, reason)."""
    reason = presenter.text(meeting.state_reason)
    sentences = {
        MeetingState.DRAFT: ("warning", _("This is a draft: the meeting has not been published yet.")),
        MeetingState.POSTPONED: (
            "warning",
            _("This meeting has been postponed. If new dates are set, they are shown here."),
        ),
        MeetingState.CANCELLED: ("error", _("This meeting has been cancelled.")),
        MeetingState.CLOSED: ("info", _("This meeting has taken place.")),
        MeetingState.ARCHIVED: ("info", _("This meeting is in the archive. Its page is kept as it was.")),
    }
    state = MeetingState.CLOSED if is_over and meeting.state is MeetingState.PUBLISHED else meeting.state
    if state not in sentences:
        return []
    kind, sentence = sentences[state]
    return [(kind, sentence, reason if not meeting.takes_place else "")]


def _section(section: Any, presenter: Presenter) -> tuple[str, Any, Any, str]:
    body, lang = presenter.said(section.body)
    heading = presenter.bdi(section.heading) if section.heading else SECTION_LABELS[section.kind]
    return f"section-{section.id}", heading, clean(body), lang


def _spoken_languages(days: list[Any]) -> list[str]:
    codes: set[str] = set()

    def gather(items: list[ItemView]) -> None:
        for item in items:
            codes.update(item.language_codes.split())
            gather(item.children)

    for day in days:
        for row in day.rows:
            gather(row)
    return sorted(codes)


def _accent_url(meeting: Meeting) -> str:
    if not meeting.accent:
        return ""
    return url_for("programme.accent", code=meeting.code, version=meeting.version, **preview_argument())


def _items_address(meeting: Meeting, language: str) -> str:
    """What the calendar files of items begin with; one address built by rules for all of them."""
    if not (meeting.is_public and meeting.takes_place and meeting.date_precision is DatePrecision.DAY):
        return ""
    address = url_for("calendar.item", code=meeting.code, language=language, item_id=0)
    return address.removesuffix("0.ics")


def _in_days() -> str:
    """How many days there still are, for a page that is kept and a browser that counts them: a text for each form.

    The first two days have texts of their own, under their number.
    """
    forms = {"0": _("Today"), "1": _("Tomorrow")}
    locale = get_locale()
    assert locale is not None
    for number in (2, 3, 11, 100):
        text = ngettext("In %(num)s day", "In %(num)s days", number).replace(str(number), "{}")
        forms.setdefault(locale.plural_form(number), text)
    return json.dumps({form: text[:1].lower() + text[1:] for form, text in forms.items()}, ensure_ascii=False)


def _sharing(meeting: Meeting, language: str) -> dict[str, Any]:
    """What a page says of itself to those who link to it; every address is absolute."""
    main = meeting.main_language
    addresses = {
        code: external_url("programme.show", code=meeting.code, language=code) for code in meeting.page_languages
    }
    summary = meeting.summary.text(language, main)
    return {
        "url": addresses.get(language, ""),
        "addresses": addresses,
        # Leads everybody to the page in their language.
        "default": external_url("programme.short_address", code=meeting.code),
        "description": summary or f"{KIND_LABELS[meeting.kind]}, {dates_of(meeting, language)}",
        "image": external_url("directory.logo", file_id=meeting.logo_id)
        if meeting.logo_id
        else external_url("sharing.card", code=meeting.code),
        "image_is_large": not meeting.logo_id,
        "locale": LOCALES.get(language, language),
        "other_locales": [LOCALES.get(code, code) for code in meeting.page_languages if code != language],
    }


def _moment(meeting: Meeting, moment: datetime | None, language: str) -> str:
    if moment is None:
        return ""
    offset = offset_label(local_instant(moment, meeting.zone).astimezone(ZoneInfo(meeting.zone)))
    return f"{format_local(moment, language, meeting.month_style.value)} ({offset})"
