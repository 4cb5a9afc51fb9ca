"""Pages about the documents of a meeting and the publications of a project."""

from __future__ import annotations

from meetings.documents.views import documents, publications
from meetings.documents.views.blueprint import blueprint

__all__ = ["blueprint", "documents", "publications"]
