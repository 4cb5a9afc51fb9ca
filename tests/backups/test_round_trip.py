"""Every column of every table comes back as it was, on the same and on the other database."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import text

from backups.checking import check_everything
from backups.manifest import BackupRefused, read_manifest
from backups.restoring import restore_backup
from backups.taking import take_backup
from foundation.database import OF_THIS_MACHINE, db
from foundation.files import path_of
from tests.backups.conftest import KINDS, NewApp
from tests.backups.rows import ROWS, content, everything, fill_every_table
from tests.test_migrations import FIRST_ROWS, REFERRING

UNSENT = {"outbox_message", "job"}


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
def test_every_table_comes_back_as_it_was(tmp_path: Path, new_app: NewApp, source: str, target: str) -> None:
    before, after = new_app(source), new_app(target, bare=True)
    with before.app_context():
        fill_every_table()
        were = everything()
        manifest = take_backup(tmp_path / "backup")
    assert all(len(rows) == ROWS for rows in were.values())

    restored = restore_backup(after, tmp_path / "backup")

    with after.app_context():
        are = everything()
        differing = [name for name in were if name not in UNSENT and were[name] != are[name]]
        assert [(name, were[name], are[name]) for name in differing] == []
        assert {name: len(rows) for name, rows in are.items()} == dict.fromkeys(were, ROWS)
        for number in range(1, ROWS + 1):
            digest = sorted(manifest.files, key=manifest.files.__getitem__)[number - 1]
            assert path_of(digest).read_bytes() == content(number)
    assert restored.keys_are_others is False
    assert {name: table.rows for name, table in read_manifest(tmp_path / "backup").tables.items()} == dict.fromkeys(
        were, ROWS
    )


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
def test_no_key_is_given_twice_after_a_restore(tmp_path: Path, new_app: NewApp, source: str, target: str) -> None:
    before, after = new_app(source), new_app(target, bare=True)
    add = "INSERT INTO team (name, created_at) VALUES ('{}', '2026-01-01') RETURNING id"
    with before.app_context():
        with db.engine.begin() as connection:
            given = [connection.scalar(text(add)) for _number in range(5)]
            connection.execute(text("DELETE FROM team WHERE id > 2"))
        take_backup(tmp_path / "backup")

    restore_backup(after, tmp_path / "backup")

    with after.app_context(), db.engine.begin() as connection:
        assert connection.scalar(text(add)) == max(given) + 1


@pytest.mark.parametrize("target", KINDS)
def test_backup_of_the_first_schema_is_brought_to_the_newest(tmp_path: Path, new_app: NewApp, target: str) -> None:
    """Also over a database that has the newest schema already, as `app.py migrate` leaves it."""
    old = new_app("sqlite", bare=True)
    with old.app_context():
        upgrade(directory=str(old.config["ROOT"] / "migrations"), revision="b908d3be742d")
        with db.engine.begin() as connection:
            for statement in FIRST_ROWS:
                connection.execute(text(statement))
        take_backup(tmp_path / "backup")

    for after in (new_app(target, bare=True), new_app(target)):
        restore_backup(after, tmp_path / "backup")
        with after.app_context(), db.engine.connect() as connection:
            counts = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in REFERRING]
            newest = connection.scalar(text("SELECT version_num FROM alembic_version"))
        assert counts == [1] * len(REFERRING)
        assert newest == ScriptDirectory(str(after.config["ROOT"] / "migrations")).get_current_head()


@pytest.mark.parametrize("target", KINDS)
def test_text_that_postgresql_cannot_hold_is_refused_there_with_a_sentence(
    tmp_path: Path, new_app: NewApp, target: str
) -> None:
    before, after = new_app("sqlite"), new_app(target, bare=True)
    add = "INSERT INTO team (name, created_at) VALUES ('{\"en\": \"a\\u0000b\"}', '2026-01-01')"
    with before.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(add.replace(":", "\\:", 1)))
        take_backup(tmp_path / "backup")

    refused = ""
    try:
        restore_backup(after, tmp_path / "backup")
    except BackupRefused as error:
        refused = str(error)

    assert refused.startswith("PostgreSQL refuses a row of team") is (target == "postgresql"), refused


def test_rows_of_running_processes_stay_where_they_are(tmp_path: Path, new_app: NewApp) -> None:
    machine = {name for name, table in db.metadata.tables.items() if table.info.get(OF_THIS_MACHINE)}
    app = new_app()
    with app.app_context():
        fill_every_table()
        manifest = take_backup(tmp_path / "backup")

    assert "worker_heartbeat" in machine
    assert set(manifest.tables) == set(db.metadata.tables) - machine


def test_restored_database_is_in_order(tmp_path: Path, new_app: NewApp) -> None:
    before, after = new_app(), new_app(bare=True)
    with before.app_context():
        fill_every_table()
        take_backup(tmp_path / "backup")

    restore_backup(after, tmp_path / "backup")

    with before.app_context(), after.app_context():
        found = check_everything(after)
    assert [fault for fault in found.faults if "refer" in fault or "damaged" in fault or "missing" in fault] == []
    assert found.files == ROWS
