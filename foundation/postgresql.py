"""Connections to PostgreSQL that never wait without a limit, and what happens while it cannot be reached.

Limits stand on both sides. The server gives up what a lost machine holds: a transaction that is idle, a lock that
does not come, a peer that no longer answers. This side gives up a statement that is not answered in time, whatever
the network does with it. Once the database was found to be lost, requests are refused at once while one thread tries
to reach it, so that nobody waits for what the first ones have waited for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from flask import has_request_context
from sqlalchemy import Engine, event

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3
REQUEST_SECONDS = 5.0
WORKER_SECONDS = 20.0
COMMAND_SECONDS = 3600.0
LOCK_SECONDS = 3.0
IDLE_SECONDS = 10
"""A writing transaction that does nothing for so long is ended by the server, and its locks with it."""
READER_IDLE_SECONDS = 300.0
TRY_AGAIN_SECONDS = 0.5

SETTINGS = {
    "lock_timeout": int(LOCK_SECONDS * 1000),
    "tcp_keepalives_idle": 5,
    "tcp_keepalives_interval": 2,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
CONNECTING: dict[str, Any] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}

_usual_seconds = COMMAND_SECONDS
_limit: ContextVar[float | None] = ContextVar("statement_limit", default=None)


def wait_at_most(seconds: float) -> None:
    """How long this process waits for a statement outside requests."""
    global _usual_seconds
    _usual_seconds = seconds


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """How long statements inside the block are waited for."""
    token = _limit.set(seconds)
    try:
        yield
    finally:
        _limit.reset(token)


def _seconds() -> float:
    return _limit.get() or (REQUEST_SECONDS if has_request_context() else _usual_seconds)


class _Connection(psycopg.Connection[Any]):
    """Waits for an answer for a limited time, and is closed when none comes."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait as `psycopg.Connection.wait` does, with a limit in any case."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        seconds = _seconds()
        started = time.monotonic()
        try:
            return super().wait(gen, interval, seconds)
        except psycopg.OperationalError as error:
            if time.monotonic() - started >= seconds and error.sqlstate is None:
                self.pgconn.finish()
                raise psycopg.OperationalError("no answer from the database in time") from error
            raise


def connect(*arguments: Any, **options: Any) -> psycopg.Connection[Any]:
    """A connection with every limit of this module."""
    wishes = options.pop("options", None) or ""
    limits = {
        "statement_timeout": int(_seconds() * 1000),
        "idle_in_transaction_session_timeout": int(max(READER_IDLE_SECONDS, _seconds()) * 1000),
        **SETTINGS,
    }
    settings = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return _Connection.connect(*arguments, **{**CONNECTING, **options, "options": f"{wishes} {settings}".strip()})


class Line:
    """Whether the database can be reached, as far as this process knows."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self.is_lost = False

    def lose(self) -> None:
        """Refuse everybody from now on, and try to reach the database until it answers."""
        with self._lock:
            if self.is_lost:
                return
            self.is_lost = True
        log.warning("the database cannot be reached")
        threading.Thread(target=self._find_again, name="database-line", daemon=True).start()

    def _find_again(self) -> None:
        lost_at = time.monotonic()
        while True:
            try:
                arguments, options = self._engine.dialect.create_connect_args(self._engine.url)
                with waiting_at_most(CONNECT_SECONDS), connect(*arguments, **options) as connection:
                    connection.execute("SELECT 1")
            except Exception:
                time.sleep(TRY_AGAIN_SECONDS)
            else:
                break
        self.is_lost = False
        log.warning("the database is there again after %.1f s", time.monotonic() - lost_at)


def prepare_postgresql(engine: Engine) -> Line:
    """Let an engine connect within limits; the answer tells whether the database can be reached."""
    line = Line(engine)

    @event.listens_for(engine, "do_connect")
    def _on_connect(_dialect: Any, _record: Any, arguments: Any, options: Any) -> Any:
        try:
            return connect(*arguments, **options)
        except psycopg.OperationalError:
            line.lose()
            raise

    @event.listens_for(engine, "handle_error")
    def _on_error(context: Any) -> None:
        if context.is_disconnect:
            line.lose()

    return line
