"""How the trail calls copying a meeting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "meeting",
        acts={
            "cloned": _l("created as a copy"),
        },
    ),
)
