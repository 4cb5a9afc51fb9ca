"""What the personal page shows of the own agenda."""

from __future__ import annotations

from typing import Any

from foundation.languages import current_language
from meetings.calendar.feeds import has_entries
from registration.links import agenda_url
from registration.models import Registration
from registration.my_agenda.queries import chosen_items, has_choosable_items


def agenda_context(registration: Registration) -> dict[str, Any]:
    """What the template `personal/agenda.html` reads: two statements."""
    shown = has_entries(registration.meeting) and registration.is_alive
    return {
        "agenda_shown": shown,
        "agenda_address": agenda_url(registration, current_language()),
        "agenda_is_choosable": shown and has_choosable_items(registration),
        "agenda_chosen": len(chosen_items(registration)) if shown else 0,
    }
