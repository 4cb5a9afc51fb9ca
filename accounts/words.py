"""How the trail calls teams, their members and accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "team",
        acts={
            "renamed": _l("renamed"),
        },
    ),
    Words(
        "membership",
        acts={
            "joined": _l("joined"),
            "left": _l("left"),
            "role_changed": _l("role changed"),
        },
    ),
    Words(
        "team_invitation",
        acts={
            "invited": _l("invited"),
            "invited_again": _l("invited again"),
            "withdrawn": _l("withdrawn"),
        },
    ),
    Words(
        "user",
        acts={
            "edited": _l("edited"),
        },
    ),
)
