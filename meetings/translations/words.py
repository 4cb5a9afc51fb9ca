"""How the trail calls what is done to translations, of whatever record."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import EVERY_KIND, Words

WORDS = (
    Words(
        EVERY_KIND,
        acts={
            "confirmed": _l("translation confirmed"),
            "translated": _l("translations written"),
        },
        fields={
            "field": _l("Text"),
        },
    ),
)
