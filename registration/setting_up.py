"""What the registration room installs in the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from directory.enums import ORGANISATION_KIND_LABELS
from foundation.errors import answer_as
from foundation.history import register_names, register_words
from meetings.enums import MODE_LABELS
from meetings.keeping import hooks
from outbox.link_references import register_link
from registration import (
    links,
    personal_documents,  # noqa: F401  (adds a route to the personal page)
    public_views,  # noqa: F401  (adds the public form to the blueprint of the room)
    settings_views,  # noqa: F401  (and the page of settings)
)
from registration.enums import APPROVAL_LABELS, HALF_DAY_LABELS, STATE_LABELS
from registration.operations.erasing import forget_people
from registration.operations.places import place_locks
from registration.operations.rules import copy_rules
from registration.queries import NoSuchRegistration, names_of_people, people_on_list
from registration.to_do import offer_registration_lines
from registration.wording import ACT_LABELS, FIELD_LABELS


def init_registration(app: Flask) -> None:
    """Let mail contain personal links of registrations, and answer 404 to unknown ones."""
    register_link(links.MANAGE_LINK, links.resolve_manage)
    register_link(links.CHECK_IN_LINK, links.resolve_check_in)
    register_link(links.ANOTHER_LINK, links.resolve_another)
    answer_as(app, NoSuchRegistration, 404)
    offer_registration_lines()
    hooks.offer(
        "registration",
        count_people=people_on_list,
        locks=place_locks,
        copy_rules=copy_rules,
        before_removal=forget_people,
    )
    register_names("registration", names_of_people)
    register_words(
        acts=ACT_LABELS,
        # Elsewhere it is the language of a link or of whom to ask.
        fields={**FIELD_LABELS, "language": _l("Language")},
        subjects={"registration": _l("Registration"), "registration_rules": _l("Rules of registration")},
        values={**STATE_LABELS, **MODE_LABELS, **ORGANISATION_KIND_LABELS, **APPROVAL_LABELS, **HALF_DAY_LABELS},
    )
