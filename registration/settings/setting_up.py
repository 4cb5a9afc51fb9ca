"""What the settings of registration install in the application."""

from __future__ import annotations

from flask import Flask

from accounts.permissions import Permission
from meetings.keeping import hooks
from meetings.overview.to_do import offer_lines
from registration.settings.operations import copy_rules
from registration.settings.to_do import window
from registration.settings.views import blueprint


def init_settings(app: Flask) -> None:
    """Serve them, give a copy of a meeting its rules, and say on the overview whether people can register."""
    offer_lines(Permission.REGISTRATION_MANAGE, window)
    hooks.offer("registration", copy_rules=copy_rules)
    app.register_blueprint(blueprint)
