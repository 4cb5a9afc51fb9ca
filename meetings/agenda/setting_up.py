"""What the agenda installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.agenda import views
from meetings.agenda.words import WORDS


def init_agenda(app: Flask) -> None:
    """Serve its pages."""
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
