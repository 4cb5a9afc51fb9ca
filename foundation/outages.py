"""What a database or a disk refuses for a while, told apart from mistakes of the program.

`Unavailable` is what the rest of the system sees: nothing was saved (unless `is_unknown`), and the same may be tried
again. A request answers it with 503 and Retry-After (`foundation.errors`), a worker comes back to its work later.
"""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum

from sqlalchemy import exc


class Why(StrEnum):
    """What is in the way."""

    BUSY = "busy"  # others hold what this needs
    LOST = "lost"  # no connection, or one that broke
    FULL = "full"  # no room on a disk


RETRY_SECONDS = {Why.BUSY: 3, Why.LOST: 5, Why.FULL: 60}


class Unavailable(Exception):
    """The database or the disk cannot do at this moment what is asked.

    `is_unknown`: the connection broke at the commit, so nobody can say whether it was saved. Otherwise nothing was.
    """

    def __init__(self, why: Why, words: str = "", *, is_unknown: bool = False) -> None:
        super().__init__(f"{why}: {words}" if words else str(why))
        self.why, self.is_unknown = why, is_unknown

    @property
    def retry_after(self) -> int:
        """Seconds after which trying again makes sense."""
        return RETRY_SECONDS[self.why]


class Busy(Unavailable):
    """Others write for longer than one may wait."""

    def __init__(self, words: str = "") -> None:
        super().__init__(Why.BUSY, words)


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
# Primary result codes of SQLite: BUSY, LOCKED, PROTOCOL; READONLY, IOERR, FULL; CANTOPEN.
_SQLITE = {
    5: Why.BUSY, 6: Why.BUSY, 15: Why.BUSY, 8: Why.FULL, 10: Why.FULL, 13: Why.FULL, 14: Why.LOST,
}  # fmt: skip
# Classes and codes of PostgreSQL: no lock in time, cancelled at its time, deadlock and serialization; no room.
_BUSY_STATES = ("55P03", "57014", "40")
_FULL_STATES = ("53100", "58030", "25006")
_LOST_STATES = ("08", "53", "57", "58", "25P03", "25P04")


def outage_of(error: BaseException | None) -> Unavailable | None:
    """The outage behind an error, if it is one; None for whatever is a mistake of the program."""
    if isinstance(error, Unavailable):
        return error
    if isinstance(error, exc.TimeoutError):
        return Unavailable(Why.BUSY, "no connection is free")
    if isinstance(error, exc.PendingRollbackError):
        return Unavailable(Why.LOST, "the connection broke earlier in this transaction")
    if isinstance(error, exc.DBAPIError):
        why = _why(error.orig) or (Why.LOST if error.connection_invalidated else None)
        return None if why is None else Unavailable(why, type(error.orig).__name__)
    if isinstance(error, OSError) and error.errno in _FULL:
        return Unavailable(Why.FULL, str(error.strerror))
    why = _why(error)
    return None if why is None else Unavailable(why, type(error).__name__)


def _why(error: BaseException | None) -> Why | None:
    """What the error of a driver says."""
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    if error is None or not type(error).__module__.startswith("psycopg"):
        return None
    state: str | None = getattr(error, "sqlstate", None)
    if state is None:
        # The driver's own words: no connection, a broken one, or no answer in time.
        return Why.LOST if type(error).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout") else None
    for states, why in ((_BUSY_STATES, Why.BUSY), (_FULL_STATES, Why.FULL), (_LOST_STATES, Why.LOST)):
        if state.startswith(states):
            return why
    return None
