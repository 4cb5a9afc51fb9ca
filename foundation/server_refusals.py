"""The pages of the web server itself, for what it refuses before the application is asked: in every language."""

from __future__ import annotations

from flask import Flask, render_template
from flask_babel import gettext as _

from foundation.languages import LANGUAGES, direction, force_language


def refusal_pages(app: Flask) -> dict[int, bytes]:
    """The page of each status that the web server gives of its own accord."""
    codes: dict[int, list[tuple[str, str, str, str]]] = {}
    with app.test_request_context("/"):
        for language in LANGUAGES:
            with force_language(language):
                for code, (title, advice) in _texts().items():
                    codes.setdefault(code, []).append((language, direction(language), title, advice))
        return {
            code: render_template("errors/refused.html", code=code, said=said).encode() for code, said in codes.items()
        }


def _texts() -> dict[int, tuple[str, str]]:
    """Status → title and advice, in the language being spoken."""
    return {
        400: (_("This request could not be read"), _("Go back, reload the page and try again.")),
        408: (
            _("This request took too long to arrive"),
            _("The connection was interrupted or very slow. Go back and send it again."),
        ),
        413: (_("That is too large"), _("Send a smaller file or a shorter text.")),
        431: (
            _("This request could not be read"),
            _("The address is too long, or this browser keeps too many cookies of this site. Remove them."),
        ),
        501: (_("This request could not be read"), _("Go back, reload the page and try again.")),
        503: (
            _("Too much is being sent at the moment"),
            _("Nothing of it was saved. Wait a minute, go back and send it again."),
        ),
    }
