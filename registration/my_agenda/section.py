"""What the personal page shows of the own agenda."""

from __future__ import annotations

from typing import Any

from foundation.languages import current_language
from meetings.calendar.queries import agenda_of
from meetings.reading.joining import name_of_place
from registration.my_agenda.programme import days_of, now_and_next
from registration.my_agenda.queries import chosen_items, fitting_items, items_of
from registration.personal.sections import PersonalSection, Visit
from registration.reading.links import agenda_url


def agenda_context(visit: Visit) -> dict[str, Any]:
    """What stands there of the own agenda and, for the next hours, in "What comes next"."""
    registration, situation = visit.registration, visit.situation
    meeting = registration.meeting
    if not situation.may_have_programme:
        return {"days": [], "coming": [], "agenda_is_choosable": False, "agenda_address": ""}
    agenda = agenda_of(meeting.id)
    names = {own.item.id: name_of_place(meeting, None, own.group) for own in visit.groups}
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


SECTION = PersonalSection(
    agenda_context, "registration/personal/programme.html", fold="registration/personal/agenda.html"
)
