"""What the personal page installs in the application."""

from __future__ import annotations

from flask import Flask

from registration.personal import views  # noqa: F401  (adds the pages to the blueprint)
from registration.personal.pages import blueprint


def init_personal(app: Flask) -> None:
    """Serve it, with whatever the wings above have added to it; to be called after theirs."""
    app.register_blueprint(blueprint)
