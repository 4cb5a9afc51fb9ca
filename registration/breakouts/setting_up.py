"""What the members of breakout groups install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from registration.breakouts import personal_views  # noqa: F401  (adds the choice of a group to the personal page)
from registration.breakouts.section import SECTION
from registration.breakouts.views import blueprint
from registration.breakouts.words import WORDS
from registration.personal.sections import sections


def init_breakouts(app: Flask) -> None:
    """Serve the board of the team, and show people their groups."""
    offer_words(*WORDS)
    sections.offer("groups", SECTION)
    app.register_blueprint(blueprint)
