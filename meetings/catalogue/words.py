"""How the trail calls series and projects."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "project",
        fields={
            "acronym": _l("Short form"),
        },
    ),
)
