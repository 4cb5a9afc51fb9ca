"""Pages about breakout groups: the groups of an item, and what was said in them."""

from __future__ import annotations

from meetings.breakouts.views import groups
from meetings.breakouts.views.blueprint import blueprint

__all__ = ["blueprint", "groups"]
