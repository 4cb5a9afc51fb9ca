"""What names on papers install in the application."""

from __future__ import annotations

from flask import Flask

from registration.names.views import blueprint


def init_names(app: Flask) -> None:
    """Serve the table of what is missing."""
    app.register_blueprint(blueprint)
