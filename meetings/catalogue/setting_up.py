"""What lists of meetings install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.errors import answer_as
from foundation.words import offer_words
from meetings.catalogue import (
    tasks,  # noqa: F401  (registers the index with the worker)
    views,
)
from meetings.catalogue.words import WORDS
from meetings.reading.chains import NoSuchChain


def init_catalogue(app: Flask) -> None:
    """Serve them, answer 404 to unknown series and projects, and keep the index of the search."""
    offer_words(*WORDS)
    answer_as(app, NoSuchChain, 404)
    app.register_blueprint(views.blueprint)
