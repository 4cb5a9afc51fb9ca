"""How the trail calls items of the agenda and parts in them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.languages import LANGUAGE_NAMES
from foundation.words import Words
from meetings.enums import FORMAT_LABELS, ITEM_KIND_LABELS, PART_ROLE_LABELS, PART_STATUS_LABELS

CONJUNCTIONS = {"and": _l("and"), "or": _l("or"), "and_or": _l("and/or")}

WORDS = (
    Words(
        "agenda_item",
        _l("Agenda item"),
        fields={
            "parent_id": _l("Inside of"),
            "day": _l("Day"),
            "starts": _l("Start"),
            "ends": _l("End"),
            "room": _l("Room"),
            "is_closed": _l("Closed to the public"),
            "continues_id": _l("Continues"),
            "format": _l("Format"),
            "working_languages": _l("Languages spoken"),
            "interpretation": _l("Interpretation"),
            "groups_are_chosen": _l("Participants choose a breakout group"),
        },
        values={
            "kind": ITEM_KIND_LABELS,
            "format": FORMAT_LABELS,
            "working_languages": LANGUAGE_NAMES,
            "interpretation": LANGUAGE_NAMES,
        },
    ),
    Words(
        "part",
        _l("Part"),
        fields={
            "item_id": _l("Agenda item"),
            "group_id": _l("Breakout group"),
            "person_id": _l("Person"),
            "organisation_id": _l("Organisation"),
            "label": _l("Open role"),
            "affiliation": _l("Affiliation"),
            "countries": _l("Countries"),
            "country_conjunction": _l("Between the countries"),
        },
        values={"role": PART_ROLE_LABELS, "status": PART_STATUS_LABELS, "country_conjunction": CONJUNCTIONS},
    ),
)
