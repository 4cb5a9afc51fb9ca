"""A meeting again: choosing what a copy takes over and when it is held."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.clock import now
from foundation.dates import weekday_name
from foundation.languages import current_language
from meetings.copying import operations
from meetings.copying.forms import USUAL, CloneForm
from meetings.enums import DatePrecision
from meetings.facts.operations.meeting import TitleMissing
from meetings.facts.operations.short_codes import CodeTaken
from meetings.facts.views.facts import refuse_code
from meetings.keeping.pages import back_to
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code

blueprint = Blueprint("copying", __name__)


@blueprint.route("/manage/<code>/clone", methods=["GET", "POST"])
@requires(Permission.MEETING_CREATE)
def clone(code: str) -> ResponseReturnValue:
    """A new draft from this meeting."""
    meeting = meeting_by_code(code)
    by_month = meeting.date_precision is DatePrecision.MONTH
    form = CloneForm(meeting.page_languages, meeting.main_language, by_month, data=_suggested(meeting))
    if form.validate_on_submit():
        try:
            made = operations.clone_meeting(
                meeting.id,
                code=form.code.data,
                starts_on=form.first.data,
                title=form.title.data,
                ordinal=form.ordinal.data,
                parts=form.chosen(),
                actor=actor(),
            )
        except CodeTaken:
            refuse_code(form)
        except TitleMissing:
            form.title.add_error(_("Write the title in the main language first."))
        else:
            flash(_("The copy is a draft. Its people are to be confirmed; look at its dates and texts."), "success")
            return back_to("overview.meeting", made)
    page = render_template(
        "meetings/copying/clone.html",
        meeting=meeting,
        tab="overview",
        form=form,
        by_month=by_month,
        weekday=weekday_name(meeting.starts_on, current_language()),
    )
    return page, 422 if request.method == "POST" else 200


def _suggested(meeting: Meeting) -> dict[str, Any]:
    first = operations.usual_first_day(meeting, now().date())
    return {
        "title": meeting.title,
        "ordinal": meeting.ordinal + 1 if meeting.ordinal else None,
        "starts_on": first,
        "first_month": first,
        "parts": USUAL,
    }
