"""What undoing installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.files import needed_files
from foundation.words import offer_words
from meetings.undo import views
from meetings.undo.change_sets import files_of_acts
from meetings.undo.words import WORDS


def init_undo(app: Flask) -> None:
    """Offer to undo each act that can be, and keep the files that this would need."""
    offer_words(*WORDS)
    app.after_request(views.offer_last_act)
    needed_files.offer("undo", files_of_acts)
    app.register_blueprint(views.blueprint)
