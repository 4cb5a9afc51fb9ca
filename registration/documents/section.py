"""What the personal page shows of documents."""

from __future__ import annotations

from typing import Any

from meetings.enums import DOCUMENT_KIND_LABELS, DOCUMENT_STATUS_LABELS
from registration.documents.queries import documents_for
from registration.personal.sections import PersonalSection, Visit


def documents_context(visit: Visit) -> dict[str, Any]:
    """The documents that the person may read."""
    return {
        "documents": documents_for(visit.registration),
        "document_kinds": DOCUMENT_KIND_LABELS,
        "document_statuses": DOCUMENT_STATUS_LABELS,
    }


SECTION = PersonalSection(documents_context, "registration/personal/documents.html")
