"""What the registration package installs in the application."""

from __future__ import annotations

from flask import Flask

from registration.attendance.setting_up import init_attendance
from registration.breakouts.setting_up import init_breakouts
from registration.documents.setting_up import init_documents
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
