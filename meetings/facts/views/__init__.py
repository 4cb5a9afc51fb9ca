"""Pages on which an organiser keeps the facts of a meeting; one file per subject."""

from __future__ import annotations

from meetings.facts.views import facts, life, links, parties, rooms, sections
from meetings.facts.views.blueprint import blueprint

__all__ = ["blueprint", "facts", "life", "links", "parties", "rooms", "sections"]
