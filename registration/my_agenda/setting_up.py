"""What the own agenda installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from registration.my_agenda.section import SECTION
from registration.my_agenda.views import blueprint
from registration.my_agenda.words import WORDS
from registration.personal.sections import sections


def init_my_agenda(app: Flask) -> None:
    """Serve its calendar, and show it on the personal page."""
    offer_words(*WORDS)
    sections.offer("my_agenda", SECTION)
    app.register_blueprint(blueprint)
