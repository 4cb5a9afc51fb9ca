"""What documents install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.documents import views
from meetings.documents.words import WORDS


def init_documents(app: Flask) -> None:
    """Serve their pages."""
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
