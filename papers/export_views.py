"""Lists for download as spreadsheets."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import confirmed, requires
from foundation.languages import current_language
from foundation.logs import security_event
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code
from papers.answers import asked, handed_over, sent
from papers.making import order_of, ready_paper
from papers.models import PaperKind
from papers.printing import LONG, Order, length_of
from registration.reading.filters import filter_parameters, read_filter

blueprint = Blueprint("exports", __name__)


@blueprint.get("/manage/<code>/registrations/export.<any(csv, xlsx):form>")
@confirmed
@requires(Permission.REGISTRATION_VIEW)
def registrations(code: str, form: str) -> ResponseReturnValue:
    """The list of registrations, filtered and sorted as the page of the list; a long one has to be asked for."""
    meeting, order = meeting_by_code(code), _order(form)
    rows = length_of(meeting.id, order)
    if rows > LONG:
        flash(
            _("This list is long. Choose Excel or CSV in the list, and it is made for you in the background."), "info"
        )
        return redirect(url_for("registration.index", code=code, **order.filter), 303)
    _note(meeting, form, rows)
    return sent(meeting, order)


@blueprint.post("/manage/<code>/registrations/export.<any(csv, xlsx):form>")
@confirmed
@requires(Permission.REGISTRATION_VIEW)
def ask(code: str, form: str) -> ResponseReturnValue:
    """Have the list of registrations made by the worker; the address says which."""
    meeting, order = meeting_by_code(code), _order(form)
    _note(meeting, form, length_of(meeting.id, order))
    return asked(meeting, order)


@blueprint.get("/manage/<code>/registrations/made/<int:paper_id>")
@confirmed
@requires(Permission.REGISTRATION_VIEW)
def made_file(code: str, paper_id: int) -> Response:
    """A list that the worker has made."""
    meeting = meeting_by_code(code)
    paper = ready_paper(meeting.id, paper_id)
    if paper is None or paper.kind is not PaperKind.REGISTRATIONS:
        abort(404)
    _note(meeting, paper.form, length_of(meeting.id, order_of(paper)))
    return handed_over(meeting, paper)


def _order(form: str) -> Order:
    wanted = filter_parameters(read_filter(request.args))
    return Order(PaperKind.REGISTRATIONS, form, current_language(), wanted)


def _note(meeting: Meeting, form: str, rows: int) -> None:
    user = actor()
    security_event("exported", user=user.id if user else None, meeting=meeting.id, form=form, rows=rows)
