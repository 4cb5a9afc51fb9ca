"""What the registration package installs in the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from directory.enums import ORGANISATION_KIND_LABELS
from foundation.history import register_words
from meetings.enums import MODE_LABELS
from registration.attendance.setting_up import init_attendance
from registration.breakouts.setting_up import init_breakouts
from registration.documents.setting_up import init_documents
from registration.enums import APPROVAL_LABELS, HALF_DAY_LABELS, STATE_LABELS
from registration.manage.history import ACT_LABELS, FIELD_LABELS
from registration.manage.setting_up import init_manage
from registration.my_agenda.setting_up import init_my_agenda
from registration.names.setting_up import init_names
from registration.people.setting_up import init_people
from registration.personal.setting_up import init_personal
from registration.public_form.setting_up import init_public_form
from registration.settings.setting_up import init_settings


def init_registration(app: Flask) -> None:
    """Set up the wings; sections of the personal page stand in this order."""
    init_people(app)
    init_manage(app)
    init_settings(app)
    init_attendance(app)
    init_names(app)
    init_breakouts(app)
    init_my_agenda(app)
    init_documents(app)
    init_public_form(app)
    init_personal(app)
    register_words(
        acts=ACT_LABELS,
        # Elsewhere it is the language of a link or of whom to ask.
        fields={**FIELD_LABELS, "language": _l("Language")},
        subjects={"registration": _l("Registration"), "registration_rules": _l("Rules of registration")},
        values={**STATE_LABELS, **MODE_LABELS, **ORGANISATION_KIND_LABELS, **APPROVAL_LABELS, **HALF_DAY_LABELS},
    )
