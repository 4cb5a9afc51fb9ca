"""What attendance installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from registration.attendance.views import blueprint
from registration.attendance.words import WORDS


def init_attendance(app: Flask) -> None:
    """Serve the list to tick and the check-in."""
    offer_words(*WORDS)
    app.register_blueprint(blueprint)
