"""Documents of a meeting and their files."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, flash, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, may
from accounts.permissions import Permission
from foundation.access import public, requires
from foundation.files import path_of
from meetings.enums import DOCUMENT_KIND_LABELS, DOCUMENT_STATUS_LABELS, Visibility
from meetings.record.forms import VISIBILITY_LABELS, DocumentForm, document_form, kept
from meetings.record.models import Document, Meeting
from meetings.record.operations import texts as operations
from meetings.record.queries import NoSuchRecord, meeting_by_code, row_of, version_of
from meetings.record.views import back_to, blueprint, show, step_asked

COLUMNS = ("kind", "title", "symbol", "status", "visibility", "url")


@blueprint.get("/manage/<code>/documents")
@requires(Permission.MEETING_EDIT)
def documents(code: str) -> ResponseReturnValue:
    """All documents in their order."""
    return show(
        "meetings/record/documents.html",
        meeting_by_code(code),
        "documents",
        kinds=DOCUMENT_KIND_LABELS,
        statuses=DOCUMENT_STATUS_LABELS,
        visibilities=VISIBILITY_LABELS,
    )


@blueprint.route("/manage/<code>/documents/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_document(code: str) -> ResponseReturnValue:
    """Add a document at the end."""
    return _page(meeting_by_code(code), None)


@blueprint.route("/manage/<code>/documents/<int:document_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_document(code: str, document_id: int) -> ResponseReturnValue:
    """Change a document or put files in place."""
    meeting = meeting_by_code(code)
    return _page(meeting, row_of(Document, meeting.id, document_id))


@blueprint.post("/manage/<code>/documents/<int:document_id>/move")
@requires(Permission.MEETING_EDIT)
def move_document(code: str, document_id: int) -> ResponseReturnValue:
    """Move up or down."""
    meeting = meeting_by_code(code)
    operations.move_document(meeting.id, document_id, step_asked(), actor=actor())
    return back_to("record.documents", meeting, f"document-{document_id}")


@blueprint.post("/manage/<code>/documents/<int:document_id>/remove")
@requires(Permission.MEETING_EDIT)
def remove_document(code: str, document_id: int) -> ResponseReturnValue:
    """Remove a document."""
    meeting = meeting_by_code(code)
    operations.remove_document(meeting.id, document_id, actor=actor())
    flash(_("The document is removed."), "success")
    return back_to("record.documents", meeting)


@blueprint.post("/manage/<code>/documents/<int:document_id>/files/<language>/remove")
@requires(Permission.MEETING_EDIT)
def remove_file(code: str, document_id: int, language: str) -> ResponseReturnValue:
    """Remove the file in one language."""
    meeting = meeting_by_code(code)
    operations.remove_version(meeting.id, document_id, language, actor=actor())
    flash(_("The file is removed."), "success")
    return back_to("record.documents", meeting, f"document-{document_id}")


@blueprint.get("/e/<code>/documents/<int:document_id>/<language>")
@public
def download(code: str, document_id: int, language: str) -> Response:
    """The file of a document in a language; what is not public is for the team."""
    meeting = meeting_by_code(code)
    document, version = version_of(meeting.id, document_id, language)
    is_open = meeting.is_public and document.visibility is Visibility.PUBLIC
    if not is_open and not may(Permission.MEETING_VIEW, meeting.team_id):
        raise NoSuchRecord(document_id)
    path = path_of(version.file.sha256)
    if not path.exists():
        abort(410)
    response = send_file(
        path,
        mimetype=version.file.content_type,
        as_attachment=True,
        download_name=version.file_name,
        etag=version.file.sha256,
    )
    # A document is never run as a page of this site, whatever it holds.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _page(meeting: Meeting, document: Document | None) -> ResponseReturnValue:
    form = document_form(meeting.page_languages)(meeting.page_languages, meeting.main_language, obj=document)
    if form.validate_on_submit():
        try:
            operations.save_document(
                meeting.id,
                document.id if document else None,
                _files(form, meeting.page_languages),
                actor=actor(),
                **kept(form, COLUMNS),
            )
        except operations.FileRefused as refused:
            form[f"file_{refused.language}"].errors = [_reason(refused)]
        else:
            flash(_("The document is saved."), "success")
            return back_to("record.documents", meeting)
    return show("meetings/record/document.html", meeting, "documents", form=form, document=document)


def _files(form: DocumentForm, languages: Sequence[str]) -> dict[str, tuple[str, bytes]]:
    uploads = {language: form[f"file_{language}"].data for language in languages}
    return {
        language: (upload.filename, upload.read())
        for language, upload in uploads.items()
        if getattr(upload, "filename", "")
    }


def _reason(refused: operations.FileRefused) -> str:
    if refused.reason == "empty":
        return _("This file is empty.")
    return _("This is not a PDF, Word, Excel or PowerPoint file, nor a PNG or JPEG image. Choose another file.")
