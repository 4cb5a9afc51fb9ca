"""Pages about the documents of a meeting and the publications of a project."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("documents", __name__)

from meetings.documents.views import documents, publications  # noqa: E402, F401  (their routes)
