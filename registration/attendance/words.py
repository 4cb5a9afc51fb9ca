"""How the trail calls being there."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words
from meetings.enums import MODE_LABELS
from registration.enums import HALF_DAY_LABELS

WORDS = (
    Words(
        "registration",
        acts={
            "ticked": _l("attendance ticked"),
            "unticked": _l("attendance taken back"),
            "checked_in": _l("checked in"),
        },
    ),
    Words(
        "attendance",
        _l("Attendance"),
        values={"mode": MODE_LABELS, "half_day": HALF_DAY_LABELS},
    ),
)
