"""What lists of meetings install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.errors import answer_as
from foundation.words import offer_words
from meetings.catalogue import kept_rows, tasks, views
from meetings.catalogue.words import WORDS
from meetings.keeping.kept_rows import offer_rows
from meetings.keeping.page_texts import text_sources
from meetings.reading.chains import NoSuchChain
from meetings.reading.versioning import woken_by_changes


def init_catalogue(app: Flask) -> None:
    """Serve them, answer 404 to unknown series and projects, and keep the index of the search."""
    offer_rows(*kept_rows.ROWS)
    text_sources.offer("chains", kept_rows.SOURCE)
    woken_by_changes.offer("index", tasks.INDEX)
    offer_words(*WORDS)
    answer_as(app, NoSuchChain, 404)
    app.register_blueprint(views.blueprint)
