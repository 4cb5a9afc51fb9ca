"""The database session, the base model and the writing transaction.

Reads need nothing special. Every change happens inside `writing()`: one transaction, committed once, that takes
its locks before it reads what it decides on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from threading import RLock
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, Table, event, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from foundation.translated import Translated, Translations

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


db = SQLAlchemy(model_class=Base)
migrate = Migrate(compare_type=True, render_as_batch=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def init_database(app: Flask) -> None:
    """Bind the database to the application and set up each engine's transactions."""
    # A traceback must not carry what people wrote into the log.
    options: dict[str, Any] = {"hide_parameters": True}
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        options["json_deserializer"] = _read_json
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        _prepare_engine(db.engine)


_decode = json.JSONDecoder().raw_decode


def _read_json(text: str) -> Any:
    """JSON as this application wrote it; without the search for blanks around it, in half the time of `json.loads`."""
    return _decode(text)[0]


def _prepare_engine(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late (at the first write); ours is in _on_begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
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
        begin = connection.get_execution_options().get("sqlite_begin", "BEGIN")
        if begin:
            connection.exec_driver_sql(begin)


def single_statement_engine() -> Engine:
    """The engine for one reading statement without a transaction around it: the hot path of a cached page."""
    if db.engine.dialect.name == "sqlite":
        return db.engine.execution_options(sqlite_begin="")
    return db.engine.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def writing(*locks: str) -> Iterator[Session]:
    """One writing transaction, committed at the end or rolled back on any exception.

    `locks` names what is scarce (for example `places:17:remote`); they are held until the end of the transaction
    and taken in sorted order, before anything is read, so that two transactions cannot wait for each other.
    Objects loaded earlier are refreshed when next touched. Inside another `writing()` this joins it.
    """
    session = db.session()
    if session.info.get("writing"):
        _take(session, locks)
        yield session
        return
    session.rollback()
    with _turn_of_this_process(session):
        session.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})
        session.info.update(writing=True, after_commit=[], acts=[])
        try:
            _take(session, locks)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            session.info["after_commit"] = []
            raise
        finally:
            session.info["writing"] = False
    callbacks, session.info["after_commit"] = session.info["after_commit"], []
    for callback in callbacks:
        callback()


# SQLite lets a writer that finds the database locked sleep and try again, longer each time. Threads of one process
# therefore queue here first: the next one goes on at once, in turn.
_writers = RLock()


def _turn_of_this_process(session: Session) -> AbstractContextManager[object]:
    return _writers if session.get_bind().dialect.name == "sqlite" else nullcontext()


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
