"""What is removed in the background once meetings have been deleted."""

from __future__ import annotations

from foundation.jobs import periodic
from meetings.facts.operations import deleting

HOUR = 3600.0


@periodic(HOUR)
def remove_deleted_meetings() -> None:
    """Remove for good what was deleted before the period of grace."""
    deleting.remove_deleted_meetings()
