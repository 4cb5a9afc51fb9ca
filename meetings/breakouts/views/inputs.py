"""What is said in a breakout group, written down by the team while people speak."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.edit_conflicts import detect_conflicts
from meetings.breakouts import operations
from meetings.breakouts.forms import InputForm, QuickInputForm
from meetings.keeping.order_views import add_order_views
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.breakouts import groups_in_order, input_of, inputs_with_writers
from meetings.reading.meetings import meeting_by_code, row_of

blueprint = Blueprint("inputs", __name__)


@blueprint.route("/manage/<code>/groups/<int:group_id>/inputs", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def index(code: str, group_id: int) -> ResponseReturnValue:
    """The points of a group; posting adds the next one."""
    meeting = meeting_by_code(code)
    group = row_of(BreakoutGroup, meeting.id, group_id)
    form = QuickInputForm()
    if form.validate_on_submit():
        operations.add_input(meeting.id, group.id, form.text.data or "", actor=actor())
        return _back(meeting, group_id)
    page = render_template(
        "meetings/breakouts/inputs.html",
        **_context(meeting, group),
        form=form,
        points=inputs_with_writers(group_id),
        groups=groups_in_order(meeting.id, group.item_id),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/manage/<code>/inputs/<int:input_id>", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def edit(code: str, input_id: int) -> ResponseReturnValue:
    """Correct a point."""
    meeting = meeting_by_code(code)
    point = input_of(meeting.id, input_id)
    group_id = point.group_id
    form = InputForm(obj=point)
    detect_conflicts(form, point)
    if form.validate_on_submit():
        operations.change_input(meeting.id, input_id, text=form.text.data or "", actor=actor())
        flash(_("The input is saved."), "success")
        return _back(meeting, group_id)
    group = row_of(BreakoutGroup, meeting.id, group_id)
    page = render_template("meetings/breakouts/input.html", **_context(meeting, group), form=form)
    return page, 422 if request.method == "POST" else 200


def _context(meeting: Meeting, group: BreakoutGroup) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "tab": "registrations",
        "group": group,
        "item": row_of(AgendaItem, meeting.id, group.item_id),
    }


def _back(meeting: Meeting, group_id: int) -> ResponseReturnValue:
    return redirect(url_for(".index", code=meeting.code, group_id=group_id), 303)


def _inputs_of_group(meeting: Meeting, input_id: int, _is_there: bool) -> ResponseReturnValue:
    return _back(meeting, input_of(meeting.id, input_id).group_id)


add_order_views(
    blueprint,
    "/manage/<code>/inputs/<int:input_id>",
    move=operations.move_input,
    remove=operations.remove_input,
    removed=_l("The input is removed."),
    back=_inputs_of_group,
    permission=Permission.REGISTRATION_MANAGE,
)
