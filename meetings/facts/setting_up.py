"""What the facts of a meeting install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.images import logos
from foundation.words import offer_words
from meetings.facts import (
    tasks,  # noqa: F401  (a sweep of the worker)
    views,
)
from meetings.facts.words import WORDS
from meetings.models.meeting import Meeting


def init_facts(app: Flask) -> None:
    """Serve their pages, and let everybody fetch logos."""
    offer_words(*WORDS)
    logos.offer("meetings", Meeting.logo_id)
    app.register_blueprint(views.blueprint)
