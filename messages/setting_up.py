"""What the messages package installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.errors import answer_as
from meetings.keeping import hooks
from messages.fields import register_fields
from messages.queries import NoSuchSending, last_written
from messages.texts import as_html, as_plain_text


def init_messages(app: Flask) -> None:
    """Offer the fields of texts, and let mails show a filled text."""
    register_fields()
    app.jinja_env.filters.update(filled_html=as_html, filled_text=as_plain_text)
    answer_as(app, NoSuchSending, 404)
    hooks.offer("messages", last_written=last_written)
