"""Pages about breakout groups: the groups of an item, and what was said in them."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("groups", __name__)

from meetings.breakouts.views import groups  # noqa: E402, F401  (its routes)
