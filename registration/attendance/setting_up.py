"""What attendance installs in the application."""

from __future__ import annotations

from flask import Flask

from registration.attendance.views import blueprint


def init_attendance(app: Flask) -> None:
    """Serve the list to tick and the check-in."""
    app.register_blueprint(blueprint)
