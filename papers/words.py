"""How the trail calls what is done with papers of a meeting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "meeting",
        acts={
            "printed": _l("printed"),
            "fetched": _l("downloaded"),
        },
        fields={
            "paper": _l("Paper"),
        },
    ),
)
