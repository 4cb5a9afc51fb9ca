"""What breakout groups install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.breakouts import views
from meetings.breakouts.views import inputs
from meetings.breakouts.words import WORDS


def init_breakouts(app: Flask) -> None:
    """Serve their pages."""
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(inputs.blueprint)
