"""Taking a backup while the system runs.

Every table is read in one transaction that sees one moment (SQLite: a read transaction over database and WAL;
PostgreSQL: REPEATABLE READ). A stored file is there before its row and nothing is swept meanwhile, so the files are
copied after the rows. All of it is written beside the place asked for, and only what is whole is given its name.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from backups.dumps import dump, is_of_this_machine, rows_of, tables_of
from backups.manifest import (
    CHUNK,
    FILES,
    FORMAT,
    KEYS,
    TABLES,
    BackupRefused,
    Manifest,
    TableDump,
    file_path,
    fingerprints,
    product_version,
    table_path,
    write_manifest,
)
from foundation.clock import now
from foundation.database import db
from foundation.files import StoredFile, path_of
from foundation.pausing import StillRemoving, nothing_is_removed

UNFINISHED = ".unfinished-"
_LOCK = "being-written"


def take_backup(folder: Path, *, with_keys: bool = False) -> Manifest:
    """Back the database and its stored files up into a folder that is empty or not there yet.

    Stored files that are lost or damaged already are named in the manifest; the backup is taken all the same.

    Raises:
        BackupRefused: it could not be taken; then nothing is left at `folder`.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is not empty. Name a folder that is empty or not there yet.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_unfinished(folder.parent)
        with _unfinished(folder) as unfinished, nothing_is_removed():
            manifest = _write(unfinished, with_keys=with_keys)
            _finish(unfinished, folder)
    except StillRemoving:
        raise BackupRefused("Files are being removed for over a minute; no backup was taken. Try again.") from None
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise BackupRefused(f"The database could not be read: {reason}. No backup was taken.") from error
    except OSError as error:
        raise BackupRefused(_sentence(error, folder)) from error
    return manifest


def _write(folder: Path, *, with_keys: bool) -> Manifest:
    settings = current_app.config["SETTINGS"]
    (folder / TABLES).mkdir()
    (folder / FILES).mkdir()
    at, revision, tables = _dump_tables(folder)
    kept, missing = _copy_files(folder, tables)
    if with_keys:
        (folder / KEYS).touch(mode=0o600)
        (folder / KEYS).write_text(",".join(key.decode() for key in settings.keys) + "\n")
    manifest = Manifest(
        format=FORMAT,
        product="plenary",
        version=product_version(current_app.config["ROOT"]),
        revision=revision,
        database="sqlite" if settings.on_sqlite else "postgresql",
        taken_at=at,
        tables=tables,
        files=kept,
        missing_files=missing,
        keys=fingerprints(settings.keys),
        holds_keys=with_keys,
    )
    write_manifest(folder, manifest)
    return manifest


def _dump_tables(folder: Path) -> tuple[str, str, dict[str, TableDump]]:
    with snapshot() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        at = now().isoformat(timespec="seconds")
        if revision is None:
            raise BackupRefused("The database has no schema yet: there is nothing to back up.")
        dumped = {
            table.name: dump(connection, table, table_path(folder, table.name))
            for table in tables_of(connection)
            if not is_of_this_machine(table)
        }
    return at, revision, dumped


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees the database at one moment, however long it reads, and writes nothing."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if on_postgresql else {}
    with db.engine.connect().execution_options(**options) as connection:
        if on_postgresql:
            # A large table takes longer than any request may.
            for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
                connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
        yield connection
        connection.rollback()


def _copy_files(folder: Path, tables: dict[str, TableDump]) -> tuple[dict[str, int], list[str]]:
    name = StoredFile.__tablename__
    place = [column for column, _kind in tables[name].columns].index("sha256")
    kept, missing = {}, []
    for row in rows_of(table_path(folder, name)):
        digest = str(row[place])
        if not path_of(digest).is_file():
            missing.append(digest)
            continue
        target = file_path(folder, digest)
        target.parent.mkdir(exist_ok=True)
        size = copy_checked(path_of(digest), target, digest)
        if size is None:
            missing.append(digest)
        else:
            kept[digest] = size
    return kept, missing


def copy_checked(source: Path, target: Path, digest: str) -> int | None:
    """Copy a file and flush it; its size, or None and no copy when it is missing or not what its hash says."""
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            found = hashlib.sha256()
            while part := reading.read(CHUNK):
                found.update(part)
                writing.write(part)
            writing.flush()
            os.fsync(writing.fileno())
            size = writing.tell()
    except FileNotFoundError:
        return None
    if found.hexdigest() != digest:
        target.unlink()
        return None
    return size


# ---- from unfinished to whole -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Mark:
    """The lock that tells a backup being written from what a kill left."""

    path: Path

    def is_held(self) -> bool:
        with self.path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False


def _clear_unfinished(parent: Path) -> None:
    for left in parent.glob(f"*{UNFINISHED}*"):
        mark = left / _LOCK
        if mark.is_file() and not _Mark(mark).is_held():
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` that nobody else may read; it is gone afterwards unless it got its name."""
    path = folder.with_name(f"{folder.name}{UNFINISHED}{os.getpid()}")
    mask = os.umask(0o077)
    try:
        path.mkdir()
        with (path / "locking").open("w") as mark:
            # Under its name only once it is held: whoever finds it free may clear the folder.
            fcntl.flock(mark, fcntl.LOCK_EX)
            (path / "locking").rename(path / _LOCK)
            yield path
    finally:
        os.umask(mask)
        shutil.rmtree(path, ignore_errors=True)


def _finish(unfinished: Path, folder: Path) -> None:
    for path in sorted(unfinished.rglob("*")):
        if path.name != _LOCK:
            _flush(path)
    (unfinished / _LOCK).unlink()
    _flush(unfinished)
    try:
        # Replaces an empty folder and no other.
        unfinished.rename(folder)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise BackupRefused(f"{folder} was filled by somebody else meanwhile; this backup was given up.") from None
        raise
    _flush(folder.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sentence(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full; no backup was taken. Make room beside {folder} or name another place."
    return f"No backup was taken: {error.strerror or error} ({error.filename or folder})."
