"""Papers of a meeting for download, in each language of its page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, render_template
from flask_babel import ngettext

from accounts.permissions import Permission
from foundation.access import requires
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code
from papers.fonts import unprintable
from registration.models import Registration
from registration.names.notes import Note, missing_notes, printed_people

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
    people = printed_people(meeting.id)
    notes = [*missing_notes(meeting, people), *_unprintable(meeting, people)]
    return render_template("papers/index.html", meeting=meeting, tab="papers", notes=notes)


def _unprintable(meeting: Meeting, people: Sequence[Registration]) -> list[Note]:
    """Whose name, position or organisation has letters that no font has; they are printed as a sign."""
    found = []
    for person in people:
        texts = {
            text
            for language in meeting.page_languages
            for text in (person.name(language), person.position_in(language), person.organisation_in(language))
        }
        if any(not text.isascii() and unprintable(text) for text in texts):
            found.append(person.full_name(meeting.main_language))
    sentence = ngettext(
        "%(num)s person has letters that cannot be printed: give the name in Latin letters.",
        "%(num)s people have letters that cannot be printed: give the names in Latin letters.",
        len(found),
    )
    return [Note(sentence, tuple(found))] if found else []


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
