"""Rows of every table, made by walking the models: a new table or column is among them by itself."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, types
from sqlalchemy import select as select_rows
from sqlalchemy.exc import IntegrityError

from foundation.database import OF_THIS_MACHINE, UtcDateTime, db, writing
from foundation.files import path_of, write_whole
from foundation.translated import Translated, Translations

ROWS = 3
LARGEST = 2**31 - 1
TEXTS = ("", "مرحبا بكم، «جميعًا» ✓ \U0001f389", 'tab\there "quoted" back\\slash\nand\r\nlines \\N \u2028 end ')
STRUCTURES = ({}, {"deep": [1, 2.5, None, True, {"é": "ن"}], "big": 2**60, "text": 'a "b" \\ \n'}, [])


def fill_every_table() -> None:
    """Put rows into each table, the last with NULL wherever it may be, that refer to each other."""
    with writing():
        for table in db.metadata.sorted_tables:
            for number in range(1, ROWS + 1):
                _insert(table, number)
    for number in range(1, ROWS + 1):
        write_whole(path_of(hashlib.sha256(content(number)).hexdigest()), content(number))


def _insert(table: Table, number: int) -> None:
    values = {column.name: value_of(column, number) for column in table.columns}
    # Some tables want one column or another to be NULL: all but one are tried, then one alone.
    choices = [column.name for column in table.columns if column.nullable]
    turned = [*choices[number % max(1, len(choices)) :], *choices[: number % max(1, len(choices))]]
    without = [{one} for one in turned]
    alone = [set(choices) - {one} for one in turned]
    emptied = [set(), *without, *alone, set(choices)]
    tries = [values | dict.fromkeys(empty) for empty in (emptied[::-1] if number == ROWS else emptied)]
    for attempt in tries:
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.execute(table.insert(), attempt)
            return
    raise AssertionError(f"no row for {table.name} was found")


def content(number: int) -> bytes:
    """What the stored file of a row holds."""
    return b"%PDF-" + bytes(range(256)) * number


def value_of(column: Column[Any], number: int) -> Any:
    """A value of a column in the row with this number; awkward ones where the type allows."""
    if column.table.name == "stored_file" and column.name in ("sha256", "size"):
        found = content(number)
        return hashlib.sha256(found).hexdigest() if column.name == "sha256" else len(found)
    if column.foreign_keys or (column.primary_key and isinstance(column.type, types.Integer)):
        return number
    return _awkward(column, number)


def _awkward(column: Column[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, Translated):
        return Translations({"en": TEXTS[2], "ar": TEXTS[1]} if number > 1 else {})
    if isinstance(kind, UtcDateTime):
        return datetime(2026, 3, number, 23, 59, 59, 999_999 if number == 1 else 0, UTC)
    if isinstance(kind, types.JSON):
        return STRUCTURES[number % 3]
    if isinstance(kind, types.Enum):
        return list(kind.enum_class or kind.enums)[(number - 1) % len(kind.enums)]
    if isinstance(kind, types.Boolean):
        return number % 2 == 0
    if isinstance(kind, types.Integer):
        return LARGEST - number
    if isinstance(kind, types.Float):
        return number / 3
    if isinstance(kind, types.Numeric):
        return Decimal(number) / 4
    if isinstance(kind, types.LargeBinary):
        return bytes(range(256)) * number
    if isinstance(kind, types.Date):
        return date(2026, 2, 27) + timedelta(days=number + _place(column))
    if isinstance(kind, types.Time):
        return time(_place(column), 59, number)
    if isinstance(kind, types.DateTime):
        return datetime(2026, 3, 29, 2, 30, number)
    if isinstance(kind, types.String):
        return _text(column, number)
    raise NotImplementedError(f"say in this test what {column} may hold")


def _place(column: Column[Any]) -> int:
    # What ends stands behind what starts in every table, and some tables insist that it is later.
    return [each.name for each in column.table.columns].index(column.name)


def _text(column: Column[Any], number: int) -> str:
    longest = getattr(column.type, "length", None) or 1000
    unique = [each for each in column.table.constraints if isinstance(each, UniqueConstraint | PrimaryKeyConstraint)]
    together = [*unique, *(index for index in column.table.indexes if index.unique)]
    awkward = f"{number}" if any(column.name in each.columns for each in together) else TEXTS[number % len(TEXTS)]
    return awkward[:longest]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that a backup holds."""
    tables: list[Table] = [each for each in db.metadata.sorted_tables if not each.info.get(OF_THIS_MACHINE)]
    with db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select_rows(table).order_by(*table.primary_key))]
            for table in tables
        }
