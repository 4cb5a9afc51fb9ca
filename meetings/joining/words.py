"""How the trail calls participation links."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.languages import LANGUAGE_NAMES
from foundation.words import Words
from meetings.enums import VISIBILITY_LABELS

WORDS = (
    Words(
        "participation_link",
        _l("Participation link"),
        acts={
            "tested": _l("tested"),
            "untested": _l("no longer tested"),
        },
        fields={
            "item_id": _l("Agenda item"),
            "group_id": _l("Breakout group"),
            "provider": _l("Provider"),
            "join_url": _l("Address to join"),
            "passcode": _l("Passcode"),
            "dial_in": _l("Joining by telephone"),
            "minutes_before": _l("Minutes before the start"),
            "tested_at": _l("Tested"),
        },
        values={"visibility": VISIBILITY_LABELS, "language": LANGUAGE_NAMES},
    ),
)
