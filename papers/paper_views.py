"""Papers of a meeting for download, in each language of its page."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from accounts.permissions import Permission
from foundation.access import requires
from meetings.record.queries import meeting_by_code
from registration.names.notes import missing_notes, printed_people

blueprint = Blueprint("papers", __name__)

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@blueprint.get("/manage/<code>/papers")
@requires(Permission.PAPER_PRINT)
def index(code: str) -> str:
    """What can be printed, and what the list of participants lacks in its languages."""
    meeting = meeting_by_code(code)
    notes = missing_notes(meeting, printed_people(meeting.id))
    return render_template("papers/index.html", meeting=meeting, tab="papers", notes=notes)


@blueprint.get("/manage/<code>/papers/<any(agenda, participants):paper>-<language>.<any(pdf, docx):form>")
@requires(Permission.PAPER_PRINT)
def download(code: str, paper: str, language: str, form: str) -> Response:
    """One paper in one language."""
    # Typesetting and Word libraries are large: a web process that prints nothing never loads them.
    from papers import pdf, word
    from papers.agenda_paper import agenda_paper
    from papers.participants_paper import list_of_participants

    meeting = meeting_by_code(code)
    if language not in meeting.page_languages:
        abort(404)
    if paper == "agenda":
        content = agenda_paper(meeting.id, language)
        body = pdf.agenda_pdf(content) if form == "pdf" else word.agenda_docx(content)
    else:
        people = list_of_participants(meeting.id, language)
        body = pdf.list_of_participants_pdf(people) if form == "pdf" else word.list_of_participants_docx(people)
    name = f"{meeting.code}-{paper}-{language}.{form}"
    return Response(body, content_type=TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})
