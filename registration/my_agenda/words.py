"""How the trail calls choosing one's own agenda."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words

WORDS = (
    Words(
        "registration",
        acts={
            "agenda_chosen": _l("own agenda chosen"),
            "agenda_address_replaced": _l("new address of the own agenda"),
        },
        fields={
            "agenda_items": _l("Agenda items"),
        },
    ),
)
