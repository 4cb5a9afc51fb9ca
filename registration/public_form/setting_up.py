"""What the public registration form installs in the application."""

from __future__ import annotations

from flask import Flask

from registration.public_form import another  # noqa: F401  (adds it to the pages of a personal link)
from registration.public_form.views import blueprint


def init_public_form(app: Flask) -> None:
    """Serve the form, and the one that a personal link opens."""
    app.register_blueprint(blueprint)
