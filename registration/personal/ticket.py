"""When and where, as the personal page and the mails say it to one person."""

from __future__ import annotations

from typing import Any

from foundation.languages import current_language
from meetings.enums import DatePrecision, MeetingFormat, Mode
from meetings.reading.places import place_of
from meetings.reading.presenting import zone_of
from registration.models.registrations import Registration
from registration.reading.hours import day_hours


def ticket_context(registration: Registration) -> dict[str, Any]:
    """What the ticket on the personal page reads: one statement."""
    meeting, language = registration.meeting, current_language()
    goes_there = registration.mode is Mode.IN_PERSON and meeting.format is not MeetingFormat.ONLINE
    return {
        "day_hours": day_hours(meeting, registration.mode, language),
        "zone": zone_of(meeting, language),
        "has_days": meeting.date_precision is DatePrecision.DAY,
        "place": place_of(meeting, language, registration.mode),
        "map_url": meeting.venue_map_url if goes_there else "",
        "venue_address": meeting.venue_address.text(language, meeting.main_language) if goes_there else "",
    }
