"""What rows that exist get in a column that a generated migration adds, which would stop at the first row otherwise."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any

from alembic.autogenerate import rewriter
from alembic.operations import ops
from alembic.util import CommandError
from sqlalchemy import Column, MetaData, text, types
from sqlalchemy.schema import DefaultClause
from sqlalchemy.sql.elements import TextClause


def fill_new_columns(metadata: MetaData) -> rewriter.Rewriter:
    """A hook of autogenerate after which NOT NULL columns of `metadata` have a value for rows that are there already.

    It raises alembic.util.CommandError for a column that no one value can fill (it refers to other rows, or is unique).
    """
    writer = rewriter.Rewriter()

    @writer.rewrites(ops.AddColumnOp)
    def add(context: Any, revision: Any, op: ops.AddColumnOp) -> ops.AddColumnOp:
        if not op.column.nullable and op.column.server_default is None:
            value = value_for_rows(metadata.tables[op.table_name].columns[op.column.name])
            op.column.server_default = DefaultClause(value)
        return op

    @writer.rewrites(ops.AlterColumnOp)
    def alter(context: Any, revision: Any, op: ops.AlterColumnOp) -> list[ops.MigrateOperation]:
        if op.modify_nullable is not False:
            return [op]
        value = value_for_rows(metadata.tables[op.table_name].columns[op.column_name])
        written = value.text if isinstance(value, TextClause) else "'" + value.replace("'", "''") + "'"
        column = f'"{op.column_name}"'
        fill = f'UPDATE "{op.table_name}" SET {column} = {written} WHERE {column} IS NULL'  # noqa: S608 - of our models
        return [ops.ExecuteSQLOp(fill), op]

    return writer


def value_for_rows(column: Column[Any]) -> str | TextClause:
    """What rows of before get in a column that must have a value: the model's default, or what is empty in its type."""
    if column.foreign_keys or column.unique:
        raise CommandError(
            f"{column.table.name}.{column.name} must have a value and no one value fits all rows: first add it with "
            "nullable=True, fill it in the migration, then make it NOT NULL"
        )
    kind, given = column.type, _default(column)
    if isinstance(kind, types.TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, types.JSON):
        return json.dumps({} if given is None else given)
    if isinstance(kind, types.Boolean):
        return text("true" if given else "false")
    if isinstance(kind, types.Enum):
        return str(given.value if isinstance(given, Enum) else given or kind.enums[0])
    if isinstance(kind, types.DateTime):
        return text("CURRENT_TIMESTAMP")
    if isinstance(kind, types.Date):
        return text("CURRENT_DATE")
    if isinstance(kind, (types.Integer, types.Numeric)):
        return str(given or 0)
    if isinstance(kind, types.String):
        return str(given or "")
    raise CommandError(f"{column.table.name}.{column.name} needs a server_default for the rows that are there already")


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is None or not (default.is_scalar or default.is_callable):
        return None
    if default.is_scalar:
        return default.arg
    # SQLAlchemy gives every default function the context of the statement; those of empty values do not look at it.
    return default.arg(None) if isinstance(column.type, types.JSON) or _is_json(column.type) else None


def _is_json(kind: Any) -> bool:
    return isinstance(kind, types.TypeDecorator) and isinstance(kind.impl_instance, types.JSON)
