"""How the trail calls getting into breakout groups and out of them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "registration",
        acts={
            "group_assigned": _l("put into a breakout group"),
            "group_chosen": _l("breakout group chosen"),
            "group_left": _l("taken out of the breakout group"),
            "represents_group": _l("made representative of the group"),
            "represents_group_no_more": _l("representative of the group no more"),
        },
        fields={
            "breakout_group": _l("Breakout group"),
        },
    ),
)
