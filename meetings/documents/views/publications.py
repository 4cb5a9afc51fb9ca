"""Publications of a project: documents that belong to no meeting."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, may
from accounts.permissions import Permission
from foundation.access import public, requires
from foundation.database import db
from foundation.languages import LANGUAGES, current_language
from foundation.uploads import takes_files
from meetings.documents import operations
from meetings.documents.views import pages as document_pages
from meetings.documents.views.blueprint import blueprint
from meetings.documents.views.pages import Desk, edit_all_page, form_page, list_page, sent, upload_files
from meetings.enums import Visibility
from meetings.keeping.pages import step_asked
from meetings.models.projects import Project
from meetings.reading.documents import Shelf, document_on, project_of_team, version_on
from meetings.reading.meetings import NoSuchRecord

ENDPOINTS = {
    "list": "documents.publications",
    "add": "documents.add_publication",
    "edit": "documents.edit_publication",
    "edit_all": "documents.edit_publications",
    "upload": "documents.upload_publications",
    "move": "documents.move_publication",
    "remove": "documents.remove_publication",
    "remove_file": "documents.remove_publication_file",
    "download": "documents.publication",
}
SHELF = "/teams/<int:team_id>/projects/<int:project_id>/documents"


@blueprint.get(SHELF)
@requires(Permission.MEETING_EDIT)
def publications(team_id: int, project_id: int) -> ResponseReturnValue:
    """All publications in their order."""
    return list_page(_desk(team_id, project_id))


@blueprint.post(f"{SHELF}/upload")
@requires(Permission.MEETING_EDIT)
@takes_files
def upload_publications(team_id: int, project_id: int) -> ResponseReturnValue:
    """Make publications of one or more files."""
    return upload_files(_desk(team_id, project_id))


@blueprint.route(f"{SHELF}/edit", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_publications(team_id: int, project_id: int) -> ResponseReturnValue:
    """Change several publications in one list."""
    return edit_all_page(_desk(team_id, project_id))


@blueprint.route(f"{SHELF}/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
@takes_files
def add_publication(team_id: int, project_id: int) -> ResponseReturnValue:
    """Add a publication at the end."""
    return form_page(_desk(team_id, project_id), None)


@blueprint.route(f"{SHELF}/<int:document_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
@takes_files
def edit_publication(team_id: int, project_id: int, document_id: int) -> ResponseReturnValue:
    """Change a publication or put files in place."""
    desk = _desk(team_id, project_id)
    return form_page(desk, document_on(desk.shelf, document_id))


@blueprint.post(f"{SHELF}/<int:document_id>/move")
@requires(Permission.MEETING_EDIT)
def move_publication(team_id: int, project_id: int, document_id: int) -> ResponseReturnValue:
    """Move up or down."""
    operations.move_document(_shelf(team_id, project_id), document_id, step_asked(), actor=actor())
    return _back(team_id, project_id, f"document-{document_id}")


@blueprint.post(f"{SHELF}/<int:document_id>/remove")
@requires(Permission.MEETING_EDIT)
def remove_publication(team_id: int, project_id: int, document_id: int) -> ResponseReturnValue:
    """Remove a publication."""
    operations.remove_document(_shelf(team_id, project_id), document_id, actor=actor())
    flash(_("The document is removed."), "success")
    return _back(team_id, project_id)


@blueprint.post(f"{SHELF}/<int:document_id>/files/<language>/remove")
@requires(Permission.MEETING_EDIT)
def remove_publication_file(team_id: int, project_id: int, document_id: int, language: str) -> ResponseReturnValue:
    """Remove the file in one language."""
    return document_pages.remove_file(_desk(team_id, project_id), document_id, language)


@blueprint.get("/projects/<int:project_id>/documents/<int:document_id>/<language>")
@public
def publication(project_id: int, document_id: int, language: str) -> Response:
    """The file of a publication in a language; what is not for everybody is for the team."""
    document, version = version_on(Shelf(project_id=project_id), document_id, language)
    project = db.session.get_one(Project, project_id)
    is_open = document.readers is Visibility.PUBLIC
    if not is_open and not may(Permission.MEETING_VIEW, project.team_id):
        raise NoSuchRecord(document_id)
    return sent(document, version, is_open=is_open)


def _shelf(team_id: int, project_id: int) -> Shelf:
    return Shelf(project_id=project_of_team(team_id, project_id).id)


def _back(team_id: int, project_id: int, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".publications", team_id=team_id, project_id=project_id, _anchor=anchor), 303)


def _desk(team_id: int, project_id: int) -> Desk:
    project = project_of_team(team_id, project_id)

    def render(template: str, **context: Any) -> ResponseReturnValue:
        frame = "meetings/documents/project_frame.html"
        page = render_template(template, frame=frame, team_id=team_id, project=project, **context)
        return page, 422 if request.method == "POST" else 200

    return Desk(
        Shelf(project_id=project.id),
        ENDPOINTS,
        {"team_id": team_id, "project_id": project.id},
        list(LANGUAGES),
        current_language(),
        None,
        render,
    )
