"""Documents on the personal page."""

from __future__ import annotations

from flask import Response, abort, request

from foundation.access import by_personal_link
from foundation.files import send_stored, sends_all_of
from meetings.documents.operations import count_download
from registration.documents.queries import document_for
from registration.personal.pages import blueprint
from registration.reading.links import MANAGE, registration_by_token


@blueprint.get("/r/<token>/documents/<int:document_id>/<language>")
@by_personal_link
def document(token: str, document_id: int, language: str) -> Response:
    """The file of a document that the person may read, in a language."""
    registration = registration_by_token(token, MANAGE)
    if registration is None:
        abort(404)
    _document, version = document_for(registration, document_id, language)
    response = send_stored(version.file, version.file_name)
    if request.method == "GET" and sends_all_of(response):
        count_download(version.id)
    return response
