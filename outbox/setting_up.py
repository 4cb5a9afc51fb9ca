"""What the outbox installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.errors import answer_as
from foundation.words import offer_words
from outbox import ageing, tasks, views  # noqa: F401  (register what ages and the deliverer with the worker)
from outbox.queries import NoSuchMessage
from outbox.transports import init_mail
from outbox.words import WORDS


def init_outbox(app: Flask) -> None:
    """Give the application its mail settings, its deliverer and its pages."""
    init_mail(app)
    answer_as(app, NoSuchMessage, 404)
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
