"""Where remote people join: the page for everybody, and the links as an organiser keeps them."""

from __future__ import annotations

from meetings.joining.views import links
from meetings.joining.views.blueprint import blueprint

__all__ = ["blueprint", "links"]
