"""What outcomes install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.keeping.kept_rows import offer_rows
from meetings.keeping.page_texts import text_groups, text_sources
from meetings.keeping.pages import FrameTab, frame_tabs
from meetings.outcomes import kept_rows, views
from meetings.outcomes.words import WORDS

TAB = FrameTab(70, kept_rows.GROUP, "outcomes.index")


def init_outcomes(app: Flask) -> None:
    """Serve their pages."""
    offer_rows(*kept_rows.ROWS)
    text_groups.offer("outcomes", kept_rows.GROUP)
    text_sources.offer("outcomes", kept_rows.SOURCE)
    frame_tabs.offer("outcomes", TAB)
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
