"""Where the person joins online, on the personal page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from meetings.enums import Mode
from meetings.reading.joining import joining_places, moment_in_words, name_of_place
from registration.models.registrations import Registration
from registration.reading.groups import OwnGroup
from registration.reading.joining import audiences_of


def joining_context(registration: Registration, groups: Sequence[OwnGroup], *, is_past: bool = False) -> dict[str, Any]:
    """Where the person joins, now or later: what the template `personal/join.html` reads.

    Whoever comes in person is told only about a breakout group that meets online.
    """
    places = joining_places(
        registration.meeting,
        audiences_of(registration),
        group_ids={own.group.id for own in groups},
        language=registration.language,
    )
    if is_past:
        places = []
    if registration.mode is not Mode.REMOTE:
        places = [place for place in places if place.group is not None]
    return {
        "joining": [place for place in places if place.group is None and (place.links or place.waits)],
        "joining_groups": {place.group.id: place for place in places if place.group is not None},
        "moment_in_words": moment_in_words,
        "name_of_place": name_of_place,
    }
