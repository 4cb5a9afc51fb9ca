"""Brings the database to the newest schema, safely when several processes start at once."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from foundation.database import db, lock_number


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
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    # A session-level lock on a connection of its own: migrations commit several times on theirs.
    with db.engine.connect() as connection:
        number = {"number": lock_number("migrating")}
        connection.execute(text("SELECT pg_advisory_lock(:number)"), number)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)
