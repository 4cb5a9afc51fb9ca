"""The database session, the base model and the writing transaction.

Reads need nothing special. Every change happens inside `writing()`: one transaction, committed once, that takes
its locks before it reads what it decides on.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, Table, event, text
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from foundation.outages import Unavailable, Why, outage_of
from foundation.postgresql import IDLE_SECONDS, Line, prepare_postgresql
from foundation.translated import Translated, Translations
from foundation.turns import Turns, WaitingRoom

REQUEST_PATIENCE = 3.0
"""Seconds that a request waits for its turn to write."""
WORK_PATIENCE = 30.0
POOL_SECONDS = 3.0
BEGAN_AT = "database_time"
"""In the session's info while a transaction of PostgreSQL writes: the database's time, and our monotonic one."""

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

OF_THIS_MACHINE = "of_this_machine"
"""Key in a table's `info`: its rows speak of running processes and mean nothing in a backup."""
HELD = datetime(9000, 1, 1, tzinfo=UTC)
"""When work that a restore holds would be due: not before somebody releases it."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite keeps no zone, so the offset is dropped there."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all models: named constraints, and types that follow from annotations."""

    metadata = MetaData(naming_convention=NAMING)


@event.listens_for(Table, "after_parent_attach")
def _never_use_a_key_twice(table: Table, parent: object) -> None:
    # SQLite would hand out the highest key again once its row is removed: what audit trail, mails and links keep of
    # the removed record would then be that of somebody else.
    if parent is Base.metadata:
        table.dialect_kwargs["sqlite_autoincrement"] = True


Base.registry.update_type_annotation_map({Translations: Translated(), datetime: UtcDateTime()})


def enum_column(kind: type[StrEnum], **options: Any) -> Any:
    """A column holding the *values* of a string enumeration, with a named check constraint."""
    column_type = Enum(
        kind,
        native_enum=False,
        length=30,
        values_callable=lambda names: [name.value for name in names],
        create_constraint=True,
        name=re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(),
    )
    return mapped_column(column_type, **options)


class TextTimes:
    """Mixin of models whose translated texts are compared by age: a translation may be older than its original."""

    text_times: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON, default=dict, doc="{column: {language: instant of the last writing, UTC, ISO 8601}}"
    )


class _Session(FlaskSession):
    """A session that can also be left when its connection has broken: there is nothing to roll back then."""

    def rollback(self) -> None:
        """Roll back what is not committed."""
        try:
            super().rollback()
        except DBAPIError as error:
            if outage_of(error) is None:
                raise
            self.invalidate()

    def close(self) -> None:
        """Give the connection back; called at the end of each request."""
        try:
            super().close()
        except DBAPIError as error:
            if outage_of(error) is None:
                raise
            self.invalidate()


db = SQLAlchemy(model_class=Base, session_options={"class_": _Session})
migrate = Migrate(compare_type=True, render_as_batch=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


@dataclass(frozen=True)
class _Access:
    """What an application holds beside its engine."""

    turns: Turns | None
    room: WaitingRoom
    line: Line | None


def init_database(app: Flask) -> None:
    """Bind the database to the application and set up each engine's transactions."""
    settings = app.config.get("SETTINGS")
    threads = max(settings.web_threads, settings.worker_threads) if settings else 8
    # A traceback must not carry what people wrote into the log. Beside the threads: sweeper, heartbeat, probe.
    options: dict[str, Any] = {
        "hide_parameters": True, "pool_size": threads + 3, "max_overflow": 2, "pool_timeout": POOL_SECONDS,
    }  # fmt: skip
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        options["json_deserializer"] = _read_json
    else:
        options["pool_pre_ping"] = True
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        turns = line = None
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)
            file = db.engine.url.database
            turns = Turns(Path(file) if file else None)
        else:
            line = prepare_postgresql(db.engine)
    app.extensions["database_access"] = _Access(turns, WaitingRoom(threads - 2), line)
    app.before_request(_refuse_while_lost)


WITHOUT_DATABASE = frozenset({"health", "assets", "offline"})
"""Blueprints whose pages ask the database nothing."""


def check_line(app: Flask) -> None:
    """Refuse at once while it is known that the database cannot be reached.

    Raises:
        Unavailable: it cannot.
    """
    line = app.extensions["database_access"].line
    if line is not None and line.is_lost:
        raise Unavailable(Why.LOST, "the database cannot be reached")


def note_trouble(app: Flask, error: Exception) -> None:
    """Take notice of an error of the driver that SQLAlchemy has not seen."""
    line, outage = app.extensions["database_access"].line, outage_of(error)
    if line is not None and outage is not None and outage.why is Why.LOST:
        line.lose()


def _refuse_while_lost() -> None:
    if request.blueprint not in WITHOUT_DATABASE:
        check_line(current_app)


_decode = json.JSONDecoder().raw_decode


def _read_json(text: str) -> Any:
    """JSON as this application wrote it; without the search for blanks around it, in half the time of `json.loads`."""
    return _decode(text)[0]


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late (at the first write); ours is in _on_begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={int(REQUEST_PATIENCE * 1000)}",
            "cache_size=-16000",
            "temp_store=MEMORY",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        # A transaction that reads first and writes later fails on SQLite as soon as another one has written in
        # between (SQLITE_BUSY_SNAPSHOT); writing() therefore asks for the write lock at once.
        options = connection.get_execution_options()
        begin, deadline = options.get("sqlite_begin", "BEGIN"), options.get("sqlite_deadline")
        if deadline is not None:
            patience = max(100, int((deadline - time.monotonic()) * 1000))
            connection.connection.driver_connection.execute(f"PRAGMA busy_timeout={patience}")
        if begin:
            connection.exec_driver_sql(begin)


def single_statement_engine() -> Engine:
    """The engine for one reading statement without a transaction around it: the hot path of a cached page."""
    if db.engine.dialect.name == "sqlite":
        return db.engine.execution_options(sqlite_begin="")
    return db.engine.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def writing(*locks: str, patience: float | None = None) -> Iterator[Session]:
    """One writing transaction, committed at the end or rolled back on any exception.

    `locks` names what is scarce (for example `places:17:remote`); they are held until the end of the transaction
    and taken in sorted order, before anything is read, so that two transactions cannot wait for each other.
    Objects loaded earlier are refreshed when next touched. Inside another `writing()` this joins it.
    `patience`: seconds to wait for others who write, by default 3 in a request and 30 elsewhere.

    Raises:
        Unavailable: others write for longer (`Busy`), the database cannot be reached or has no room.
    """
    session = db.session()
    if session.info.get("writing"):
        _take(session, locks)
        yield session
        return
    session.rollback()
    try:
        with _turn(session, locks, patience):
            try:
                yield session
                session.flush()
                _commit(session)
            except BaseException:
                session.rollback()
                session.info["after_commit"] = []
                raise
            finally:
                session.info["writing"] = False
    except SQLAlchemyError as error:
        if (outage := outage_of(error)) is not None:
            raise outage from error
        raise
    callbacks, session.info["after_commit"] = session.info["after_commit"], []
    for callback in callbacks:
        callback()


@contextmanager
def _turn(session: Session, locks: tuple[str, ...], patience: float | None) -> Iterator[None]:
    """Begin the transaction when it is our turn, and give the turn back at its end."""
    access: _Access = current_app.extensions["database_access"]
    in_request = has_request_context()
    patience = patience if patience is not None else REQUEST_PATIENCE if in_request else WORK_PATIENCE
    deadline = time.monotonic() + patience
    turns = access.turns
    if access.line is not None:
        check_line(current_app)
    begun = False
    try:
        # Elsewhere no reader needs the thread that waits.
        with access.room.seat(deadline) if in_request else nullcontext():
            if turns is not None:
                turns.take(deadline)
                begun = True
                options = {"sqlite_begin": "BEGIN IMMEDIATE", "sqlite_deadline": deadline}
                session.connection(execution_options=options)
            session.info.update(writing=True, after_commit=[], acts=[])
            try:
                if turns is None:
                    _limit(session, patience)
                _take(session, locks)
            except BaseException:
                session.rollback()
                session.info["writing"] = False
                raise
        yield
    finally:
        session.info.pop(BEGAN_AT, None)
        if begun and turns is not None:
            turns.release()


@contextmanager
def short_turn(patience: float) -> Iterator[None]:
    """The turn of a write beside the session, which must be short; not inside `writing()`.

    Raises:
        Busy: others write for longer than `patience`.
    """
    access: _Access = current_app.extensions["database_access"]
    if access.turns is None:
        yield
        return
    deadline = time.monotonic() + patience
    with access.room.seat(deadline) if has_request_context() else nullcontext():
        access.turns.take(deadline)
    try:
        yield
    finally:
        access.turns.release()


def _limit(session: Session, patience: float) -> None:
    """Let PostgreSQL end this transaction, with its locks, if this process is never heard of again."""
    row = session.execute(
        text(
            "SELECT set_config('idle_in_transaction_session_timeout', :idle, true),"
            " set_config('lock_timeout', :patience, true), clock_timestamp()"
        ),
        {"idle": f"{IDLE_SECONDS}s", "patience": f"{max(1, int(patience * 1000))}ms"},
    ).one()
    session.info[BEGAN_AT] = (row[2].astimezone(UTC), time.monotonic())


def _commit(session: Session) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable(Why.LOST, "the connection broke at the commit", is_unknown=True) from error
        raise


def after_commit(callback: Callable[[], object]) -> None:
    """Call `callback` once the surrounding `writing()` has committed; never when it rolled back.

    The same callback given twice in one transaction is called once.
    """
    session = db.session()
    if not session.info.get("writing"):
        raise RuntimeError("after_commit outside writing()")
    if callback not in session.info["after_commit"]:
        session.info["after_commit"].append(callback)


def lock_number(name: str) -> int:
    """The signed 64-bit number under which PostgreSQL holds the lock `name`."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def _take(session: Session, locks: tuple[str, ...]) -> None:
    if not locks or session.get_bind().dialect.name != "postgresql":
        return  # SQLite: BEGIN IMMEDIATE has already made this the only writer
    for number in sorted({lock_number(name) for name in locks}):
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
    session.flush()
    session.expire_all()
