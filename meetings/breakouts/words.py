"""How the trail calls breakout groups and what is said in them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.languages import LANGUAGE_NAMES
from foundation.words import Words

WORDS = (
    Words(
        "breakout_group",
        _l("Breakout group"),
        fields={
            "item_id": _l("Agenda item"),
            "letter": _l("Letter"),
            "room": _l("Room"),
            "capacity": _l("Capacity"),
        },
    ),
    Words(
        "breakout_input",
        _l("Input of a breakout group"),
        fields={
            "group_id": _l("Breakout group"),
        },
        values={"language": LANGUAGE_NAMES},
    ),
)
