"""The clock of the database: the one that all machines share.

Leases, signs of life and whatever else one machine writes and another compares go by it. On SQLite it is the clock of
the one machine there is.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from foundation.clock import is_frozen, now
from foundation.database import BEGAN_AT, db

MOST_SKEW = timedelta(seconds=5)
"""With a clock further off than this a machine does no work in the background."""


def database_now() -> datetime:
    """The present instant by the database's clock, aware, in UTC; within `writing()` it costs no question."""
    if is_frozen() or db.engine.dialect.name == "sqlite":
        return now()
    began = db.session().info.get(BEGAN_AT)
    if began is not None:
        instant, seconds = began
        return instant + timedelta(seconds=time.monotonic() - seconds)
    with db.engine.connect() as connection:
        found: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return found.astimezone(UTC)


def skew() -> timedelta:
    """How far the clock of this machine is ahead of the database's (negative: behind)."""
    before = now()
    there = database_now()
    return before + (now() - before) / 2 - there
