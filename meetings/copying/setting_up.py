"""What copying a meeting installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.copying import views
from meetings.copying.words import WORDS


def init_copying(app: Flask) -> None:
    """Serve its page."""
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
