"""What lists of meetings install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.catalogue import (
    tasks,  # noqa: F401  (registers the index with the worker)
    views,
)
from meetings.catalogue.words import WORDS


def init_catalogue(app: Flask) -> None:
    """Serve them, and keep the index of the search."""
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
