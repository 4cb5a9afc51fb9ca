"""The plans of the statements that an act really executes: which index each uses, and what it scans.

Plans do not depend on the rows that are there: SQLite keeps no statistics here, and PostgreSQL is asked for the plan
that holds for any values, with scans of tables as the last resort.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import event

from foundation.database import db

READS = ("SELECT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True)
class Step:
    """What a plan does with one table; `index` is empty for a scan of the table, `searched` false for a whole index."""

    table: str
    index: str
    searched: bool

    @property
    def is_scan(self) -> bool:
        """Whether it takes longer, the more rows the table has."""
        return not self.searched


@dataclass
class Plans:
    """Statements with the steps of their plans."""

    steps: dict[str, list[Step]] = field(default_factory=dict)

    def scans(self) -> list[tuple[str, str]]:
        """Table and statement of every scan."""
        return [(step.table, sql) for sql, steps in self.steps.items() for step in steps if step.is_scan]

    def indexes(self, table: str) -> set[str]:
        """Indexes in which rows of a table are looked up."""
        return {step.index for steps in self.steps.values() for step in steps if step.table == table and step.searched}


@contextmanager
def plans(*, knowing: str = "") -> Iterator[Plans]:
    """The plans of what the block executes, there once it has ended.

    They are those of a database that knows nothing of its tables but how `knowing` is filled.
    """
    executed: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(READS) and "pg_advisory" not in statement:
            executed.setdefault(statement, parameters[0] if isinstance(parameters, list) else parameters)

    front = current_app.extensions["page_cache_middleware"]
    known = set(front._compiled)
    event.listen(db.engine, "before_cursor_execute", note)
    found = Plans()
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    # The front of cached pages speaks to the driver itself.
    for statement, compiled in front._compiled.items():
        if statement not in known:
            executed[str(compiled)] = (None,) * len(compiled.positiontup or ())
    db.session.rollback()
    for statement, parameters in executed.items():
        if db.engine.dialect.name == "sqlite":
            found.steps[statement] = _sqlite_steps(statement, parameters)
        else:
            found.steps[statement] = _postgresql_steps(statement, knowing)


def _sqlite_steps(statement: str, parameters: Any) -> list[Step]:
    connection = db.engine.raw_connection()
    try:
        rows = connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    finally:
        connection.close()
    names = dict(re.findall(r'(?:FROM|JOIN|,)\s+"?(\w+)"?\s+AS\s+"?(\w+)"?', statement))
    aliases = {alias: table for table, alias in names.items()}
    found = []
    for *_ids, detail in rows:
        hit = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?INDEX (\w+))?", detail)
        if hit is None or hit[2] in ("CONSTANT", "SUBQUERY") or hit[2].startswith("anon"):
            continue
        # An automatic index is built by reading the whole table.
        searched = hit[1] == "SEARCH" and "AUTOMATIC" not in detail
        found.append(Step(aliases.get(hit[2], hit[2]), hit[3] or ("primary key" if searched else ""), searched))
    return found


def _postgresql_steps(statement: str, knowing: str) -> list[Step]:
    numbers: dict[str, str] = {}
    asked = re.sub(r"%\((\w+)\)s", lambda hit: numbers.setdefault(hit[1], f"${len(numbers) + 1}"), statement)
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("SET enable_seqscan = off")
        # What other tests have left in the tables makes another plan: forget it, as in a new database.
        cursor.execute(
            "UPDATE pg_class SET relpages = 0, reltuples = -1"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> %s",
            (knowing,),
        )
        cursor.execute("DELETE FROM pg_statistic WHERE starelid <> coalesce(to_regclass(%s), 0)", (knowing or None,))
        cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {asked.replace('%%', '%')}".encode())
        (answer,) = cursor.fetchone()
        cursor.execute("RESET enable_seqscan")
    finally:
        connection.rollback()  # the statistics too
        connection.close()
    plan = answer if isinstance(answer, list) else json.loads(answer)
    return list(_steps_of(plan[0]["Plan"], ""))


def _steps_of(node: dict[str, Any], table: str) -> Iterator[Step]:
    table = node.get("Relation Name", table)
    kind = node["Node Type"]
    if kind == "Seq Scan":
        yield Step(table, "", False)
    elif kind in ("Index Scan", "Index Only Scan", "Bitmap Index Scan"):
        yield Step(table, node["Index Name"], "Index Cond" in node)
    for inner in node.get("Plans", ()):
        yield from _steps_of(inner, table)
