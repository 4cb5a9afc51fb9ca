"""What the list of registrations installs in the application."""

from __future__ import annotations

from flask import Flask

from accounts.permissions import Permission
from meetings.overview.to_do import offer_lines, offer_list_line
from registration.manage.to_do import decisions, waiting_for_decision
from registration.manage.views import blueprint


def init_manage(app: Flask) -> None:
    """Serve it, and say on the overview and at the meetings of a list who waits for a decision."""
    offer_lines(Permission.REGISTRATION_MANAGE, decisions)
    offer_list_line(Permission.REGISTRATION_VIEW, waiting_for_decision)
    app.register_blueprint(blueprint)
