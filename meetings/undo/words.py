"""How the trail calls taking back, of whatever record."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import EVERY_KIND, Words

WORDS = (
    Words(
        EVERY_KIND,
        acts={
            "undone": _l("undone"),
            "redone": _l("done again"),
        },
    ),
)
