"""Lists for download as spreadsheets."""

from __future__ import annotations

from flask import Blueprint, Response, request

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import confirmed, requires
from foundation.languages import current_language
from foundation.logs import security_event
from meetings.reading.meetings import meeting_by_code
from papers.registrations_table import registrations_table
from registration.forms import read_filter

blueprint = Blueprint("exports", __name__)

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/manage/<code>/registrations/export.<any(csv, xlsx):form>")
@confirmed
@requires(Permission.REGISTRATION_VIEW)
def registrations(code: str, form: str) -> Response:
    """The list of registrations, filtered and sorted as the page of the list."""
    # The library is large: a web process that exports nothing never loads it.
    from papers.spreadsheets import csv_bytes, xlsx_bytes

    meeting = meeting_by_code(code)
    table = registrations_table(meeting, read_filter(request.args), current_language())
    body = csv_bytes(table) if form == "csv" else xlsx_bytes(table)
    user = actor()
    security_event("exported", user=user.id if user else None, meeting=meeting.id, form=form, rows=len(table.rows))
    name = f'attachment; filename="{meeting.code}-registrations.{form}"'
    return Response(body, content_type=TYPES[form], headers={"Content-Disposition": name})
