"""The same application with the locking taken out: what the race test must be able to tell from the real one."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import event

import app
from foundation import database
from foundation.turns import Turns
from tests.waiting import lasts

PAUSE_SECONDS = 0.25


def create_app() -> Flask:
    """An application in which `writing()` waits for nobody, and which pauses between counting and writing."""
    database._take = lambda session, locks: None  # type: ignore[attr-defined]
    Turns.take = lambda self, deadline: None  # type: ignore[method-assign]
    Turns.release = lambda self: None  # type: ignore[method-assign]
    unlocked = app.create_app()
    with unlocked.app_context():
        event.listen(database.db.engine, "before_cursor_execute", _without_waiting, retval=True)
    return unlocked


def _without_waiting(
    _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    if statement.startswith("INSERT INTO registration "):
        lasts(PAUSE_SECONDS)
    # Without BEGIN each statement of SQLite is a transaction of its own.
    return ("SELECT 1" if statement == "BEGIN IMMEDIATE" else statement), parameters
