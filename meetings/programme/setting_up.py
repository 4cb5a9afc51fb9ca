"""What the public page of a meeting installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.page_cache_middleware import cached_pages
from meetings.programme import sharing_views, views


def init_programme(app: Flask) -> None:
    """Serve it, from the cache before the rest of the application is asked."""
    cached_pages.offer("programme", views.CACHED)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(sharing_views.blueprint)
