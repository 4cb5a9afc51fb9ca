"""What the personal page shows of joining online and of breakout groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from foundation.form_fields import Form
from foundation.languages import current_language
from meetings.enums import Mode
from meetings.reading.joining import joining_places, moment_in_words, name_of_place
from meetings.reading.presenting import Presenter, clean
from meetings.reading.programme import Programme
from registration.breakouts.forms import asking_for_groups, group_notes
from registration.breakouts.queries import OwnGroup, choices_of, membership_of
from registration.models.registrations import Registration
from registration.reading.registrations import audiences_of
from registration.reading.window import window_of


class GroupsForm(Form):
    """The groups that somebody chooses; its fields are made by `asking_for_groups`."""

    group_items: Sequence[int] = ()


def groups_form(registration: Registration) -> GroupsForm | None:
    """The form to choose breakout groups with; None when there is nothing to choose or it is too late."""
    meeting = registration.meeting
    if not registration.is_alive or not choices_of(meeting) or not window_of(meeting).is_open:
        return None
    kind = asking_for_groups(GroupsForm, meeting)
    if request.method == "POST":
        return kind()
    present = membership_of(registration.id)
    return kind(data={f"group_{item_id}": str(group_id) for item_id, group_id in present.items()})


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


def presenter_of(registration: Registration) -> Presenter:
    """What says the texts of the meeting in the language of the page."""
    return Presenter(Programme(registration.meeting), current_language())


def groups_context(registration: Registration, groups: Sequence[OwnGroup], form: GroupsForm | None) -> dict[str, Any]:
    """The groups of the person and the choice of groups: what the template `personal/groups.html` reads."""
    return {
        "own_groups": groups,
        "group_presenter": presenter_of(registration),
        "clean_html": clean,
        "groups_form": form,
        **(group_notes(registration.meeting) if form is not None else {}),
    }
