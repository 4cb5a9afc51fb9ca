"""What translations install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.translations import views
from meetings.translations.words import WORDS


def init_translations(app: Flask) -> None:
    """Serve their page."""
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
