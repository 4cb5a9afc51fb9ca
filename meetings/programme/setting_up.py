"""What the public page of a meeting installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.page_cache_middleware import cached_pages
from meetings.programme import sharing_views, views
from meetings.reading.addresses import endpoints


def init_programme(app: Flask) -> None:
    """Serve it, from the cache before the rest of the application is asked."""
    endpoints.offer("programme", "programme.show")
    endpoints.offer("preview", "programme.preview")
    cached_pages.offer("programme", views.CACHED)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(sharing_views.blueprint)
