"""What the personal page shows of breakout groups."""

from __future__ import annotations

from typing import Any

from meetings.reading.presenting import clean
from registration.breakouts.forms import group_notes, groups_form
from registration.personal.sections import PersonalSection, Visit


def groups_context(visit: Visit) -> dict[str, Any]:
    """The groups of the person and the choice of groups; the view may have a form that is to be corrected."""
    form = None
    if not visit.situation.is_off:
        form = visit.given.get("groups_form") or groups_form(visit.registration)
    return {
        "own_groups": visit.groups,
        "group_presenter": visit.presenter,
        "clean_html": clean,
        "groups_form": form,
        **(group_notes(visit.registration.meeting) if form is not None else {}),
    }


SECTION = PersonalSection(groups_context, "registration/personal/groups.html")
