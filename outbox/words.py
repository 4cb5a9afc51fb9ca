"""How the trail calls mails."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "outbox_message",
        acts={
            "sent_again": _l("sent again"),
        },
        fields={
            "message": _l("Message"),
        },
    ),
)
