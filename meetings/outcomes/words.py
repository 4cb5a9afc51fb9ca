"""How the trail calls recommendations and other results."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words
from meetings.enums import OUTCOME_KIND_LABELS, OUTCOME_STATUS_LABELS, VISIBILITY_LABELS

WORDS = (
    Words(
        "outcome",
        _l("Outcome"),
        fields={
            "addressee": _l("Addressed to"),
            "status_note": _l("What has been done"),
            "due_on": _l("To be done by"),
        },
        values={"kind": OUTCOME_KIND_LABELS, "status": OUTCOME_STATUS_LABELS, "visibility": VISIBILITY_LABELS},
    ),
)
