"""What the facts of a meeting install in the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from foundation.images import logos
from foundation.words import offer_words
from meetings.facts import (
    kept_rows,
    tasks,  # noqa: F401  (a sweep of the worker)
    views,
)
from meetings.facts.words import WORDS
from meetings.keeping.kept_rows import offer_rows
from meetings.keeping.page_texts import text_groups, text_sources
from meetings.keeping.pages import FrameTab, frame_tabs
from meetings.models.meeting import Meeting

TABS = {
    "facts": FrameTab(10, kept_rows.GROUPS["facts"], "facts.edit_facts"),
    "sections": FrameTab(20, kept_rows.GROUPS["sections"], "facts.sections"),
    "organisations": FrameTab(30, _l("Organisations"), "facts.organisations"),
    "contacts": FrameTab(40, kept_rows.GROUPS["contacts"], "facts.contacts"),
    "links": FrameTab(60, kept_rows.GROUPS["links"], "facts.links"),
    "rooms": FrameTab(90, kept_rows.GROUPS["rooms"], "facts.rooms"),
}


def init_facts(app: Flask) -> None:
    """Serve their pages, and let everybody fetch logos."""
    offer_rows(*kept_rows.ROWS)
    for group, words in kept_rows.GROUPS.items():
        text_groups.offer(group, words)
    for name, source in kept_rows.SOURCES.items():
        text_sources.offer(name, source)
    for name, tab in TABS.items():
        frame_tabs.offer(name, tab)
    offer_words(*WORDS)
    logos.offer("meetings", Meeting.logo_id)
    app.register_blueprint(views.blueprint)
