"""The offer to undo what a visitor has just done, shown once beside the message of the act."""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import Flask, session

OFFERED_FOR = 600
"""Seconds after which a page no longer offers what was done before it."""
_KEY = "undo"


@dataclass(frozen=True)
class UndoOffer:
    """The address that undoes an act, what was done in words, and the words of the button."""

    url: str
    what: str
    button: str


def offer_undo(offer: UndoOffer, seconds: int = OFFERED_FOR) -> None:
    """Let the next page that the visitor sees offer to undo an act, if it comes within `seconds`."""
    session[_KEY] = [offer.url, offer.what, offer.button, int(time.time()) + seconds]


def undo_offer() -> UndoOffer | None:
    """What the visitor can undo, once; for the flash messages of a page."""
    stored = session.pop(_KEY, None)
    if not isinstance(stored, list) or len(stored) != 4 or not isinstance(stored[3], int) or stored[3] < time.time():
        return None
    return UndoOffer(*stored[:3])


def init_undo_offers(app: Flask) -> None:
    """Let the templates offer to undo."""
    app.jinja_env.globals["undo_offer"] = undo_offer
