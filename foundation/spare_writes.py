"""Writes that nobody misses: notes beside a request, left out when they would have to wait."""

from __future__ import annotations

import logging

from sqlalchemy import Executable, text
from sqlalchemy.exc import SQLAlchemyError

from foundation.database import db

log = logging.getLogger(__name__)


def write_unless_busy(statement: Executable) -> bool:
    """Execute one writing statement in a transaction of its own, at once or not at all; whether it was done.

    Neither a locked database nor a full disk keeps the caller, whose own transaction is untouched.
    """
    try:
        with db.engine.connect() as connection:
            if db.engine.dialect.name != "sqlite":
                with connection.begin():
                    connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
                    connection.execute(text("SET LOCAL synchronous_commit = off"))
                    connection.execute(statement)
                return True
            driver = connection.connection.driver_connection
            assert driver is not None
            (patience,) = driver.execute("PRAGMA busy_timeout").fetchone()
            driver.execute("PRAGMA busy_timeout=0")
            try:
                connection = connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
                with connection.begin():
                    connection.execute(statement)
            finally:
                driver.execute(f"PRAGMA busy_timeout={int(patience)}")
            return True
    except SQLAlchemyError as error:
        log.debug("left out a note: %s", error)
        return False
