"""What documents install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.documents import kept_rows, views
from meetings.documents.words import WORDS
from meetings.keeping.kept_rows import offer_rows
from meetings.keeping.page_texts import text_groups, text_sources
from meetings.keeping.pages import FrameTab, frame_tabs
from meetings.reading.addresses import endpoints

TAB = FrameTab(50, kept_rows.GROUP, "documents.index")


def init_documents(app: Flask) -> None:
    """Serve their pages."""
    offer_rows(*kept_rows.ROWS)
    text_groups.offer("documents", kept_rows.GROUP)
    text_sources.offer("documents", kept_rows.SOURCE)
    frame_tabs.offer("documents", TAB)
    endpoints.offer("document_file", "documents.download")
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
