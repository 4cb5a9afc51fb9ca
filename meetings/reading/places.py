"""Where a meeting or an item is held, in words."""

from __future__ import annotations

from functools import lru_cache

from flask_babel import gettext as _

from foundation.languages import force_language, listed
from meetings.enums import (
    FORMAT_LABELS,
    MeetingFormat,
    Mode,
)
from meetings.models.meeting import Meeting

ONLY_MODE = {MeetingFormat.IN_PERSON: Mode.IN_PERSON, MeetingFormat.ONLINE: Mode.REMOTE}


def place_of(meeting: Meeting, language: str, mode: Mode | None = None, held: MeetingFormat | None = None) -> str:
    """Where to go: venue, city and country for the room; for those who take part remotely the platform, or "Online".

    What is held online only has no room, also when one was written down before that was decided.

    `held` is how an item is held that is not held as the meeting: only online or only in the room, whatever the mode.
    """
    mode = ONLY_MODE.get(held, mode) if held else mode
    held = held or meeting.format
    main = meeting.main_language
    online = meeting.online_platform
    if mode is Mode.REMOTE or held is MeetingFormat.ONLINE:
        return online or online_in_words(language)
    parts = [meeting.venue.text(language, main), meeting.city.text(language, main)]
    parts.append(meeting.country_named(meeting.country_code, language))
    room = listed(parts, language)
    if mode is None and held is not MeetingFormat.IN_PERSON and online:
        return f"{room} / {online}" if room else online
    return room


def place_line(meeting: Meeting, language: str) -> str:
    """Where a meeting is held, or that it is still to be announced; call it inside `force_language(language)`."""
    if place := place_of(meeting, language):
        return place
    if meeting.format is MeetingFormat.TO_BE_ANNOUNCED:
        return _("Place and format to be announced")
    return _("Place to be announced")


@lru_cache(maxsize=64)
def online_in_words(language: str) -> str:
    """The word for what is held online only."""
    with force_language(language):
        return str(FORMAT_LABELS[MeetingFormat.ONLINE])
