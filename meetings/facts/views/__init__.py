"""Pages on which an organiser keeps the facts of a meeting; one file per subject."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("facts", __name__)

from meetings.facts.views import facts, life, links, parties, rooms, sections  # noqa: E402, F401  (their routes)
