"""Documents of a meeting and of its items, and their files."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, may
from accounts.permissions import Permission
from foundation.access import public, requires
from foundation.dates import format_date
from foundation.languages import comma, current_language
from foundation.uploads import takes_files
from meetings.documents import operations
from meetings.documents.views import pages as document_pages
from meetings.documents.views.blueprint import blueprint
from meetings.documents.views.pages import (
    Desk,
    edit_all_page,
    form_page,
    list_page,
    sent,
    upload_files,
)
from meetings.enums import DatePrecision, Visibility
from meetings.keeping.pages import back_to, show_in_frame, step_asked
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.reading.documents import (
    Shelf,
    document_on,
    items_for_documents,
    version_on,
)
from meetings.reading.meetings import NoSuchRecord, meeting_by_code
from meetings.reading.previews import is_previewed
from meetings.reading.titles import item_title

ENDPOINTS = {
    "list": "documents.index",
    "add": "documents.add_document",
    "edit": "documents.edit_document",
    "edit_all": "documents.edit_documents",
    "upload": "documents.upload_documents",
    "move": "documents.move_document",
    "remove": "documents.remove_document",
    "remove_file": "documents.remove_file",
    "download": "documents.download",
}


@blueprint.get("/manage/<code>/documents")
@requires(Permission.MEETING_EDIT)
def index(code: str) -> ResponseReturnValue:
    """All documents in their order."""
    return list_page(_desk(code))


@blueprint.post("/manage/<code>/documents/upload")
@requires(Permission.MEETING_EDIT)
@takes_files
def upload_documents(code: str) -> ResponseReturnValue:
    """Make documents of one or more files."""
    return upload_files(_desk(code))


@blueprint.route("/manage/<code>/documents/edit", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_documents(code: str) -> ResponseReturnValue:
    """Change several documents in one list."""
    return edit_all_page(_desk(code))


@blueprint.route("/manage/<code>/documents/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
@takes_files
def add_document(code: str) -> ResponseReturnValue:
    """Add a document at the end."""
    return form_page(_desk(code), None)


@blueprint.route("/manage/<code>/documents/<int:document_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
@takes_files
def edit_document(code: str, document_id: int) -> ResponseReturnValue:
    """Change a document or put files in place."""
    desk = _desk(code)
    return form_page(desk, document_on(desk.shelf, document_id))


@blueprint.post("/manage/<code>/documents/<int:document_id>/move")
@requires(Permission.MEETING_EDIT)
def move_document(code: str, document_id: int) -> ResponseReturnValue:
    """Move up or down."""
    meeting = meeting_by_code(code)
    operations.move_document(Shelf(meeting_id=meeting.id), document_id, step_asked(), actor=actor())
    return back_to("documents.index", meeting, f"document-{document_id}")


@blueprint.post("/manage/<code>/documents/<int:document_id>/remove")
@requires(Permission.MEETING_EDIT)
def remove_document(code: str, document_id: int) -> ResponseReturnValue:
    """Remove a document."""
    meeting = meeting_by_code(code)
    operations.remove_document(Shelf(meeting_id=meeting.id), document_id, actor=actor())
    flash(_("The document is removed."), "success")
    return back_to("documents.index", meeting)


@blueprint.post("/manage/<code>/documents/<int:document_id>/files/<language>/remove")
@requires(Permission.MEETING_EDIT)
def remove_file(code: str, document_id: int, language: str) -> ResponseReturnValue:
    """Remove the file in one language."""
    return document_pages.remove_file(_desk(code), document_id, language)


@blueprint.get("/e/<code>/documents/<int:document_id>/<language>")
@public
def download(code: str, document_id: int, language: str) -> Response:
    """The file of a document in a language; what is not for everybody, or not yet, is for the team."""
    meeting = meeting_by_code(code)
    document, version = version_on(Shelf(meeting_id=meeting.id), document_id, language)
    for_everybody = document.readers is Visibility.PUBLIC
    is_open = meeting.is_public and for_everybody
    shown_early = for_everybody and is_previewed(meeting, request.args.get("preview", ""))
    if not is_open and not shown_early and not may(Permission.MEETING_VIEW, meeting.team_id):
        raise NoSuchRecord(document_id)
    return sent(document, version, is_open=is_open)


def item_label(item: AgendaItem, meeting: Meeting) -> str:
    """An agenda item on one line of a list to choose from: its day and start, and its title."""
    language = current_language()
    title = item_title(item, language, meeting.main_language)
    start = f"{item.starts:%H:%M} " if item.starts else ""
    if meeting.days == 1 or meeting.date_precision is DatePrecision.MONTH:
        return f"{start}{title}"
    return f"{format_date(item.day, language, meeting.month_style.value)}{comma(language)}{start}{title}"


def _desk(code: str) -> Desk:
    meeting = meeting_by_code(code)

    def render(template: str, **context: Any) -> ResponseReturnValue:
        return show_in_frame(template, meeting, "documents", frame="meetings/keeping/frame.html", **context)

    return Desk(
        Shelf(meeting_id=meeting.id),
        ENDPOINTS,
        {"code": meeting.code},
        meeting.page_languages,
        meeting.main_language,
        [(str(item.id), item_label(item, meeting)) for item in items_for_documents(meeting.id)],
        render,
    )
