"""How the trail calls messages to many."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "sending",
        _l("Message"),
        acts={
            "sent": _l("sent"),
            "taken_back": _l("taken back before it left"),
            "discarded": _l("discarded"),
        },
        fields={
            "recipients": _l("Recipients"),
        },
    ),
)
