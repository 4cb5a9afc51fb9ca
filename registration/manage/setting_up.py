"""What the list of registrations installs in the application."""

from __future__ import annotations

from flask import Flask

from meetings.overview.to_do import list_sources, sources
from registration.manage.to_do import DECISIONS, WAITING_FOR_DECISION
from registration.manage.views import blueprint


def init_manage(app: Flask) -> None:
    """Serve it, and say on the overview and at the meetings of a list who waits for a decision."""
    sources.offer("registration decisions", DECISIONS)
    list_sources.offer("registration decisions", WAITING_FOR_DECISION)
    app.register_blueprint(blueprint)
