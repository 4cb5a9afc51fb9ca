"""Where remote people join: the page for everybody, and the links as an organiser keeps them."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("joining", __name__)

from meetings.joining.views import links  # noqa: E402, F401  (its routes)
