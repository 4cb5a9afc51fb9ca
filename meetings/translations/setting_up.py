"""What translations install in the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from foundation.words import offer_words
from meetings.keeping.pages import FrameTab, frame_tabs
from meetings.reading.addresses import endpoints
from meetings.translations import views
from meetings.translations.words import WORDS

TAB = FrameTab(100, _l("Translations"), "translations.index")


def init_translations(app: Flask) -> None:
    """Serve their page."""
    frame_tabs.offer("translations", TAB)
    endpoints.offer("translations", "translations.index")
    offer_words(*WORDS)
    app.register_blueprint(views.blueprint)
