"""Limits: how often somebody may fail, the same in every process, and what shuts nobody out.

Only failures count (a wrong password, a link that opens nothing); what succeeds is forgiven or never counted. The
counts lie in the database, in a small table of keyed hashes, and are written in short transactions
of their own, which wait for nobody: while they cannot be written, nothing is refused. The one exception to "only
failures" is `Flood`, far above what people do, which costs the database one row for fifty acts.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import NoReturn

from flask import abort, current_app, request
from sqlalchemy import Connection, Index, String, delete, insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from foundation.ageing import ages
from foundation.clock import now
from foundation.database import REQUEST_PATIENCE, Model, db, lock_number, short_turn
from foundation.outages import Unavailable, outage_of

KEPT_DAYS = 1
"""How long a failure is kept; longer than the window of any limit."""
MOST_AHEAD = timedelta(minutes=5)
"""How far the clock of another machine may be ahead of this one."""
PATIENCE = 0.5
"""Seconds that a count waits for the database."""
_LARGEST = 10_000


class Failure(Model):
    """Something that went wrong, as limits count it."""

    __tablename__ = "failure"
    __table_args__ = (Index("ix_failure_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), doc="Keyed hash of what is counted, e.g. an account")
    at: Mapped[datetime] = mapped_column(index=True, doc="UTC")


@dataclass(frozen=True)
class Limit:
    """So many failures of a kind in so long a time."""

    name: str
    most: int
    window: timedelta

    def of(self, *whom: str) -> Count:
        """The count of somebody: an account, an address …"""
        secret: bytes = current_app.config["KEYS"][0]
        told = "\0".join((self.name, *whom))
        return Count(self, hmac.new(secret, told.encode(), hashlib.sha256).hexdigest())


@dataclass(frozen=True)
class Count:
    """A limit for somebody; `key` tells neither who it is nor what is counted."""

    limit: Limit
    key: str


@dataclass(frozen=True)
class Counted:
    """What `count` has counted, to be forgiven if it was no failure."""

    rows: tuple[int, ...] = ()


class LimitReached(Exception):
    """A limit is reached; `wait` says how long until the next try is allowed. Answered with 429."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait

    @property
    def minutes(self) -> int:
        """The time to wait in whole minutes, at least one."""
        return max(1, -(-int(self.wait.total_seconds()) // 60))


def count(*counts: Count, or_refuse: bool = False) -> Counted:
    """Count one failure for each, before it is known to be one: tries made at once cannot together exceed a limit.

    Not inside `writing()`. Where the database cannot be written the failure is not counted; with `or_refuse`, for what
    must not be tried uncounted, it waits as long as a write does and raises.

    Raises:
        LimitReached: one of the limits is reached; nothing is counted then.
        Unavailable: it could not be counted, with `or_refuse`.
    """
    try:
        with _briefly(counts, REQUEST_PATIENCE if or_refuse else PATIENCE) as connection:
            for each in counts:
                _check(connection, each)
            rows = [
                connection.execute(insert(Failure).values(key=each.key, at=now()).returning(Failure.id)).scalar_one()
                for each in counts
            ]
            return Counted(tuple(rows))
    except (SQLAlchemyError, Unavailable) as error:
        if or_refuse:
            raise outage_of(error) or error from error
        current_app.logger.warning("a limit could not be counted", exc_info=True)
        return Counted()


def forgive(counted: Counted, *whole: Count) -> None:
    """Take back what turned out to be no failure, and everything in the `whole` counts."""
    keys = [each.key for each in whole]
    try:
        with _briefly(whole, PATIENCE) as connection:
            connection.execute(delete(Failure).where(Failure.id.in_(counted.rows) | Failure.key.in_(keys)))
    except (SQLAlchemyError, Unavailable):
        current_app.logger.warning("a limit could not be taken back", exc_info=True)


class Flood:
    """A bound on acts that succeed, per address: each process tells the database of every fiftieth."""

    STEP = 50

    def __init__(self, name: str, most: int, window: timedelta) -> None:
        self._limit = Limit(name, most // self.STEP, window)
        self._passed: dict[str, int] = {}
        self._barred: dict[str, datetime] = {}
        self._lock = Lock()

    def let_pass(self, address: str) -> None:
        """Count one act from an IP address.

        Raises:
            LimitReached: far more came from there than people send.
        """
        if not current_app.config["SETTINGS"].rate_limits:
            return
        whom = network(address)
        with self._lock:
            until = self._barred.get(whom)
            if until is not None and now() < until <= now() + self._limit.window:
                raise LimitReached(until - now())
            if max(len(self._passed), len(self._barred)) > _LARGEST:
                self._passed.clear()
                self._barred.clear()
            self._passed[whom] = (self._passed.get(whom, 0) + 1) % self.STEP
            if self._passed[whom]:
                return
        try:
            count(self._limit.of(whom))
        except LimitReached as reached:
            self._barred[whom] = now() + reached.wait
            raise


WRONG_LINKS = (
    Limit("wrong links in a minute", 30, timedelta(minutes=1)),
    Limit("wrong links in an hour", 300, timedelta(hours=1)),
)


def refuse_link() -> NoReturn:
    """Answer a personal link that opens nothing: 404, or 429 to an address that tries many.

    A link that opens something never gets here, so nobody's wrong guesses bar it.
    """
    if current_app.config["SETTINGS"].rate_limits:
        count(*(limit.of(network(request.remote_addr or "")) for limit in WRONG_LINKS))
    abort(404)


def network(address: str) -> str:
    """The part of an IP address that is counted: an IPv6 customer holds a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def network_of(address: str) -> str:
    """The network of an IP address, 256 addresses of IPv4 or a site of IPv6; empty when it is none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


@ages("failures", lambda _settings: KEPT_DAYS)
def remove_failures(before: datetime, limit: int) -> int:
    """Remove what no limit counts any more."""
    old = select(Failure.id).where(Failure.at < before).order_by(Failure.at).limit(limit)
    ids = list(db.session.scalars(old.with_for_update(skip_locked=True)))
    db.session.execute(delete(Failure).where(Failure.id.in_(ids)))
    return len(ids)


@contextmanager
def _briefly(counts: tuple[Count, ...], patience: float) -> Iterator[Connection]:
    """A short transaction of its own, the only one that touches these counts."""
    milliseconds = int(patience * 1000)
    # Whoever asks SQLite without queueing loses against those who queue, and could be kept from counting.
    with short_turn(patience), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            driver = connection.connection.dbapi_connection
            assert driver is not None
            (usual,) = driver.execute("PRAGMA busy_timeout").fetchone()
            driver.execute(f"PRAGMA busy_timeout={milliseconds}")
            try:
                connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
                with connection.begin():
                    yield connection
            finally:
                driver.execute(f"PRAGMA busy_timeout={usual}")
            return
        with connection.begin():
            connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
            for number in sorted({lock_number(f"failures:{each.key}") for each in counts}):
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
            yield connection


def _check(connection: Connection, wanted: Count) -> None:
    limit, at = wanted.limit, now()
    # What a clock that was put right since has dated later than now would bar somebody for as long as it was ahead.
    oldest = connection.scalar(
        select(Failure.at)
        .where(Failure.key == wanted.key, Failure.at > at - limit.window, Failure.at <= at + MOST_AHEAD)
        .order_by(Failure.at.desc())
        .offset(limit.most - 1)
        .limit(1)
    )
    if oldest is not None:
        raise LimitReached(min(oldest + limit.window - at, limit.window))
