"""Pages on which an agenda is edited; one file per subject."""

from __future__ import annotations

from meetings.agenda.views import items, parts
from meetings.agenda.views.blueprint import blueprint

__all__ = ["blueprint", "items", "parts"]
