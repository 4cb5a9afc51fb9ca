"""The choice of breakout groups, on the registration form and on the personal page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from foundation.form_fields import Form
from foundation.languages import current_language
from meetings.models.meeting import Meeting
from meetings.reading.presenting import session_of
from meetings.reading.titles import group_title
from registration.errors import GroupGone, GroupRefused
from registration.models.registrations import Registration
from registration.people.refusals import refusal
from registration.places.groups import members_of
from registration.reading.groups import ItemChoice, choices_of, membership_of
from registration.reading.window import window_of

Kind = TypeVar("Kind", bound=Form)


def asking_for_groups(kind: type[Kind], meeting: Meeting) -> type[Kind]:
    """The form with a field `group_<item id>` for each item whose groups are chosen; without any, as it is."""
    items = choices_of(meeting)
    if not items:
        return kind
    fields: dict[str, Any] = {f"group_{item.item_id}": _field(item, meeting, current_language()) for item in items}
    return type(kind.__name__, (kind,), {**fields, "group_items": tuple(item.item_id for item in items)})


def group_notes(meeting: Meeting) -> dict[str, Any]:
    """What the form says beside the groups: `group_hints` (places left, by id of the group) and `full_groups`.

    One statement, none when there is nothing to choose.
    """
    groups = [group for item in choices_of(meeting) for group in item.groups]
    limited = [group for group in groups if group.capacity is not None]
    taken = members_of(group.group_id for group in limited) if limited else {}
    free = {group.group_id: max(0, (group.capacity or 0) - taken[group.group_id]) for group in limited}
    return {
        "group_hints": {str(group_id): _places_left(left) for group_id, left in free.items()},
        "full_groups": [str(group_id) for group_id, left in free.items() if left == 0],
    }


def explain_group(form: Any, refused: GroupRefused, meeting: Meeting) -> None:
    """Put beside the field why a group cannot be chosen."""
    message = refusal(refused, meeting)
    if refused.item_id in form.group_items:
        form[f"group_{refused.item_id}"].errors = [message]
    else:
        form.form_errors.append(message)


def _field(item: ItemChoice, meeting: Meeting, language: str) -> RadioField:
    main = meeting.main_language
    when = session_of(meeting, item.day, item.starts, item.ends, language, year=False)
    choices = [SelectChoice("", _("No preference: the organisers assign me"))]
    choices += [SelectChoice(str(group.group_id), group_title(group, language, main)) for group in item.groups]
    return RadioField(
        item.title.text(language, main),
        description=_("Choose a breakout group: %(when)s", when=when),
        choices=choices,
        default="",
        invalid_choice_message=refusal(GroupGone(item.item_id), meeting),
    )


def _places_left(left: int) -> str:
    if left == 0:
        return _("Full")
    return ngettext("%(num)s place left", "%(num)s places left", left)


def groups_chosen(form: Any) -> dict[int, int]:
    """The breakout groups chosen in a form that asks for them, by agenda item."""
    chosen = {item_id: form[f"group_{item_id}"].data for item_id in form.group_items}
    return {item_id: int(group) for item_id, group in chosen.items() if group}


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
