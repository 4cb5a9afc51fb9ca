"""How the trail calls documents."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words
from meetings.enums import DOCUMENT_KIND_LABELS, DOCUMENT_STATUS_LABELS, VISIBILITY_LABELS

WORDS = (
    Words(
        "document",
        _l("Document"),
        acts={
            "uploaded": _l("file uploaded"),
            "removed_file": _l("file removed"),
        },
        fields={
            "item_id": _l("Agenda item"),
            "project_id": _l("Project"),
            "symbol": _l("Symbol"),
        },
        values={"kind": DOCUMENT_KIND_LABELS, "status": DOCUMENT_STATUS_LABELS, "visibility": VISIBILITY_LABELS},
    ),
)
