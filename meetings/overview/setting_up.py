"""What the overview of meetings installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.history import history_pages, record_names, references
from meetings.enums import STATE_LABELS
from meetings.overview import naming, views
from meetings.overview.lines import SOURCES
from meetings.overview.to_do import sources
from meetings.reading.addresses import endpoints


def init_overview(app: Flask) -> None:
    """Serve it, say what is to be done about a meeting's own record, and name records in the history."""
    endpoints.offer("overview", "overview.meeting")
    for name, source in SOURCES.items():
        sources.offer(name, source)
    for kind, lookup in naming.NAMES.items():
        record_names.offer(kind, lookup)
    for column, kind in naming.REFERENCES.items():
        references.offer(column, kind)
    history_pages.offer("", naming.history_of)
    app.jinja_env.globals.update(meeting_tabs=views.meeting_tabs, meeting_state_labels=STATE_LABELS)
    app.register_blueprint(views.blueprint)
