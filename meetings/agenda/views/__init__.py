"""Pages on which an agenda is edited; one file per subject."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("agenda", __name__)

from meetings.agenda.views import items, parts  # noqa: E402, F401  (their routes)
