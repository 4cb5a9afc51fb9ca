"""Tables as lines of JSON that either database writes and reads.

The tables are those that the database has, not those of the models: so a backup is read into the schema it was taken
from, whatever the models have become, and a new table or column is in it by itself. Columns are of a few kinds whose
values are the same text on both databases; JSON is carried as it is stored.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from datetime import time as wall_time
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, text, types

from backups.manifest import BackupRefused, TableDump, sha256_of
from foundation.database import OF_THIS_MACHINE, db

BATCH = 500
_NOT_AS_WRITTEN = (ValueError, TypeError, OverflowError, RecursionError, EOFError, gzip.BadGzipFile, zlib.error)
NOT_OURS = ("alembic_version", "huey_")
# The first that fits: some of these types are kinds of others.
KINDS: tuple[tuple[type[types.TypeEngine[Any]], str], ...] = (
    (types.JSON, "json"),
    (types.Boolean, "boolean"),
    (types.Integer, "integer"),
    (types.Float, "float"),
    (types.Numeric, "decimal"),
    (types.LargeBinary, "bytes"),
    (types.Date, "date"),
    (types.Time, "time"),
    (types.DateTime, "instant"),
    (types.String, "text"),
)


def tables_of(connection: Connection) -> list[Table]:
    """The tables of the product in the database, those that others refer to first."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: not name.startswith(NOT_OURS))
    return list(found.sorted_tables)


def is_of_this_machine(table: Table) -> bool:
    """Whether the rows speak of running processes only: they are in no backup."""
    known = db.metadata.tables.get(table.name)
    return known is not None and bool(known.info.get(OF_THIS_MACHINE))


def columns_of(table: Table) -> list[tuple[str, str]]:
    """The columns of a table with their kinds.

    Raises:
        BackupRefused: a column is of no kind known here.
    """
    columns = []
    for column in table.columns:
        if column.computed is None:
            kind = next((kind for base, kind in KINDS if isinstance(column.type, base)), None)
            if kind is None:
                raise BackupRefused(f"Column {table.name}.{column.name} is of a type that no backup can hold.")
            columns.append((column.name, kind))
    return columns


# ---- writing ----------------------------------------------------------------------------------------------


def dump(connection: Connection, table: Table, path: Path) -> TableDump:
    """Write the rows of a table as the connection's transaction sees them."""
    columns = columns_of(table)
    encoders = [_ENCODERS.get(kind) for _name, kind in columns]
    rows = 0
    with gzip.open(path, "wt", encoding="utf-8", newline="\n", compresslevel=5) as file:
        for row in _rows(connection, table, columns):
            values = [
                value if value is None or encode is None else encode(value)
                for value, encode in zip(row, encoders, strict=True)
            ]
            file.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n")
            rows += 1
    return TableDump(
        columns=columns,
        rows=rows,
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
        last_key=_last_key(connection, table),
    )


def _rows(connection: Connection, table: Table, columns: list[tuple[str, str]]) -> Iterator[Any]:
    quoted = _quoter(connection)
    is_postgresql = connection.dialect.name == "postgresql"
    wanted = [f"{quoted(name)}::text" if kind == "json" and is_postgresql else quoted(name) for name, kind in columns]
    order = ", ".join(quoted(column.name) for column in table.primary_key.columns)
    statement = f"SELECT {', '.join(wanted)} FROM {quoted(table.name)}" + (f" ORDER BY {order}" if order else "")  # noqa: S608
    result = connection.execution_options(stream_results=True).exec_driver_sql(statement)
    for part in result.partitions(BATCH):
        yield from part


def _last_key(connection: Connection, table: Table) -> int | None:
    keys = list(table.primary_key.columns)
    if len(keys) != 1:
        return None
    if connection.dialect.name == "sqlite":
        if connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")) is None:
            return None
        last = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.scalar(last, {"name": table.name}) or None
    sequence = _sequence(connection, table)
    if sequence is None:
        return None
    last_value, is_called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608
    return int(last_value) if is_called else None


def _sequence(connection: Connection, table: Table) -> str | None:
    (key,) = table.primary_key.columns
    find = text("SELECT pg_get_serial_sequence(:name, :key)")
    return connection.scalar(find, {"name": _quoter(connection)(table.name), "key": key.name})


def _quoter(connection: Connection) -> Callable[[str], str]:
    return connection.dialect.identifier_preparer.quote_identifier


def _instant(value: datetime | str) -> str:
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    # An instant is UTC on both databases, a wall time has no zone on either.
    plain = instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant
    return plain.isoformat(sep=" ", timespec="microseconds")


def _wall_time(value: wall_time | str) -> str:
    at = wall_time.fromisoformat(value) if isinstance(value, str) else value
    return at.isoformat(timespec="microseconds")


def _json(value: Any) -> str:
    # SQLite makes a number of what looks like one.
    return value if isinstance(value, str) else json.dumps(value)


_ENCODERS: dict[str, Callable[[Any], Any]] = {
    "json": _json,
    "boolean": bool,
    "decimal": str,
    "bytes": lambda value: base64.b64encode(bytes(value)).decode("ascii"),
    "date": lambda value: value.isoformat() if isinstance(value, date) else value,
    "time": _wall_time,
    "instant": _instant,
}


# ---- reading ----------------------------------------------------------------------------------------------


def rows_of(path: Path) -> Iterator[list[Any]]:
    """The rows of a dump, as they were written."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)


def load(connection: Connection, table: Table, path: Path, dumped: TableDump) -> None:
    """Put the rows of a dump into an empty table, and give no key again that was ever given.

    Raises:
        BackupRefused: the table has other columns, or the dump has not the rows that it should, or no rows at all.
    """
    if sorted(columns_of(table)) != sorted(dumped.columns):
        raise BackupRefused(f"Table {table.name} has other columns than the schema of the backup says.")
    decoders = [_decoder(table, name, kind) for name, kind in dumped.columns]
    decoded = (
        [
            value if value is None or decode is None else decode(value)
            for value, decode in zip(row, decoders, strict=True)
        ]
        for row in rows_of(path)
    )
    put = _copy if connection.dialect.name == "postgresql" else _insert
    try:
        rows = put(connection, table.name, [name for name, _kind in dumped.columns], decoded)
        if rows == dumped.rows and dumped.last_key is not None:
            _raise_key(connection, table, dumped.last_key)
    except _NOT_AS_WRITTEN as error:
        raise BackupRefused(
            f"The backup is damaged: the rows of table {table.name} cannot be read. Nothing was restored;"
            " take another backup."
        ) from error
    if rows != dumped.rows:
        raise BackupRefused(f"Table {table.name} has {rows} rows in the backup; its manifest says {dumped.rows}.")


def _decoder(table: Table, name: str, kind: str) -> Callable[[Any], Any] | None:
    if kind == "bytes":
        return base64.b64decode
    if kind == "instant" and getattr(table.columns[name].type, "timezone", False):
        return lambda value: f"{value}+00"
    return None


def _insert(connection: Connection, name: str, columns: list[str], rows: Iterator[list[Any]]) -> int:
    quoted = _quoter(connection)
    names = ", ".join(map(quoted, columns))
    statement = f"INSERT INTO {quoted(name)} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    put = 0
    while part := [tuple(row) for row in islice(rows, BATCH)]:
        connection.exec_driver_sql(statement, part)
        put += len(part)
    return put


def _copy(connection: Connection, name: str, columns: list[str], rows: Iterator[list[Any]]) -> int:
    quoted = _quoter(connection)
    names = ", ".join(map(quoted, columns))
    driver: Any = connection.connection.driver_connection
    put = 0
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {quoted(name)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                put += 1
    except connection.dialect.loaded_dbapi.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise BackupRefused(f"PostgreSQL refuses a row of {name}: {reason}. Nothing was restored.") from error
    return put


def _raise_key(connection: Connection, table: Table, last: int) -> None:
    if connection.dialect.name == "sqlite":
        given = {"name": table.name, "last": last}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)
        return
    sequence = _sequence(connection, table)
    if sequence is not None:
        connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
