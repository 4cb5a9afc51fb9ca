"""What the papers package installs in the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from foundation.history import register_words
from papers import making  # noqa: F401  (registers what the worker does)
from papers.printing import LONG
from papers.to_do import offer_paper_lines


def init_papers(app: Flask) -> None:
    """Offer the lines of the overview and words of the trail; lists may ask from which length a paper is long."""
    offer_paper_lines()
    app.jinja_env.globals["long_from"] = LONG
    register_words(
        acts={"printed": _l("printed"), "fetched": _l("downloaded")},
        fields={"paper": _l("Paper")},
    )
