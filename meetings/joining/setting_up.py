"""What participation links install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.joining import views
from meetings.joining.views import page
from meetings.joining.words import WORDS


def init_joining(app: Flask) -> None:
    """Serve their pages."""
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(page.blueprint)
