"""A meeting as schema.org sees it, for search engines and for those who gather events."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from foundation.languages import listed
from foundation.pages import external_url
from meetings.enums import (
    BREAKS,
    DatePrecision,
    ItemKind,
    MeetingFormat,
    MeetingKind,
    MeetingState,
    OrganisationRole,
    PartRole,
    PartStatus,
)
from meetings.models.agenda import AgendaItem, Part
from meetings.models.meeting import Meeting
from meetings.models.parties import MeetingOrganisation
from meetings.reading.hours import hours_of_items
from meetings.reading.parties import ORGANISERS, in_roles, party_name
from meetings.reading.presenting import NOT_TAKING_PART
from meetings.reading.programme import Programme
from meetings.reading.titles import item_title

Thing = dict[str, Any]

MODES = {
    MeetingFormat.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    MeetingFormat.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    MeetingFormat.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
ABSENT_PLACE = {MeetingFormat.IN_PERSON: "VirtualLocation", MeetingFormat.ONLINE: "Place"}
STATES = {
    MeetingState.POSTPONED: "https://schema.org/EventPostponed",
    MeetingState.CANCELLED: "https://schema.org/EventCancelled",
}
KINDS = {
    MeetingKind.CONFERENCE: "ConferenceEvent",
    MeetingKind.TRAINING: "EducationEvent",
    MeetingKind.WORKSHOP: "EducationEvent",
}
MOST_SESSIONS = 100
MOST_PERFORMERS = 20
NOT_SESSIONS = BREAKS | {ItemKind.SOCIAL_EVENT}
PERFORMING = frozenset(PartRole) - {PartRole.RAPPORTEUR, PartRole.REPRESENTATIVE}


def structured_data(programme: Programme, language: str) -> Markup:
    """The meeting as a schema.org Event in JSON, safe inside a script element."""
    text = json.dumps(event_of(programme, language), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def event_of(programme: Programme, language: str) -> Thing:
    """The meeting as a schema.org Event; what is not known is left out."""
    meeting = programme.meeting
    words = _Words(language, meeting.main_language)
    url = external_url("programme.show", code=meeting.code, language=language)
    starts, ends = _period(programme)
    location = _location(meeting, words, url)
    thing: Thing = {
        "@context": "https://schema.org",
        "@type": KINDS.get(meeting.kind, "Event"),
        "@id": url,
        "url": url,
        "name": words(meeting.title),
        "description": words(meeting.summary) or words(meeting.subtitle),
        "startDate": starts,
        "endDate": ends,
        "eventStatus": STATES.get(meeting.state, "https://schema.org/EventScheduled"),
        "eventAttendanceMode": MODES.get(meeting.format),
        "location": location,
        "inLanguage": list(meeting.working_languages) or [language],
        "isAccessibleForFree": True if meeting.takes_registrations else None,
        "image": [external_url("directory.logo", file_id=meeting.logo_id)] if meeting.logo_id else None,
        "identifier": meeting.symbol,
        "keywords": meeting.hashtag,
        "organizer": _organizers(meeting, words),
        "contributor": _in_roles(meeting, words, OrganisationRole.HOST, OrganisationRole.PARTNER),
        "superEvent": _bigger_events(meeting, words, language),
        "performer": _performers(_all_parts(programme), words),
        "subEvent": [_session(item, programme, words, url, location) for item in _sessions(programme)],
    }
    return _filled(thing)


def _sessions(programme: Programme) -> list[AgendaItem]:
    """Those of which a machine can be told when they are; not as long as only the month is known."""
    if programme.meeting.date_precision is DatePrecision.MONTH:
        return []
    return [item for item in programme.items if item.starts and item.kind not in NOT_SESSIONS][:MOST_SESSIONS]


class _Words:
    """Texts of one meeting in one language."""

    def __init__(self, language: str, main: str) -> None:
        self.language, self.main = language, main

    def __call__(self, value: Any) -> str:
        text: str = value.text(self.language, self.main)
        return text


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [])}


def _period(programme: Programme) -> tuple[str, str]:
    meeting = programme.meeting
    if meeting.date_precision is DatePrecision.MONTH:
        return f"{meeting.starts_on:%Y-%m}", f"{meeting.ends_on:%Y-%m}"
    items = [*programme.items, *(child for children in programme.children.values() for child in children)]
    hours = hours_of_items(items)
    unknown = (None, None)
    return (
        _moment(meeting.starts_on, hours.get(meeting.starts_on, unknown)[0], meeting.zone),
        _moment(meeting.ends_on, hours.get(meeting.ends_on, unknown)[1], meeting.zone),
    )


def _moment(day: date, moment: time | None, zone: str) -> str:
    """A day without a time says that the time is not known; no time is made up."""
    return datetime.combine(day, moment, ZoneInfo(zone)).isoformat() if moment else day.isoformat()


def _location(meeting: Meeting, words: _Words, url: str) -> list[Thing]:
    places: list[Thing] = []
    address = _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": words(meeting.venue_address),
            "addressLocality": words(meeting.city),
            "addressCountry": _country(meeting, words.language),
        }
    )
    if meeting.format is not MeetingFormat.ONLINE and (meeting.venue or len(address) > 1):
        place = {
            "@type": "Place",
            "name": words(meeting.venue) or words(meeting.city),
            "address": address if len(address) > 1 else None,
            "hasMap": meeting.venue_map_url,
        }
        places.append(_filled(place))
    if meeting.format in (MeetingFormat.ONLINE, MeetingFormat.HYBRID):
        places.append(_filled({"@type": "VirtualLocation", "url": url, "name": meeting.online_platform}))
    return places


def _country(meeting: Meeting, language: str) -> str | None:
    # XK is no code of the standard: readers get the name.
    return meeting.country_named("XK", language) if meeting.country_code == "XK" else meeting.country_code


def _organizers(meeting: Meeting, words: _Words) -> list[Thing]:
    found = _in_roles(meeting, words, *ORGANISERS)
    team = {"@type": "Organization", "name": words(meeting.team.name)}
    return found or [team]


def _in_roles(meeting: Meeting, words: _Words, *roles: OrganisationRole) -> list[Thing]:
    return [_organisation(entry, meeting, words) for entry in in_roles(meeting, frozenset(roles))]


def _organisation(entry: MeetingOrganisation, meeting: Meeting, words: _Words) -> Thing:
    name, organisation = party_name(entry, meeting, words.language), entry.organisation
    if organisation is None:
        return {"@type": "Organization", "name": name}
    logo = external_url("directory.logo", file_id=organisation.logo_id) if organisation.logo_id else ""
    thing = {
        "@type": "Organization",
        "name": name,
        "alternateName": words(organisation.acronym),
        "url": organisation.website,
        "logo": logo,
    }
    return _filled(thing)


def _bigger_events(meeting: Meeting, words: _Words, language: str) -> list[Thing]:
    events: list[Thing] = []
    if meeting.part_of:
        events.append(_filled({"@type": "Event", "name": words(meeting.part_of), "url": meeting.part_of_url}))
    if meeting.series is not None:
        address = external_url("catalogue.series", series_id=meeting.series.id, language=language)
        events.append({"@type": "EventSeries", "name": words(meeting.series.title), "url": address})
    return events


def _session(item: AgendaItem, programme: Programme, words: _Words, url: str, location: list[Thing]) -> Thing:
    meeting = programme.meeting
    room = words(item.room)
    held = item.format or meeting.format
    absent = ABSENT_PLACE.get(held, "") if item.format is not None else ""
    places = [
        {**place, "name": listed((room, place["name"]), words.language)} if place["@type"] == "Place" else place
        for place in location
        if place["@type"] != absent
    ]
    if held is not MeetingFormat.IN_PERSON and not any(place["@type"] == "VirtualLocation" for place in places):
        places.append({"@type": "VirtualLocation", "url": url})
    parts = [*programme.parts_of_items.get(item.id, [])]
    for child in programme.children.get(item.id, []):
        parts += programme.parts_of_items.get(child.id, [])
    session = {
        "@type": "Event",
        "name": item_title(item, words.language, words.main),
        "url": f"{url}#item-{item.id}",
        "startDate": _moment(item.day, item.starts, meeting.zone),
        "endDate": _moment(item.day, item.ends, meeting.zone) if item.ends else None,
        "eventStatus": STATES.get(meeting.state, "https://schema.org/EventScheduled"),
        "eventAttendanceMode": MODES.get(held),
        "inLanguage": list(item.working_languages),
        "location": places,
        "performer": _performers(parts, words),
    }
    return _filled(session)


def _all_parts(programme: Programme) -> Iterable[Part]:
    for item in programme.items:
        yield from programme.parts_of_items.get(item.id, [])
        for child in programme.children.get(item.id, []):
            yield from programme.parts_of_items.get(child.id, [])


def _performers(parts: Iterable[Part], words: _Words) -> list[Thing]:
    """Those who are named and have not declined, each once; an invitation alone is not announced to machines."""
    found: dict[tuple[str, int], Thing] = {}
    for part in parts:
        if part.status in NOT_TAKING_PART or part.status is PartStatus.INVITED or part.role not in PERFORMING:
            continue
        if part.person is not None:
            person = part.person
            # What the part says stands for position and organisation, as on the page.
            speaks_as = words(part.affiliation)
            works_for = words(person.organisation.name) if person.organisation is not None and not speaks_as else ""
            honorific, name = person.honorific_and_name(words.language, words.main)
            found.setdefault(
                ("person", person.id),
                _filled(
                    {
                        "@type": "Person",
                        "name": name,
                        "honorificPrefix": honorific,
                        "jobTitle": speaks_as or words(person.position),
                        "worksFor": {"@type": "Organization", "name": works_for} if works_for else None,
                    }
                ),
            )
        elif part.organisation is not None:
            thing = {"@type": "Organization", "name": words(part.organisation.name)}
            found.setdefault(("organisation", part.organisation.id), thing)
        if len(found) == MOST_PERFORMERS:
            break
    return list(found.values())
