"""How the trail calls registrations and what is done with them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from directory.enums import ORGANISATION_KIND_LABELS
from foundation.languages import LANGUAGE_NAMES
from foundation.words import Words
from meetings.enums import MODE_LABELS
from registration.enums import STATE_LABELS

WORDS = (
    Words(
        "registration",
        _l("Registration"),
        acts={
            "registered": _l("registered"),
            "registered_on_behalf": _l("registered on behalf"),
            "approved": _l("approved"),
            "moved_up": _l("moved up from the waiting list"),
            "declined": _l("declined"),
            "cancelled": _l("cancelled"),
            "reopened": _l("taken back"),
            "decision_undone": _l("decision undone"),
            "mode_switched": _l("way of taking part changed"),
            "corrected": _l("data corrected"),
            "link_replaced": _l("new personal link sent"),
            "mail_repeated": _l("message sent again"),
            "erased": _l("all data erased"),
        },
        fields={
            "state": _l("State"),
            "mode": _l("Way of taking part"),
            "reason": _l("Reason"),
            "honorific": _l("Form of address"),
            "given_name": _l("Given name"),
            "family_name": _l("Family name"),
            "printed_name": _l("Name as printed"),
            "organisation": _l("Organisation"),
            "organisation_kind": _l("Kind of organisation"),
            "honorific_texts": _l("Form of address"),
            "organisation_texts": _l("Organisation"),
            "position_texts": _l("Position"),
            "place": _l("Where the person comes from"),
            "place_texts": _l("As lists and papers print it"),
            "language": _l("Language of messages"),
            "needs": _l("Special requirements"),
        },
        values={
            "state": STATE_LABELS,
            "mode": MODE_LABELS,
            "organisation_kind": ORGANISATION_KIND_LABELS,
            "language": LANGUAGE_NAMES,
        },
    ),
)
