"""Renders the public page of a meeting and its structured data."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template
from markupsafe import Markup

from foundation.dates import format_local, local_instant, offset_label, zone_label
from foundation.pages import external_url
from meetings.calendar.building import place_of
from meetings.calendar.queries import hours_of_days
from meetings.enums import (
    CONTACT_LABELS,
    DOCUMENT_KIND_LABELS,
    DOCUMENT_STATUS_LABELS,
    FORMAT_LABELS,
    KIND_LABELS,
    ORGANISATION_ROLE_LABELS,
    SECTION_LABELS,
    STATE_LABELS,
    MeetingFormat,
    MeetingState,
    OrganisationRole,
    Visibility,
)
from meetings.programme.presenting import Presenter, affiliation_of, clean, country_list, dates_of, language_list
from meetings.programme.queries import Programme
from meetings.record.models import Meeting


def render_page(programme: Programme, language: str, phase: str, data: Markup) -> str:
    """The page of a meeting in one language."""
    meeting = programme.meeting
    presenter = Presenter(programme, language)
    return render_template(
        "meetings/programme/show.html",
        meeting=meeting,
        text=presenter.text,
        days=presenter.days(),
        phase=phase,
        structured_data=data,
        kind_label=KIND_LABELS[meeting.kind],
        state_label=STATE_LABELS[meeting.state],
        format_label=FORMAT_LABELS[meeting.format],
        dates=dates_of(meeting, language),
        place=place_of(meeting, language),
        zone=zone_label(meeting.zone, meeting.starts_on, language),
        opens=_moment(meeting, meeting.registration_opens, language),
        closes=_moment(meeting, meeting.registration_closes, language),
        working_languages=language_list(meeting.working_languages, language),
        sections=[
            (
                f"section-{s.id}",
                presenter.text(s.heading) or SECTION_LABELS[s.kind],
                clean(presenter.text(s.body)),
            )
            for s in meeting.sections
        ],
        organisations=_organisations(meeting, presenter),
        contacts=[(CONTACT_LABELS[kind], people) for kind, people in _contacts(meeting, presenter).items()],
        documents=[d for d in meeting.documents if d.visibility is Visibility.PUBLIC],
        document_kind_labels=DOCUMENT_KIND_LABELS,
        document_status_labels=DOCUMENT_STATUS_LABELS,
    )


def structured_data(programme: Programme, language: str) -> Markup:
    """The meeting as a schema.org Event in JSON, safe inside a script element."""
    meeting = programme.meeting
    main = meeting.main_language
    days = hours_of_days(meeting)
    zone = ZoneInfo(meeting.zone)
    first, last = min(days), max(days)
    url = external_url("programme.show", code=meeting.code, language=language)
    modes = {
        MeetingFormat.IN_PERSON: "OfflineEventAttendanceMode",
        MeetingFormat.ONLINE: "OnlineEventAttendanceMode",
        MeetingFormat.HYBRID: "MixedEventAttendanceMode",
    }
    states = {MeetingState.POSTPONED: "EventPostponed", MeetingState.CANCELLED: "EventCancelled"}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "name": meeting.title.text(language, main),
        "startDate": datetime.combine(first, days[first][0], zone).isoformat(),
        "endDate": datetime.combine(last, days[last][1], zone).isoformat(),
        "eventStatus": f"https://schema.org/{states.get(meeting.state, 'EventScheduled')}",
        "inLanguage": language,
        "url": url,
        "organizer": [
            {"@type": "Organization", "name": entry.organisation.name.text(language, main)}
            for entry in meeting.organisations
            if entry.organisation and entry.role in (OrganisationRole.ORGANISER, OrganisationRole.CO_ORGANISER)
        ],
    }
    if meeting.summary:
        data["description"] = meeting.summary.text(language, main)
    if meeting.format in modes:
        data["eventAttendanceMode"] = f"https://schema.org/{modes[meeting.format]}"
    places: list[dict[str, Any]] = []
    if meeting.venue:
        address = {"@type": "PostalAddress", "addressLocality": meeting.city.text(language, main)}
        if meeting.country_code:
            address["addressCountry"] = meeting.country_code
        places.append({"@type": "Place", "name": meeting.venue.text(language, main), "address": address})
    if meeting.format in (MeetingFormat.ONLINE, MeetingFormat.HYBRID):
        places.append({"@type": "VirtualLocation", "url": url})
    if places:
        data["location"] = places
    if meeting.part_of:
        data["superEvent"] = {"@type": "Event", "name": meeting.part_of.text(language, main)}
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _moment(meeting: Meeting, moment: datetime | None, language: str) -> str:
    if moment is None:
        return ""
    offset = offset_label(local_instant(moment, meeting.zone).astimezone(ZoneInfo(meeting.zone)))
    return f"{format_local(moment, language, meeting.month_style.value)} ({offset})"


def _organisations(meeting: Meeting, presenter: Presenter) -> list[tuple[str, list[str]]]:
    roles: dict[OrganisationRole, list[str]] = {}
    countries: dict[OrganisationRole, list[str]] = {}
    for entry in meeting.organisations:
        if entry.organisation is not None:
            roles.setdefault(entry.role, []).append(presenter.text(entry.organisation.name))
        elif entry.country_code:
            countries.setdefault(entry.role, []).append(entry.country_code)
    for role, codes in countries.items():
        roles.setdefault(role, []).extend(country_list([code], "and", presenter.language) for code in codes)
    return [(str(ORGANISATION_ROLE_LABELS[role]), roles[role]) for role in OrganisationRole if role in roles]


def _contacts(meeting: Meeting, presenter: Presenter) -> dict[Any, list[tuple[str, str, str, str]]]:
    groups: dict[Any, list[tuple[str, str, str, str]]] = {}
    for contact in meeting.contacts:
        if contact.person is not None:
            name = contact.person.full_name(presenter.language, meeting.main_language)
            detail = affiliation_of(contact.person, presenter.language, meeting.main_language)
        else:
            name, detail = presenter.text(contact.unit), ""
        # Never the address of the directory: it may be private.
        groups.setdefault(contact.kind, []).append((name, detail, contact.email, contact.phone))
    return groups
