"""A database that is locked, lost or full: everybody is answered, in time, with our page, and work goes on after."""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from sqlalchemy import func, select

from foundation.database import db
from registration.models.registrations import Registration
from tests.factories import make_meeting, make_rules
from tests.processes.conftest import ONE_PROCESS, NewDatabase
from tests.processes.racing import Client
from tests.processes.system import System, running
from tests.waiting import PATIENCE, Watch, becomes

GIVES_UP = 60.0
"""Seconds after which a client has not been answered: many times what an answer may take."""


def meeting_of(system: System) -> tuple[int, str]:
    """A meeting that takes registrations: its id and its page."""
    with system.inside():
        meeting = make_meeting()
        make_rules(meeting)
        return meeting.id, f"/e/{meeting.code}/en"


def people(system: System, page: str, count: int) -> list[Client]:
    """So many people with the form open."""
    return [Client(system.port, f"{page}/register", number) for number in range(count)]


class Answers:
    """Statuses and times of what was asked, and the pages of those that were refused."""

    def __init__(self) -> None:
        self.statuses: Counter[int | str] = Counter()
        self.times: list[float] = []
        self.refusals: list[tuple[str, str | None]] = []

    def ask(self, port: int, method: str, path: str, body: str = "", cookie: str = "") -> int | str:
        """Ask once; what came back is noted."""
        connection = HTTPConnection("127.0.0.1", port, timeout=GIVES_UP)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        watch = Watch()
        status: int | str
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            page = response.read().decode(errors="replace")
            status = response.status
            if status >= 500:
                self.refusals.append((page, response.getheader("Retry-After")))
        except (OSError, HTTPException) as error:
            status = repr(error)
        finally:
            connection.close()
        self.times.append(watch.seconds)
        self.statuses[status] += 1
        return status

    @property
    def usual(self) -> float:
        """Seconds that half of the answers took at most."""
        return statistics.median(self.times)

    @property
    def slowest(self) -> float:
        """Seconds that the slowest answer took."""
        return max(self.times)

    def register(self, port: int, person: Client) -> int | str:
        """Send the form of a person."""
        fields = {
            "csrf_token": person.token, "given_name": "Salma", "family_name": f"Haddad {person.number}",
            "email": f"outage.{person.number}@example.org", "organisation": "Ministry of Digital Economy",
            "organisation_kind": "government", "country_code": "JO", "mode": "in_person", "language": "en",
            "consent": "y",
        }  # fmt: skip
        return self.ask(port, "POST", person.path, urlencode(fields), person.cookie)

    def check_refusals(self) -> None:
        """Every refusal is our page, with the time after which to come again."""
        for page, retry_after in self.refusals:
            assert "<h1>" in page and "</html>" in page and retry_after, page[:500]


@contextmanager
def meanwhile(act: Callable[[], object], every: float) -> Iterator[None]:
    """Do something again and again beside the block."""
    ended = threading.Event()

    def repeat() -> None:
        while not ended.is_set():
            act()
            ended.wait(every)

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(PATIENCE)


def ready(system: System) -> dict[str, str]:
    """What `/ready` says, whatever does not answer it."""
    try:
        with urlopen(f"{system.address}/ready", timeout=GIVES_UP) as response:
            state: dict[str, str] = json.load(response)
    except HTTPError as error:
        state = json.load(error)
    return state


def count(system: System, meeting_id: int) -> int:
    """The registrations of a meeting."""
    with system.inside():
        query = select(func.count()).select_from(Registration).where(Registration.meeting_id == meeting_id)
        return int(db.session.scalar(query) or 0)


@pytest.mark.parametrize("seconds", [12.0, pytest.param(40.0, marks=pytest.mark.slow)])
def test_readers_never_wait_for_a_locked_database_and_writers_three_seconds(
    one_process: System, sqlite_only: None, seconds: float
) -> None:
    system = one_process
    meeting_id, page = meeting_of(system)
    crowd = people(system, page, 24)
    readers, writers = Answers(), Answers()
    readers.ask(system.port, "GET", page)  # into the cache
    readers.times.clear()
    other = sqlite3.connect(system.var_dir / "plenary.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        watch = Watch()
        with (
            meanwhile(lambda: readers.ask(system.port, "GET", page), 0.1),
            meanwhile(lambda: readers.ask(system.port, "GET", "/health"), 0.1),
        ):
            while watch.seconds < seconds:
                threads = [threading.Thread(target=writers.register, args=(system.port, each)) for each in crowd]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
        assert becomes(lambda: ready(system)["writing"] == "busy")
    finally:
        other.execute("ROLLBACK")
        other.close()

    print(f"locked: readers {readers.slowest:.2f} s, writers {writers.slowest:.2f} s, {writers.statuses}")  # noqa: T201
    assert set(readers.statuses) == {200} and 10 * readers.usual < writers.usual
    assert set(writers.statuses) == {503}, "the database was locked until all were answered"
    writers.check_refusals()
    assert any("Haddad 3" in refused for refused, _after in writers.refusals), "what was typed is on the page"
    assert count(system, meeting_id) == 0
    assert Answers().register(system.port, crowd[0]) == 303
    assert becomes(lambda: set(ready(system).values()) == {"ok"})
    assert "Internal Server Error" not in system.output()


def test_a_full_disk_is_said_and_ends(var_dir: Path, new_database: NewDatabase, sqlite_only: None) -> None:
    with small_disk(var_dir), running(var_dir, DATABASE_URL=new_database(), **ONE_PROCESS) as system:
        meeting_id, page = meeting_of(system)
        crowd = people(system, page, 40)
        assert Answers().register(system.port, crowd[0]) == 303
        readers, writers = Answers(), Answers()
        filler = var_dir / "filler"
        fill(filler)
        for person in crowd[1:]:
            writers.register(system.port, person)
            readers.ask(system.port, "GET", page)
        assert becomes(lambda: ready(system)["disk"] == "full")
        filler.unlink()

        assert set(writers.statuses) <= {303, 503} and writers.statuses[503], writers.statuses
        assert set(readers.statuses) == {200}
        writers.check_refusals()
        assert any("no room left" in refused for refused, _after in writers.refusals)
        assert count(system, meeting_id) == 1 + writers.statuses[303]
        assert becomes(lambda: Answers().register(system.port, crowd[-1]) == 303)
        assert becomes(lambda: set(ready(system).values()) == {"ok"})


def test_ready_tells_of_a_dead_worker_and_of_another_schema(one_process: System) -> None:
    system = one_process
    assert set(ready(system).values()) == {"ok"}
    with system.inside():
        from sqlalchemy import text

        head = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        db.session.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))
        db.session.commit()
        assert becomes(lambda: ready(system)["schema"] == "newer than the program")
        db.session.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})
        db.session.commit()
    worker = system.worker()
    worker.suspend()  # dead to everybody who waits for mail, and nobody starts another
    try:
        assert becomes(lambda: ready(system)["worker"] == "none")
    finally:
        worker.resume()
    assert becomes(lambda: set(ready(system).values()) == {"ok"})


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A real file system of 24 MB under a folder."""
    folder.mkdir(parents=True)
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    options = f"size=24m,mode=0777,uid={os.geteuid()}"
    subprocess.run([*as_root, "mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run([*as_root, "umount", "--lazy", folder], check=True)


def fill(file: Path) -> None:
    """Write until nothing more can be written."""
    with file.open("wb", buffering=0) as output:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    output.write(bytes(size))
            except OSError:
                continue
