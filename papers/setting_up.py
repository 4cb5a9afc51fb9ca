"""What the papers package installs in the application."""

from __future__ import annotations

from flask import Flask

from foundation.words import offer_words
from meetings.overview.to_do import sources
from papers import (
    export_views,
    making,  # noqa: F401  (registers what the worker does)
    paper_views,
)
from papers.printing import LONG
from papers.to_do import MISSING_NAMES
from papers.words import WORDS


def init_papers(app: Flask) -> None:
    """Serve papers, say what they lack; lists may ask from which length a paper is long."""
    sources.offer("missing names", MISSING_NAMES)
    app.jinja_env.globals["long_from"] = LONG
    offer_words(*WORDS)
    app.register_blueprint(export_views.blueprint)
    app.register_blueprint(paper_views.blueprint)
