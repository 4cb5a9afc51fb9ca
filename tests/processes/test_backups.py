"""A backup of a running system, and the same system on another machine afterwards."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Lock, Thread
from urllib.request import urlopen

import pytest
from sqlalchemy import func, select

from backups.manifest import read_manifest, verify
from foundation.database import db, writing
from foundation.files import store
from meetings.enums import DocumentKind, Visibility
from meetings.models.documents import Document, DocumentVersion
from meetings.models.meeting import Meeting
from outbox.models import MailboxMessage, MessageState, OutboxMessage
from registration.enums import ApprovalMode
from registration.models.registrations import Registration
from registration.reading.links import manage_token
from tests.factories import make_meeting, make_rules
from tests.processes.conftest import NewDatabase
from tests.processes.racing import Client
from tests.processes.system import ROOT, SECRET, System, command, environment, free_port, running, status_of
from tests.waiting import PATIENCE, wait_for

CLIENTS = 3
PDF = b"%PDF-1.7 " + bytes(range(256)) * 400
ON_POSTGRESQL = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"
CODE = "BACKED-UP"


@contextmanager
def people_registering(system: System) -> Iterator[list[str]]:
    """Some people register without end; the addresses whose registration was acknowledged, so far."""
    acknowledged: list[str] = []
    stop, lock, numbers = Event(), Lock(), iter(range(10_000))
    failures: list[str] = []

    def register() -> None:
        while not stop.is_set():
            with lock:
                number = next(numbers)
            answer = Client(system.port, f"/e/{CODE}/en/register", number).send()
            (acknowledged if answer == "303" else failures).append(f"racer.{number}@example.org")

    threads = [Thread(target=register) for _number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        wait_for(lambda: len(acknowledged) >= 2 * CLIENTS or bool(failures))
        yield acknowledged
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []


@pytest.fixture
def system(var_dir: Path, new_database: NewDatabase) -> Iterator[System]:
    """A running system on the database tested."""
    with registering_open(var_dir, new_database()) as started:
        yield started


@contextmanager
def registering_open(var_dir: Path, database: str) -> Iterator[System]:
    """A running system with a meeting, a document, and a mail server that does not answer: every mail stays owed."""
    unreachable = {"MAIL_TO_MAILBOX": 0, "MAIL_SERVER": "127.0.0.1", "MAIL_PORT": free_port()}
    with running(var_dir, DATABASE_URL=database, SECRET_KEYS=SECRET, **unreachable) as started:
        with started.inside():
            meeting = make_meeting(code=CODE)
            make_rules(meeting, approval=ApprovalMode.AUTOMATIC)
            with writing() as session:
                document = Document(
                    meeting_id=meeting.id,
                    kind=DocumentKind.PAPER,
                    visibility=Visibility.PUBLIC,
                    title={"en": "A paper"},
                )
                document.versions = [DocumentVersion(language="en", file=store(PDF), file_name="a-paper.pdf")]
                session.add(document)
        yield started


@pytest.mark.parametrize("target", ["postgresql", "sqlite"] if ON_POSTGRESQL else ["sqlite"])
def test_what_was_acknowledged_before_a_backup_is_there_after_the_restore(
    system: System, tmp_path: Path, new_database: NewDatabase, target: str
) -> None:
    folder = tmp_path / "backup"
    with people_registering(system) as acknowledged:
        before = list(acknowledged)
        taken = command("backup", str(folder), env=system.env, seconds=PATIENCE)
        at_the_end = len(acknowledged)
        wait_for(lambda: len(acknowledged) > at_the_end)
    assert taken.returncode == 0, taken.stderr
    manifest = read_manifest(folder)
    with system.inside():
        tokens = {row.email: manage_token(row) for row in db.session.scalars(select(Registration))}
        documents = document_paths()

    other = tmp_path / "another machine"
    address = new_database() if target == "postgresql" else ""
    settings = {"DATABASE_URL": address, "SECRET_KEYS": SECRET, "MAIL_TO_MAILBOX": 1}
    env = environment(other, DEMO=1, **settings)
    restored = command("restore", str(folder), env=env, seconds=PATIENCE)
    checked = command("check", env=env, seconds=PATIENCE)
    assert restored.returncode == 0, restored.stderr
    assert "are held" in restored.stdout and "SECRET_KEYS are others" not in restored.stdout
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with running(other, **settings) as moved:
        with moved.inside():
            addresses = list(db.session.scalars(select(Registration.email).join(Meeting).where(Meeting.code == CODE)))
            everybody = db.session.scalar(select(func.count(Registration.id)))
            owed = [each for each in db.session.scalars(select(OutboxMessage)) if each.state is MessageState.OWED]
            recipients = Counter(each.recipient for each in owed)
            sent_before = db.session.scalar(select(func.count(MailboxMessage.id)))
        assert len(before) >= 2 * CLIENTS and set(before) <= set(addresses)
        assert manifest.tables["registration"].rows == everybody
        assert all(recipients[each] == 1 for each in addresses)
        opened = {status_of(f"{moved.address}/r/{tokens[each]}") for each in addresses}
        assert opened == {200}
        for path in documents:
            with urlopen(moved.address + path, timeout=PATIENCE) as response:
                assert response.read() == PDF
        released = command("mail", "release", env=env, seconds=PATIENCE)
        assert released.returncode == 0, released.stderr

        def all_sent() -> bool:
            with moved.inside():
                unsent = (MessageState.OWED, MessageState.SENDING)
                return db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.state.in_(unsent))) is None

        wait_for(all_sent)
        with moved.inside():
            arrived = Counter(db.session.scalars(select(MailboxMessage.recipient)))
            total = db.session.scalar(select(func.count(MailboxMessage.id)))
        assert {each: arrived[each] for each in recipients} == dict(recipients)
        assert total == (sent_before or 0) + len(owed)
    assert command("restore", str(folder), env=env, seconds=PATIENCE).returncode == 1


def document_paths() -> list[str]:
    """The addresses of the document's file."""
    document = db.session.scalars(select(Document).join(Meeting).where(Meeting.code == CODE)).one()
    return [f"/e/{CODE}/documents/{document.id}/{version.language}" for version in document.versions]


def test_copying_the_database_file_of_a_running_system_misses_the_newest(var_dir: Path, tmp_path: Path) -> None:
    """Why there is a command for it."""
    with registering_open(var_dir, "") as system, people_registering(system) as acknowledged:

        def copy_misses_some() -> bool:
            known = len(acknowledged)
            shutil.copy(system.var_dir / "plenary.sqlite", tmp_path / "copy.sqlite")
            return registered_in(tmp_path / "copy.sqlite") < known

        wait_for(copy_misses_some, "a copy that misses somebody")


def registered_in(copy: Path) -> int:
    """How many of those who register without end are in a copy of the database file."""
    with closing(sqlite3.connect(copy)) as connection:
        try:
            (found,) = connection.execute("SELECT count(*) FROM registration WHERE email LIKE 'racer.%'").fetchone()
        except sqlite3.DatabaseError:
            return 0
    return int(found)


def test_killed_and_simultaneous_backups(system: System, tmp_path: Path, new_database: NewDatabase) -> None:
    """A kill at any moment leaves a whole backup or none; two at once are both whole."""

    def start(name: str, act: str = "backup", env: dict[str, str] = system.env) -> subprocess.Popen[str]:
        arguments = [sys.executable, "app.py", act, str(tmp_path / name)]
        return subprocess.Popen(arguments, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    with start("whole") as whole:
        whole.wait(PATIENCE)
    assert whole.returncode == 0

    def written(name: str) -> int:
        """How many files the backup of that name has begun."""
        return sum(1 for folder in tmp_path.glob(f"{name}.unfinished-*") for _path in folder.rglob("*"))

    killed = 0
    # Where the machine was too busy to kill any before its end, it is tried again.
    moments = [*enumerate((1, 10, 20, 30, 40, 50)), *((again, 1) for again in range(6, 40))]
    for number, least in moments:
        if number > 5 and killed:
            break
        name = f"killed{number}"
        with start(name) as backup:
            while written(name) < least and backup.poll() is None:
                pass
            backup.kill()
            backup.wait(PATIENCE)
        folder = tmp_path / name
        if folder.exists():
            verify(folder, read_manifest(folder))
        else:
            killed += 1
    assert killed

    pair = [start("first"), start("second"), start("first")]
    answers = [process.communicate(timeout=PATIENCE) for process in pair]
    codes = [process.returncode for process in pair]
    assert codes[1] == 0 and sorted([codes[0], codes[2]]) == [0, 1], answers
    refused = answers[0 if codes[0] else 2][1]
    assert "not empty" in refused or "filled by somebody else" in refused
    for name in ("first", "second"):
        verify(tmp_path / name, read_manifest(tmp_path / name))
    assert not list(tmp_path.glob("*.unfinished-*"))

    # Two restores into one place: one does it, the other is told so, and what is there is whole.
    env = environment(tmp_path / "other", DATABASE_URL=new_database(), SECRET_KEYS=SECRET)
    restores = [start("whole", "restore", env) for _number in range(2)]
    answers = [process.communicate(timeout=PATIENCE) for process in restores]
    assert sorted(process.returncode for process in restores) == [0, 1], answers
    assert command("check", env=env, seconds=PATIENCE).returncode == 0
