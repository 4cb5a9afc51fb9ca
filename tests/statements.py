"""The SQL statements that something takes: as many for one record as for thirty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from foundation.database import db


@contextmanager
def statements(*uncounted: str) -> Iterator[list[str]]:
    """The statements that the block executes, but for those that begin with a word of `uncounted`.

    Those of other threads are not its own: what probes the database goes on beside a test.
    """
    seen: list[str] = []
    own = get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if get_ident() == own and not statement.startswith(uncounted):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def selects(seen: Iterable[str]) -> int:
    """How many of the statements read."""
    return sum(statement.lstrip().upper().startswith("SELECT") for statement in seen)


def selects_of(client: FlaskClient, address: str) -> int:
    """How many statements read for the page at `address`; the page must be there.

    It is asked for once before: what a process reads only at first is not counted.
    """
    client.get(address)
    with statements() as seen:
        assert client.get(address).status_code == 200
    return selects(seen)
