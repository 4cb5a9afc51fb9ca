"""What is not whole, not empty or not known is refused with a sentence, and nothing is touched."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from werkzeug.exceptions import Gone

from accounts.models import Team
from backups import taking
from backups.commands import backup_command, check_command, restore_command
from backups.manifest import CHECKSUM, MANIFEST, BackupRefused, fingerprints, read_manifest, table_path, write_manifest
from backups.restoring import restore_backup
from backups.taking import UNFINISHED, take_backup
from foundation.clock import now
from foundation.database import db, writing
from foundation.files import StoredFile, path_of, send_stored, store
from foundation.jobs import WorkerHeartbeat
from tests.backups.conftest import KEY, OTHER_KEY, NewApp
from tests.factories import make_meeting, make_registration

pytestmark = pytest.mark.wide

PDF = b"%PDF-1.7 kept"


@pytest.fixture
def backed_up(tmp_path: Path, new_app: NewApp) -> Path:
    """A backup of a meeting, a registration and a stored file."""
    with new_app().app_context():
        make_registration(make_meeting())
        with writing():
            store(PDF)
        take_backup(tmp_path / "backup")
    return tmp_path / "backup"


def run(app: Flask, command: object, *arguments: object) -> Result:
    """Run a command as `python app.py …` does."""
    return app.test_cli_runner().invoke(command, [str(each) for each in arguments])  # type: ignore[arg-type]


def test_folder_with_something_in_it_is_refused(tmp_path: Path, new_app: NewApp) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")

    done = run(new_app(), backup_command, folder)

    assert done.exit_code == 1 and "is not empty" in done.output
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_database_without_schema_is_refused(tmp_path: Path, new_app: NewApp) -> None:
    done = run(new_app(bare=True), backup_command, tmp_path / "backup")

    assert done.exit_code == 1 and "no schema" in done.output
    assert not list(tmp_path.glob("backup*"))


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "disk is full"), (errno.EIO, "No backup was taken"), (errno.EACCES, "No backup")],
)
def test_disk_that_fails_half_way_leaves_nothing(
    tmp_path: Path, new_app: NewApp, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    app = new_app()
    with app.app_context(), writing():
        store(PDF)

    def fail(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(taking, "copy_checked", fail)
    done = run(app, backup_command, tmp_path / "backup")

    assert done.exit_code == 1 and says in done.output and "Traceback" not in done.output
    assert not list(tmp_path.glob("backup*"))


def test_what_a_kill_left_is_cleared_by_the_next_backup_and_is_no_backup(tmp_path: Path, new_app: NewApp) -> None:
    app = new_app()
    left = tmp_path / f"backup{UNFINISHED}4711"
    left.mkdir()
    (left / "being-written").touch()
    stranger = tmp_path / f"notes{UNFINISHED}1"
    stranger.mkdir()

    refused = run(app, restore_command, left)
    done = run(app, backup_command, tmp_path / "backup")

    assert refused.exit_code == 1 and "no backup" in refused.output
    assert done.exit_code == 0, done.output
    assert not left.exists() and stranger.exists()


def test_backup_is_for_its_owner_alone_and_holds_no_key(backed_up: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (backed_up, *backed_up.rglob("*"))}

    assert modes <= {0o700, 0o600}
    assert read_manifest(backed_up).keys == fingerprints([KEY.encode()])
    assert not [path for path in backed_up.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


def test_keys_are_in_a_file_of_their_own_when_asked_for(tmp_path: Path, new_app: NewApp) -> None:
    done = run(new_app(keys=f"{KEY},{OTHER_KEY}"), backup_command, tmp_path / "backup", "--with-keys")

    path = tmp_path / "backup" / "secret-keys"
    assert done.exit_code == 0 and str(path) in done.output and KEY not in done.output
    assert path.read_text().strip() == f"{KEY},{OTHER_KEY}" and stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_changed_byte_anywhere_is_refused(backed_up: Path, new_app: NewApp) -> None:
    target = new_app(bare=True)
    paths = [path for path in backed_up.rglob("*") if path.is_file()]
    assert len(paths) > 10
    for path in paths:
        was = path.read_bytes()
        middle = len(was) // 2
        path.write_bytes(was[:middle] + bytes([was[middle] ^ 1]) + was[middle + 1 :])
        with pytest.raises(BackupRefused):
            restore_backup(target, backed_up)
        path.write_bytes(was[:middle])
        with pytest.raises(BackupRefused):
            restore_backup(target, backed_up)
        path.unlink()
        with pytest.raises(BackupRefused):
            restore_backup(target, backed_up)
        path.write_bytes(was)

    restore_backup(target, backed_up)


def test_second_restore_is_refused_and_changes_nothing(backed_up: Path, new_app: NewApp) -> None:
    target = new_app(bare=True)
    first = run(target, restore_command, backed_up)
    with target.app_context():
        with writing() as session:
            session.add(Team(name={"en": "Newer"}, created_at=now()))
        teams = db.session.scalar(select(func.count(Team.id)))

    second = run(target, restore_command, backed_up)

    assert first.exit_code == 0, first.output
    assert second.exit_code == 1 and "not empty" in second.output
    with target.app_context():
        assert db.session.scalar(select(func.count(Team.id))) == teams


def test_folder_with_other_files_is_refused(backed_up: Path, new_app: NewApp) -> None:
    target = new_app(bare=True)
    with target.app_context():
        path = path_of("e" * 64)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"somebody's")

    done = run(target, restore_command, backed_up)

    assert done.exit_code == 1 and "not of this backup" in done.output and path.read_bytes() == b"somebody's"


def test_running_system_is_refused(backed_up: Path, new_app: NewApp) -> None:
    target = new_app()
    with target.app_context(), writing() as session:
        session.add(WorkerHeartbeat(worker="here", started_at=now(), beat_at=now()))

    done = run(target, restore_command, backed_up)

    assert done.exit_code == 1 and "Stop it" in done.output


def test_backup_of_a_newer_version_is_refused(backed_up: Path, new_app: NewApp) -> None:
    write_manifest(backed_up, read_manifest(backed_up).model_copy(update={"revision": "f" * 12, "version": "9.0"}))

    done = run(new_app(bare=True), restore_command, backed_up)

    assert done.exit_code == 1 and "newer version of Plenary (9.0" in done.output


def test_other_format_is_refused(backed_up: Path, new_app: NewApp) -> None:
    write_manifest(backed_up, read_manifest(backed_up).model_copy(update={"format": 2}))

    done = run(new_app(bare=True), restore_command, backed_up)

    assert done.exit_code == 1 and "format 2" in done.output


def test_manifest_is_checked_by_the_usual_tool(backed_up: Path) -> None:
    digest, name = (backed_up / CHECKSUM).read_text().split()

    assert name == MANIFEST and len(digest) == 64
    assert json.loads((backed_up / MANIFEST).read_text())["tables"]["registration"]["rows"] == 1


def test_restore_that_fails_half_way_leaves_an_empty_database_and_can_be_given_again(
    backed_up: Path, new_app: NewApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = new_app(bare=True)

    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr("backups.restoring._settle_owed", fail)
        failed = run(target, restore_command, backed_up)
    with target.app_context():
        left = db.session.scalar(select(func.count(Team.id)))
        db.session.rollback()
    again = run(target, restore_command, backed_up)

    assert failed.exit_code == 1 and "disk is full" in failed.output and left == 0
    assert again.exit_code == 0, again.output


def test_file_that_was_lost_already_is_said_at_each_step(tmp_path: Path, new_app: NewApp) -> None:
    app, target = new_app(), new_app(bare=True)
    with app.app_context():
        with writing():
            digest = store(PDF).sha256
            store(PDF + b" too")
        path_of(digest).write_bytes(b"%PDF-rotten")

    taken = run(app, backup_command, tmp_path / "backup")
    restored = run(target, restore_command, tmp_path / "backup")
    checked = run(target, check_command)

    assert taken.exit_code == 1 and "1 stored files were lost or damaged" in taken.output
    assert restored.exit_code == 0 and "1 stored files were lost" in restored.output
    assert checked.exit_code == 1 and "is missing" in checked.output
    assert len(read_manifest(tmp_path / "backup").files) == 1


def rewrite(folder: Path, table: str, content: bytes, **more: object) -> None:
    """Put other bytes into a table of a backup, whose manifest then says that they are right."""
    manifest = read_manifest(folder)
    path = table_path(folder, table)
    path.write_bytes(content)
    told = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), **more}
    tables = manifest.tables | {table: manifest.tables[table].model_copy(update=told)}
    write_manifest(folder, manifest.model_copy(update={"tables": tables}))


def packed(content: bytes) -> bytes:
    """Without the time of day, which would be in the names of tests."""
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    ("content", "more"),
    [
        (packed(b"{broken\n"), {}),
        (packed(b"5\n"), {}),
        (packed(b"[1]\n"), {}),
        (packed(b"[" * 100_000 + b"\n"), {}),
        (packed(b"\xff\n"), {}),
        (packed(b"[1]\n" * 100)[:-12], {}),
        (b"no archive", {}),
        (packed(b""), {"rows": 0, "last_key": 2**70}),
    ],
)
def test_rows_that_nobody_wrote_are_refused_in_a_sentence(
    backed_up: Path, new_app: NewApp, content: bytes, more: dict[str, object]
) -> None:
    rewrite(backed_up, "meeting", content, **more)
    target = new_app(bare=True)

    done = run(target, restore_command, backed_up)

    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
    assert done.output.startswith("Error: ") or "\nError: " in done.output
    with target.app_context():
        assert db.session.scalar(select(func.count(Team.id))) == 0


def test_backup_that_names_no_key_is_refused_before_anything_is_restored(backed_up: Path, new_app: NewApp) -> None:
    write_manifest(backed_up, read_manifest(backed_up).model_copy(update={"keys": []}))
    target = new_app(bare=True)

    done = run(target, restore_command, backed_up)

    assert done.exit_code == 1 and "Error: " in done.output
    assert not (Path(target.config["VAR_DIR"]) / "files").exists()


@pytest.mark.parametrize("name", ["../../secret", "/etc/hostname", "", "..", "e" * 63 + "/", "E" * 64])
def test_no_name_from_a_backup_leads_out_of_a_folder(
    backed_up: Path, new_app: NewApp, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret").write_bytes(PDF)
    write_manifest(backed_up, read_manifest(backed_up).model_copy(update={"files": {name: len(PDF)}}))
    refused = run(new_app(bare=True), restore_command, backed_up)
    assert refused.exit_code == 1 and "no hash" in refused.output

    app = new_app()
    with app.app_context():
        with writing():
            store(PDF).sha256 = name
        file = db.session.scalars(select(StoredFile)).one()
        with app.test_request_context(), pytest.raises(Gone):
            send_stored(file)
    checked = run(app, check_command)
    assert checked.exit_code == 1 and "is missing" in checked.output
    taken = run(app, backup_command, tmp_path / "another")
    assert taken.exit_code == 1 and "1 stored files were lost" in taken.output
    assert read_manifest(tmp_path / "another").files == {}
