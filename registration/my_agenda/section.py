"""What the personal page shows of the own agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foundation.languages import current_language
from meetings.calendar.queries import agenda_of
from meetings.reading.joining import name_of_place
from registration.breakouts.queries import OwnGroup
from registration.models.registrations import Registration
from registration.my_agenda.programme import days_of, now_and_next
from registration.my_agenda.queries import chosen_items, fitting_items, items_of
from registration.reading.links import agenda_url
from registration.reading.situation import Situation


def agenda_context(registration: Registration, situation: Situation, groups: Sequence[OwnGroup]) -> dict[str, Any]:
    """What the templates `personal/show.html` and `personal/agenda.html` read; `groups` are the own ones."""
    meeting = registration.meeting
    if not situation.may_have_programme:
        return {"days": [], "coming": [], "agenda_is_choosable": False, "agenda_address": ""}
    agenda = agenda_of(meeting.id)
    names = {own.item.id: name_of_place(meeting, None, own.group) for own in groups}
    items = items_of(registration, agenda, chosen_items(registration), names)
    fitting = fitting_items(agenda, registration)
    days = days_of(meeting, items, agenda, names)
    return {
        "days": days,
        "coming": now_and_next(meeting, days),
        "agenda_items": len(items),
        "agenda_dropped": len(fitting) - len([item for item in items if item in fitting]),
        "agenda_is_choosable": bool(fitting) and not situation.is_past,
        "agenda_address": agenda_url(registration, current_language()) if situation.gets_calendar else "",
    }
