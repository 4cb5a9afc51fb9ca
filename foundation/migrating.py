"""Brings the database to the newest schema, safely when several processes start at once."""

from __future__ import annotations

import fcntl
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from foundation.database import db, lock_number

PATIENCE = 600.0
"""Seconds for which a process waits while another brings the database to the newest schema."""


def migrate_database(app: Flask) -> bool:
    """Apply every migration not yet applied, one process at a time; returns whether there was any to apply."""
    folder = str(app.config["ROOT"] / "migrations")
    with app.app_context(), _only_one(app):
        with db.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        if present == ScriptDirectory(folder).get_current_head():
            return False
        logging.getLogger(__name__).info("bringing the database to the newest schema")
        upgrade(directory=folder)
        return True


@contextmanager
def _only_one(app: Flask) -> Iterator[None]:
    if app.config["SETTINGS"].on_sqlite:
        path = Path(app.config["VAR_DIR"]) / "migrating.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            _wait_for(lambda: _is_taken(file))
            yield
        return
    # A session-level lock on a connection of its own: migrations commit several times on theirs.
    with db.engine.connect() as connection:
        number = {"number": lock_number("migrating")}
        _wait_for(lambda: connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), number))
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)


def _wait_for(take: Callable[[], object]) -> None:
    """Try to take the lock until it is ours.

    Raises:
        SystemExit: another process has held it for `PATIENCE` seconds.
    """
    deadline = time.monotonic() + PATIENCE
    while not take():
        if time.monotonic() > deadline:
            sys.exit("Another process has been changing the schema for too long. Try again when it has ended.")
        time.sleep(0.1)


def _is_taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
