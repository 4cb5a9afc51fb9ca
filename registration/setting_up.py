"""What the registration room installs in the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from directory.enums import ORGANISATION_KIND_LABELS
from foundation.errors import answer_as
from foundation.history import register_names, register_words
from meetings.enums import MODE_LABELS
from meetings.keeping import hooks
from outbox.links import register_link
from registration.enums import APPROVAL_LABELS, HALF_DAY_LABELS, STATE_LABELS
from registration.manage.to_do import offer_registration_lines
from registration.people.erasing import forget_people
from registration.people.wording import ACT_LABELS, FIELD_LABELS
from registration.places.modes import place_locks
from registration.reading import links
from registration.reading.registrations import NoSuchRegistration, names_of_people, people_on_list
from registration.settings.operations import copy_rules


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
