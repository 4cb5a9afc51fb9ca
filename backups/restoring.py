"""Restoring a backup into an empty database, of either kind, and an empty folder of stored files.

The schema of the backup is made first, its rows are put in and held to their constraints in one transaction, then the
schema is brought up to that of the code. A kill leaves an empty schema, and the same command can be given again.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, Table, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from backups.dumps import is_of_this_machine, load, tables_of
from backups.manifest import (
    KEYS,
    BackupRefused,
    Manifest,
    file_path,
    fingerprints,
    read_manifest,
    table_path,
    verify,
)
from backups.taking import copy_checked
from foundation.clock import now
from foundation.database import HELD, db
from foundation.files import path_of, stored_paths
from foundation.jobs import WorkerHeartbeat, worker_is_alive
from foundation.migrating import migrate_database
from foundation.pausing import removing

ALEMBIC = "alembic_version"


@dataclass(frozen=True)
class Restored:
    """What was restored, and what whoever restored it has to know."""

    manifest: Manifest
    held_mails: int
    held_jobs: int
    keys_are_others: bool
    """Whether the key that signed the links of the backup is none of those set here."""


def restore_backup(app: Flask, folder: Path, *, send_mail: bool = False) -> Restored:
    """Restore a backup; mail and jobs that it owes are held unless `send_mail`.

    Raises:
        BackupRefused: it cannot be restored here; the database is as empty as before.
    """
    manifest = read_manifest(folder)
    _check_revision(app, manifest)
    verify(folder, manifest)
    try:
        with app.app_context(), removing() as is_alone:
            if not is_alone:
                raise BackupRefused(
                    "A backup, a restore or a sweep of this system is at work at this moment. Try again."
                )
            _check_empty(manifest)
            _put_files(folder, manifest)
            _make_schema(app, manifest)
            held_mails, held_jobs = _load(folder, manifest, send_mail=send_mail)
            migrate_database(app)
    except SQLAlchemyError as error:
        raise BackupRefused(f"The database refuses the backup: {_first_line(error)}.") from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "the disk is full" if full else f"{error.strerror or error} ({error.filename})"
        raise BackupRefused(f"Not restored: {reason}. Give the same command again once that is mended.") from error
    known = fingerprints(app.config["KEYS"])
    return Restored(manifest, held_mails, held_jobs, keys_are_others=manifest.keys[0] not in known)


def words_about_keys(folder: Path, restored: Restored) -> list[str]:
    """What to say when the links of the backup do not open here; empty when they do."""
    if not restored.keys_are_others:
        return []
    registrations = restored.manifest.tables.get("registration")
    count = registrations.rows if registrations else 0
    where = f"it is in {folder / KEYS}" if restored.manifest.holds_keys else "the backup does not hold it"
    return [
        f"SECRET_KEYS are others than those of the backup: personal links and sign-ins made with the old key do not"
        f" work here; the links of {count} registrations are affected.",
        f"Put the old key behind the new one in SECRET_KEYS ({where}), and they work again.",
    ]


# ---- before -----------------------------------------------------------------------------------------------


def _check_revision(app: Flask, manifest: Manifest) -> None:
    scripts = ScriptDirectory(str(app.config["ROOT"] / "migrations"))
    try:
        known = scripts.get_revision(manifest.revision)
    except CommandError:
        known = None
    if known is None:
        raise BackupRefused(
            f"The backup was made by a newer version of Plenary ({manifest.version}, schema {manifest.revision})."
            " Install that version, then restore."
        )


def _check_empty(manifest: Manifest) -> None:
    with db.engine.connect() as connection:
        tables = tables_of(connection)
        _refuse_rows(connection, tables)
    if any(table.name == WorkerHeartbeat.__tablename__ for table in tables):
        is_running = worker_is_alive()
        # The session would keep its lock on the table while another connection waits for it.
        db.session.rollback()
        if is_running:
            raise BackupRefused("The system is running on this database. Stop it, then restore.")
    strangers = sum(1 for path in stored_paths() if path.name not in manifest.files)
    if strangers:
        raise BackupRefused(
            f"The folder of stored files holds {strangers} files that are not of this backup. Nothing is ever"
            " overwritten: restore into an empty VAR_DIR."
        )


def _refuse_rows(connection: Connection, tables: Iterable[Table]) -> None:
    for table in tables:
        if not is_of_this_machine(table) and connection.scalar(select(func.count()).select_from(table)):
            raise BackupRefused(
                f"The database is not empty (table {table.name} has rows). Nothing is ever overwritten:"
                " restore into a new database."
            )


# ---- files ------------------------------------------------------------------------------------------------


def _put_files(folder: Path, manifest: Manifest) -> None:
    for digest in manifest.files:
        path = path_of(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{digest}.half")
        if copy_checked(file_path(folder, digest), half, digest) is None:
            raise BackupRefused(f"The backup changed while it was restored: {file_path(folder, digest)}.")
        os.replace(half, path)


# ---- rows -------------------------------------------------------------------------------------------------


def _make_schema(app: Flask, manifest: Manifest) -> None:
    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    if present == manifest.revision:
        return
    with db.engine.connect().execution_options(sqlite_begin="BEGIN IMMEDIATE") as connection:
        tables = tables_of(connection)
        _lock(connection, tables)
        # Looked at again under the lock: the system may have been started meanwhile.
        _refuse_rows(connection, tables)
        if tables:
            tables[0].metadata.drop_all(connection)
        if present:
            connection.execute(text(f"DROP TABLE {ALEMBIC}"))
        connection.commit()
    upgrade(directory=str(app.config["ROOT"] / "migrations"), revision=manifest.revision)


def _load(folder: Path, manifest: Manifest, *, send_mail: bool) -> tuple[int, int]:
    with _loading() as connection:
        tables = {table.name: table for table in tables_of(connection)}
        unknown = sorted(set(manifest.tables) - set(tables))
        if unknown:
            raise BackupRefused(f"The backup has tables that its schema does not know: {', '.join(unknown)}.")
        for table in tables.values():
            if is_of_this_machine(table):
                connection.execute(table.delete())
        _refuse_rows(connection, tables.values())
        with _without_references(connection):
            for name, dumped in manifest.tables.items():
                load(connection, tables[name], table_path(folder, name), dumped)
        return _settle_owed(connection, tables, is_held=not send_mail)


@contextmanager
def _loading() -> Iterator[Connection]:
    """One transaction for all rows, alone on the database."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    with ExitStack() as stack:
        connection = stack.enter_context(db.engine.connect())
        if on_sqlite:
            connection = connection.execution_options(sqlite_begin="")
            # Not possible inside a transaction; the connection is given up afterwards.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            stack.callback(connection.invalidate)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
                connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
            _lock(connection, tables_of(connection))
        try:
            yield connection
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def _lock(connection: Connection, tables: Iterable[Table]) -> None:
    if connection.dialect.name == "postgresql" and (names := [table.name for table in tables]):
        quoted = connection.dialect.identifier_preparer.quote_identifier
        connection.exec_driver_sql("SET LOCAL lock_timeout = '15s'")
        connection.exec_driver_sql(f"LOCK TABLE {', '.join(map(quoted, names))} IN ACCESS EXCLUSIVE MODE")


@contextmanager
def _without_references(connection: Connection) -> Iterator[None]:
    """Rows may come in any order; at the end every reference must have its row."""
    if connection.dialect.name == "sqlite":
        yield
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(1)
        if broken:
            raise BackupRefused(f"The backup is not consistent: a row of {broken[0][0]} refers to one that is missing.")
        return
    found = connection.execute(
        text(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
    ).all()
    for table, name, _definition in found:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in found:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _settle_owed(connection: Connection, tables: dict[str, Table], *, is_held: bool) -> tuple[int, int]:
    """Mail that has not left is rendered anew, with the addresses and keys of this site; mail and jobs are held."""
    mail, job = tables["outbox_message"], tables["job"]
    fresh: dict[str, Any] = {"state": "owed", "content": None, "subject": ""}
    # Tried for days again, however old the backup is.
    when: dict[str, Any] = {"due_at": HELD} if is_held else {"due_at": now(), "owed_at": now()}
    unsent, undone = mail.c.state.in_(("owed", "sending")), job.c.state.in_(("waiting", "running"))
    mails = connection.execute(update(mail).where(unsent).values(**fresh, **when)).rowcount
    jobs = connection.execute(update(job).where(undone).values(lease_until=HELD)).rowcount if is_held else 0
    return (mails, jobs) if is_held else (0, 0)


def _first_line(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
