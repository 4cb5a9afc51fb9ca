"""How the trail calls mails."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "outbox_message",
        acts={},
        fields={
            "message": _l("Message"),
        },
    ),
)
