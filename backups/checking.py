"""Looking over a database and its stored files, row by row and in bounded memory; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Column, Connection, ForeignKeyConstraint, and_, func, select, union_all
from sqlalchemy.exc import SQLAlchemyError, StatementError

from backups.dumps import BATCH
from backups.manifest import sha256_of
from backups.taking import snapshot
from foundation.clock import now
from foundation.database import HELD, db
from foundation.files import StoredFile, path_of, stored_paths
from foundation.jobs import Job, JobState
from foundation.pausing import StillRemoving, nothing_is_removed
from foundation.translated import Translated
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from outbox.models import MessageState, OutboxMessage

STUCK_AFTER = timedelta(hours=1)
NAMED_AT_MOST = 5


@dataclass
class Findings:
    """What was found: faults need mending, notes are only worth knowing."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0
    files: int = 0


def check_everything(app: Flask) -> Findings:
    """Look over the database and the files of an application, inside its context."""
    found = Findings()
    try:
        # What is swept while it is looked for would be reported as lost.
        with nothing_is_removed():
            with snapshot() as connection:
                if not _has_schema(app, connection, found):
                    return found
                found.faults += [*_broken_database(connection), *_orphans(connection), *_shared_identities(connection)]
                _read_every_row(connection, found)
                found.faults += _stuck(connection)
                found.notes += _held(connection)
                columns = (StoredFile.id, StoredFile.sha256, StoredFile.size)
                files = connection.execute(select(*columns).order_by(StoredFile.id)).all()
            _check_files(files, found)
    except StillRemoving:
        found.faults.append("Files are being removed for over a minute; the check did not run. Try again.")
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        found.faults.append(f"The database cannot be read to its end: {reason}.")
    return found


def _has_schema(app: Flask, connection: Connection, found: Findings) -> bool:
    present = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory(str(app.config["ROOT"] / "migrations")).get_current_head()
    if present != newest:
        what = f"schema {present}" if present else "no schema"
        found.faults.append(f"The database has {what}; this version needs {newest}. Run `app.py migrate`.")
    return present == newest


# ---- the database -----------------------------------------------------------------------------------------


def _broken_database(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        answers = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
        return [] if answers == ["ok"] else [f"The database file is damaged: {answer}." for answer in answers]
    unproven = connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
    )
    return [f"Constraint {name} of {table} was never proved." for table, name in unproven]


def _orphans(connection: Connection) -> Iterator[str]:
    """Rows whose reference leads nowhere; also where a database was told not to look."""
    for table in db.metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint):
                there = constraint.referred_table.alias("there")
                pairs = [(element.parent, there.c[element.column.name]) for element in constraint.elements]
                joined = table.outerjoin(there, and_(*(mine == other for mine, other in pairs)))
                leads_nowhere = and_(*(mine.is_not(None) for mine, _other in pairs), pairs[0][1].is_(None))
                count = connection.scalar(select(func.count()).select_from(joined).where(leads_nowhere))
                if count:
                    yield f"{count} rows of {table.name} refer to a row of {there.element.name} that is missing."  # type: ignore[attr-defined]


def _shared_identities(connection: Connection) -> list[str]:
    uids = union_all(select(Meeting.calendar_uid), select(AgendaItem.calendar_uid)).subquery()
    uid = uids.c[0]
    shared = connection.execute(select(uid, func.count()).group_by(uid).having(func.count() > 1).limit(NAMED_AT_MOST))
    return [f"{count} calendar entries have the same identity {name}." for name, count in shared]


def _read_every_row(connection: Connection, found: Findings) -> None:
    for table in db.metadata.sorted_tables:
        wrong: list[Any] = []
        keys = list(table.primary_key.columns)
        translated = [column for column in table.columns if isinstance(column.type, Translated)]
        try:
            reading = connection.execution_options(stream_results=True).execute(select(table).order_by(*keys))
            for part in reading.partitions(BATCH):
                found.rows += len(part)
                wrong += [row[0] for row in part if any(not _is_translated(row, column) for column in translated)]
        except (StatementError, LookupError, ValueError, TypeError) as error:
            # A value that its column cannot hold: an unknown state, broken JSON, half an instant.
            found.faults.append(f"A row of {table.name} holds a value that cannot be read: {error}.")
        if wrong:
            named = ", ".join(map(str, wrong[:NAMED_AT_MOST]))
            found.faults.append(f"{len(wrong)} rows of {table.name} hold translated texts of a wrong shape: {named} …")


def _is_translated(row: Any, column: Column[Any]) -> bool:
    try:
        texts = dict(row._mapping[column])
    except (TypeError, KeyError, ValueError):
        return False
    return all(isinstance(text, str) and text.strip() for text in texts.values())


# ---- work -------------------------------------------------------------------------------------------------


def _stuck(connection: Connection) -> Iterator[str]:
    before = now() - STUCK_AFTER
    for name, state, due, waiting in (
        ("jobs", Job.state, Job.lease_until, (JobState.WAITING, JobState.RUNNING)),
        ("mails", OutboxMessage.state, OutboxMessage.due_at, (MessageState.OWED, MessageState.SENDING)),
    ):
        count = connection.scalar(select(func.count()).where(state.in_(waiting), due < before))
        if count:
            yield f"{count} {name} have been due for more than an hour: is a worker running?"


def _held(connection: Connection) -> Iterator[str]:
    held = and_(OutboxMessage.state == MessageState.OWED, OutboxMessage.due_at >= HELD)
    if count := connection.scalar(select(func.count(OutboxMessage.id)).where(held)):
        yield f"{count} mails are held since a restore: `app.py mail release` or `app.py mail discard`."


# ---- files ------------------------------------------------------------------------------------------------


def _check_files(files: Sequence[Any], found: Findings) -> None:
    for key, digest, size in files:
        found.files += 1
        path = path_of(digest)
        if not path.is_file():
            found.faults.append(f"Stored file {key} is missing: {path}.")
        elif path.stat().st_size != size or sha256_of(path) != digest:
            found.faults.append(f"Stored file {key} is damaged: {path}.")
    known = {digest for _key, digest, _size in files}
    strangers = sum(path.name not in known for path in stored_paths())
    if strangers:
        found.notes.append(f"{strangers} files have no row: they are left-overs and will be swept, or were just added.")
