"""What the settings of registration install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.keeping import hooks
from meetings.overview.to_do import sources
from registration.settings.operations import copy_rules
from registration.settings.to_do import WINDOW
from registration.settings.views import blueprint
from registration.settings.words import WORDS


def init_settings(app: Flask) -> None:
    """Serve them, give a copy of a meeting its rules, and say on the overview whether people can register."""
    offer_words(*WORDS)
    sources.offer("registration window", WINDOW)
    hooks.copied_rules.offer("registration", copy_rules)
    app.register_blueprint(blueprint)
