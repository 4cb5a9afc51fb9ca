"""What the directory installs in the application."""

from __future__ import annotations

from flask import Flask

from directory import views
from directory.models import Organisation
from directory.queries import NoSuchEntry
from directory.words import WORDS
from foundation.errors import answer_as
from foundation.history import history_pages
from foundation.images import logos
from foundation.words import offer_words


def init_directory(app: Flask) -> None:
    """Serve its pages, let everybody fetch logos, and say where the history of a person or an organisation stands."""
    answer_as(app, NoSuchEntry, 404)
    logos.offer("organisations", Organisation.logo_id)
    for kind in ("person", "organisation"):
        history_pages.offer(kind, views.history_address)
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
