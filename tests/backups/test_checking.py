"""`app.py check` finds what is wrong with a database and its files, and nothing where nothing is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from backups.commands import check_command
from foundation.clock import now
from foundation.database import db, writing
from foundation.files import StoredFile, path_of, store
from foundation.jobs import request_job
from tests.backups.conftest import NewApp
from tests.backups.test_refusing import PDF, run
from tests.factories import make_item, make_meeting, make_registration


@pytest.fixture
def system(new_app: NewApp) -> Flask:
    """A system with a meeting, its agenda, somebody registered and a stored file."""
    return furnished(new_app())


@pytest.fixture
def on_sqlite(new_app: NewApp) -> Flask:
    """The same on SQLite, which keeps what PostgreSQL would refuse to write."""
    return furnished(new_app("sqlite"))


def furnished(app: Flask) -> Flask:
    """The application, with rows."""
    with app.app_context():
        meeting = make_meeting(code="WHOLE")
        make_item(meeting)
        make_registration(meeting)
        with writing():
            store(PDF)
    return app


def break_by(app: Flask, *statements: str) -> None:
    """Do to the database what no version of the product would."""
    with app.app_context(), db.engine.connect().execution_options(sqlite_begin="") as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
        connection.invalidate()


def test_system_in_order_passes(system: Flask) -> None:
    done = run(system, check_command)

    assert done.exit_code == 0 and "1 stored files are in order" in done.output, done.output


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (("UPDATE alembic_version SET version_num = 'b908d3be742d'",), "Run `app.py migrate`"),
        (("DELETE FROM alembic_version",), "no schema"),
        (("UPDATE agenda_item SET calendar_uid = (SELECT calendar_uid FROM meeting)",), "the same identity"),
        (('UPDATE meeting SET title = \'["not", "an object"]\'',), "1 rows of meeting hold translated texts"),
        (("UPDATE meeting SET title = '{\"en\": 5}'",), "1 rows of meeting hold translated texts"),
        (('UPDATE meeting SET title = \'{"en": " "}\'',), "1 rows of meeting hold translated texts"),
    ],
)
def test_broken_rows_are_found(system: Flask, statements: tuple[str, ...], says: str) -> None:
    break_by(system, *statements)

    done = run(system, check_command)

    assert done.exit_code == 1 and says in done.output, done.output


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE registration SET meeting_id = 4711", "1 rows of registration refer to a row of meeting"),
        ("UPDATE registration SET state = 'nowhere'", "A row of registration holds a value that cannot be read"),
        ("UPDATE meeting SET title = '{broken'", "A row of meeting holds a value that cannot be read"),
        ("UPDATE meeting SET created_at = 'yesterday'", "A row of meeting holds a value that cannot be read"),
    ],
)
def test_rows_that_sqlite_would_keep_are_found(on_sqlite: Flask, statement: str, says: str) -> None:
    break_by(on_sqlite, statement)

    done = run(on_sqlite, check_command)

    assert done.exit_code == 1 and says in done.output, done.output


def test_damaged_database_file_is_found(on_sqlite: Flask) -> None:
    with on_sqlite.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            connection.execution_options(sqlite_begin="").exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    path = on_sqlite.config["SETTINGS"].var_dir / "plenary.sqlite"
    content = bytearray(path.read_bytes())
    for place in range(4096 * 4, len(content), 4096 * 3):
        content[place : place + 64] = b"\xff" * 64
    path.write_bytes(content)

    done = run(on_sqlite, check_command)

    assert done.exit_code == 1 and ("damaged" in done.output or "cannot be read" in done.output)
    assert "Traceback" not in done.output


def test_files_that_are_lost_damaged_or_left_over_are_found(system: Flask) -> None:
    with system.app_context():
        with writing():
            lost, damaged = store(PDF + b"1").sha256, store(PDF + b"2").sha256
        path_of(lost).unlink()
        path_of(damaged).write_bytes(PDF + b"3")
        path_of("c" * 64).parent.mkdir(exist_ok=True)
        path_of("c" * 64).write_bytes(b"nobody's")
        keys = [db.session.query(StoredFile.id).filter_by(sha256=each).scalar() for each in (lost, damaged)]
        db.session.rollback()

    done = run(system, check_command, "--json")

    found = json.loads(done.output)
    assert done.exit_code == 1 and len(found["faults"]) == 2 and found["files"] == 3
    assert f"Stored file {keys[0]} is missing" in found["faults"][0]
    assert f"Stored file {keys[1]} is damaged" in found["faults"][1]
    assert "1 files have no row" in found["notes"][0]


def test_work_that_nobody_does_is_found(system: Flask) -> None:
    with system.app_context(), writing():
        job = request_job("sample")
        job.lease_until = now() - timedelta(hours=2)

    done = run(system, check_command)

    assert done.exit_code == 1 and "1 jobs have been due" in done.output


def test_checking_changes_nothing(system: Flask) -> None:
    with system.app_context(), db.engine.connect() as connection:
        before = connection.scalar(text("SELECT count(*) FROM registration"))
    run(system, check_command)
    with system.app_context(), db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM registration")) == before
