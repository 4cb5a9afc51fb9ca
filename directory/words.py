"""How the trail calls persons and organisations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from directory.enums import ORGANISATION_KIND_LABELS
from foundation.words import Words

WORDS = (
    Words(
        "person",
        _l("Person"),
        fields={
            "honorific": _l("Form of address"),
            "organisation_id": _l("Organisation"),
        },
    ),
    Words(
        "organisation",
        _l("Organisation"),
        fields={
            "acronym": _l("Short form"),
            "website": _l("Website"),
            "logo_id": _l("Logo"),
        },
        values={"kind": ORGANISATION_KIND_LABELS},
    ),
)
