"""What calendars install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.page_cache_middleware import cached_pages
from meetings.calendar import views


def init_calendar(app: Flask) -> None:
    """Serve them, from the cache before the rest of the application is asked."""
    cached_pages.offer("calendar", views.CACHED)
    app.register_blueprint(views.blueprint)
