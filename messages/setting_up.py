"""What the messages package installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.errors import answer_as
from foundation.merge_fields import fields
from foundation.words import offer_words
from meetings.keeping.hooks import counts_of_untold
from messages import views
from messages.fields import FIELDS
from messages.queries import NoSuchSending, untold
from messages.texts import as_html, as_plain_text
from messages.words import WORDS


def init_messages(app: Flask) -> None:
    """Serve its pages, offer the fields of texts, and let mails show a filled text."""
    offer_fields()
    offer_words(*WORDS)
    app.jinja_env.filters.update(filled_html=as_html, filled_text=as_plain_text)
    answer_as(app, NoSuchSending, 404)
    counts_of_untold.offer("messages", untold)
    app.register_blueprint(views.blueprint)


def offer_fields() -> None:
    """Let texts have the fields of this package."""
    for field in FIELDS:
        fields.offer(field.name, field)
