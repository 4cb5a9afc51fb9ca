"""What the agenda installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.agenda import kept_rows, views
from meetings.agenda.words import WORDS
from meetings.keeping.kept_rows import offer_rows
from meetings.keeping.page_texts import text_groups, text_sources, texts_in_items
from meetings.reading.addresses import endpoints


def init_agenda(app: Flask) -> None:
    """Serve its pages."""
    offer_rows(*kept_rows.ROWS)
    text_groups.offer("agenda", kept_rows.GROUP)
    text_sources.offer("agenda", kept_rows.SOURCE)
    texts_in_items.offer("parts", kept_rows.texts_of_parts)
    endpoints.offer("agenda", "agenda.manage")
    endpoints.offer("agenda_item", "agenda.edit_item")
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
