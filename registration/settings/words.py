"""How the trail calls the settings of registration; they stand in that of their meeting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.words import Words
from registration.enums import APPROVAL_LABELS

WORDS = (
    Words(
        "meeting",
        acts={
            "registration_rules_changed": _l("rules of registration changed"),
        },
        fields={
            "registration_opens": _l("Registration opens"),
            "registration_closes": _l("Registration closes"),
            "takes_registrations": _l("Takes registrations"),
            "approval": _l("Who approves"),
            "capacity_in_person": _l("Places in the room"),
            "capacity_remote": _l("Places online"),
        },
        values={"approval": APPROVAL_LABELS},
    ),
    Words(
        "registration_rules",
        _l("Rules of registration"),
        fields={
            "approval": _l("Who approves"),
            "capacity_in_person": _l("Places in the room"),
            "capacity_remote": _l("Places online"),
        },
        values={"approval": APPROVAL_LABELS},
    ),
)
