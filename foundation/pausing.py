"""Backup and removal keep out of each other's way, on all machines that share the database.

While a backup runs nothing is swept, so that a file which its rows need is still there when it is copied. Both hold a
lock that ends with the process or connection that holds it: nothing a kill leaves behind has to be cleared.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from foundation.database import db, lock_number

LOOKS_AGAIN_AFTER = 0.2
_NAME = "removing"


class StillRemoving(Exception):
    """A sweep did not end within the time given to it."""


@contextmanager
def nothing_is_removed(patience: float = 60.0) -> Iterator[None]:
    """Keep every sweep that removes something from starting; several backups may hold this at once.

    Raises:
        StillRemoving: a sweep that runs already did not end within `patience` seconds.
    """
    deadline = time.monotonic() + patience
    with ExitStack() as held:
        while not held.enter_context(_lock(shared=True)):
            held.close()
            if time.monotonic() > deadline:
                raise StillRemoving
            time.sleep(LOOKS_AGAIN_AFTER)
        yield


@contextmanager
def removing() -> Iterator[bool]:
    """Whether something may be removed now: not while a backup runs, nor while another process removes something."""
    with _lock(shared=False) as is_held:
        yield is_held


@contextmanager
def _lock(*, shared: bool) -> Iterator[bool]:
    if current_app.config["SETTINGS"].on_sqlite:
        path = Path(current_app.config["VAR_DIR"]) / f"{_NAME}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        return
    number, mode = {"number": lock_number(_NAME)}, "_shared" if shared else ""
    engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if not connection.scalar(text(f"SELECT pg_try_advisory_lock{mode}(:number)"), number):
            yield False
            return
        # A machine that is lost while it holds the lock is found out within a minute.
        for setting in ("idle = 30", "interval = 10", "count = 3"):
            connection.exec_driver_sql(f"SET tcp_keepalives_{setting}")
        try:
            yield True
        finally:
            # Given up at once, or with the connection if that was lost meanwhile: the pool must not keep it.
            with suppress(SQLAlchemyError):
                connection.execute(text(f"SELECT pg_advisory_unlock{mode}(:number)"), number)
            connection.invalidate()
