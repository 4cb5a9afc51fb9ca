"""What a worker does about accounts from time to time."""

from __future__ import annotations

from accounts.operations import sessions
from foundation.jobs import periodic


@periodic(seconds=6 * 3600)
def remove_old_sessions() -> int:
    """Remove sessions that have long been over; how many."""
    return sessions.remove_old()
