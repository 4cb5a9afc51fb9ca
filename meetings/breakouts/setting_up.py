"""What breakout groups install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.breakouts import kept_rows, views
from meetings.breakouts.views import inputs
from meetings.breakouts.words import WORDS
from meetings.keeping.kept_rows import offer_rows
from meetings.keeping.page_texts import texts_in_items


def init_breakouts(app: Flask) -> None:
    """Serve their pages."""
    offer_rows(*kept_rows.ROWS)
    texts_in_items.offer("groups", kept_rows.texts_of_groups)
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(inputs.blueprint)
