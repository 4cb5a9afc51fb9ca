"""What outcomes install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.outcomes import views
from meetings.outcomes.words import WORDS


def init_outcomes(app: Flask) -> None:
    """Serve their pages."""
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
