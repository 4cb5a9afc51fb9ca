"""What `/ready` says: found out every few seconds by a thread of its own, so that the answer waits for nothing.

The thread begins with the first question and ends a while after the last one.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text

from foundation.database import db, writing
from foundation.database_clock import MOST_SKEW, skew
from foundation.jobs import worker_is_alive
from foundation.outages import Why, outage_of
from foundation.postgresql import waiting_at_most

EVERY_SECONDS = 3.0
FIRST_ANSWER_SECONDS = 2.0
STALE_SECONDS = 10.0
UNASKED_SECONDS = 120.0
STATEMENT_SECONDS = 2.0
WRITER_SECONDS = 1.5
PROBE_BYTES = 64 * 1024
OK = "ok"
NO_ANSWER = "no answer"

State = dict[str, str]


class Probe:
    """The state of one application as its process last saw it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._first = threading.Event()
        self._process = 0
        self._asked = 0.0
        self._seen = 0.0
        self._state: State = {}

    def state(self) -> State:
        """A word for each part, `ok` if it works; never waits for longer than two seconds."""
        self._asked = time.monotonic()
        with self._lock:
            if self._process != os.getpid():  # not yet begun, ended, or begun before a fork
                self._process = os.getpid()
                self._first = threading.Event()
                threading.Thread(target=self._run, name="probe", daemon=True).start()
        self._first.wait(FIRST_ANSWER_SECONDS)
        if time.monotonic() - self._seen > STALE_SECONDS:
            return dict.fromkeys(PARTS, NO_ANSWER)
        return dict(self._state)

    def _run(self) -> None:
        while True:
            state = look(self._app)
            self._state, self._seen = state, time.monotonic()
            self._first.set()
            time.sleep(EVERY_SECONDS)
            with self._lock:
                if time.monotonic() - self._asked > UNASKED_SECONDS:
                    self._process = 0
                    return


def look(app: Flask) -> State:
    """A word for each part, found out now; after a lost database nothing else is asked of it."""
    state: State = {}
    with app.app_context(), waiting_at_most(STATEMENT_SECONDS):
        for part, examine in PARTS.items():
            if part != "disk" and state.get("database", OK) != OK:
                state[part] = "unknown"
                continue
            try:
                state[part] = examine(app)
            except Exception as error:
                db.session.rollback()
                outage = outage_of(error)
                if outage is None:
                    app.logger.exception("the state of %s could not be found out", part)
                state[part] = str(outage.why) if outage is not None else "unknown"
    return state


def _disk(app: Flask) -> str:
    for folder in _folders(app):
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(PROBE_BYTES))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            outage = outage_of(error)
            app.logger.warning("nothing can be written into %s: %s", folder, error.strerror)
            return str(outage.why) if outage is not None else "not writable"
    return OK


def _folders(app: Flask) -> Iterator[Path]:
    folders = {Path(app.config["VAR_DIR"])}
    file = db.engine.url.database
    if db.engine.dialect.name == "sqlite" and file:
        folders.add(Path(file).parent)
    yield from (folder for folder in sorted(folders) if folder.exists())


def _database(_app: Flask) -> str:
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return OK


def _writing(_app: Flask) -> str:
    # The lock of a writer, taken and given back: on SQLite that writes nothing.
    with writing(patience=WRITER_SECONDS) as session:
        if db.engine.dialect.name == "postgresql" and session.scalar(text("SHOW transaction_read_only")) == "on":
            return str(Why.FULL)
    return OK


def _schema(app: Flask) -> str:
    head, known = _revisions(str(app.config["ROOT"] / "migrations"))
    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    if present == head:
        return OK
    return "missing" if present is None else "older than the program" if present in known else "newer than the program"


@cache
def _revisions(folder: str) -> tuple[str | None, frozenset[str]]:
    scripts = ScriptDirectory(folder)
    return scripts.get_current_head(), frozenset(script.revision for script in scripts.walk_revisions())


def _clock(_app: Flask) -> str:
    ahead = skew()
    return OK if abs(ahead) <= MOST_SKEW else f"{ahead.total_seconds():+.0f} s"


def _worker(_app: Flask) -> str:
    return OK if worker_is_alive() else "none"


PARTS: dict[str, Callable[[Flask], str]] = {
    "disk": _disk,
    "database": _database,
    "writing": _writing,
    "schema": _schema,
    "clock": _clock,
    "worker": _worker,
}
