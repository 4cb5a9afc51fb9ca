"""Work of the record in the background."""

from __future__ import annotations

from foundation.jobs import periodic
from meetings.record.operations import deleting, undoing

HOUR = 3600.0


@periodic(HOUR)
def remove_deleted_meetings() -> None:
    """Remove for good what was deleted before the period of grace."""
    deleting.remove_deleted_meetings()


@periodic(HOUR)
def forget_old_acts() -> None:
    """What was done too long ago can no longer be undone."""
    undoing.purge_change_sets()
