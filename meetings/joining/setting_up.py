"""What participation links install in the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from foundation.words import offer_words
from meetings.joining import kept_rows, views
from meetings.joining.views import page
from meetings.joining.words import WORDS
from meetings.keeping.kept_rows import offer_rows
from meetings.keeping.pages import FrameTab, frame_tabs

TAB = FrameTab(80, _l("Joining online"), "joining.index")


def init_joining(app: Flask) -> None:
    """Serve their pages."""
    offer_rows(*kept_rows.ROWS)
    frame_tabs.offer("joining", TAB)
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(page.blueprint)
