"""PostgreSQL that restarts, is cut off, or waits for a machine that is gone."""

from __future__ import annotations

import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import make_url

from tests.postgresql import running_server
from tests.processes.conftest import ONE_PROCESS, NewDatabase
from tests.processes.system import ROOT, System, running
from tests.processes.test_outages import (
    Answers,
    count,
    meanwhile,
    meeting_of,
    people,
    ready,
)
from tests.waiting import Watch, becomes, lasts, wait_for

CUT_OFF = 30.0


class Wire:
    """A TCP relay to PostgreSQL's socket that can swallow everything: what comes is taken and never passed on."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.is_cut = False
        self._ends = threading.Event()

    @contextmanager
    def running(self) -> Iterator[Wire]:
        """Relay as long as the block lasts."""
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            self._ends.set()
            self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _address = self._listener.accept()
                threading.Thread(target=self._relay, args=(here,), daemon=True).start()

    def _relay(self, here: socket.socket) -> None:
        there = socket.socket(socket.AF_UNIX)
        is_joined = was_cut = False
        with here, there, suppress(OSError):
            while not self._ends.is_set():
                if self.is_cut:
                    was_cut = True
                elif was_cut:
                    return  # what was swallowed is missing: such a connection is of no use any more
                elif not is_joined:
                    there.connect(self._target)
                    is_joined = True
                for readable in select.select([here, there] if is_joined else [here], [], [], 0.05)[0]:
                    data = readable.recv(65536)
                    if not data:
                        return
                    if self.is_cut:
                        was_cut = True
                    elif is_joined:
                        (there if readable is here else here).sendall(data)


def over(url: str, wire: Wire) -> str:
    """The address of a database by way of a wire."""
    query = {name: value for name, value in make_url(url).query.items() if name != "host"}
    address = make_url(url).set(host="127.0.0.1", port=wire.port, query=query)
    return address.render_as_string(hide_password=False)


def socket_of(url: str) -> str:
    """The path of the socket of a PostgreSQL that the tests started."""
    address = make_url(url)
    folder = str(address.query["host"])
    return f"{folder}/.s.PGSQL.{address.port or 5432}"


def plain(url: str) -> str:
    """The address as the driver takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def test_a_database_cut_off_for_half_a_minute(var_dir: Path, new_database: NewDatabase, postgresql_only: None) -> None:
    url = new_database()
    with (
        Wire(socket_of(url)).running() as wire,
        running(var_dir, DATABASE_URL=over(url, wire), **ONE_PROCESS) as system,
    ):
        meeting_id, page = meeting_of(system)
        crowd = people(system, page, 60)
        everybody, health = Answers(), Answers()
        everybody.ask(system.port, "GET", page)
        assert set(ready(system).values()) == {"ok"}
        numbers = iter(crowd)

        def register() -> None:
            everybody.register(system.port, next(numbers))

        wire.is_cut = True
        watch = Watch()
        with (
            meanwhile(register, 0.7),
            meanwhile(lambda: everybody.ask(system.port, "GET", page), 0.2),
            meanwhile(lambda: everybody.ask(system.port, "GET", "/"), 0.5),
            meanwhile(lambda: health.ask(system.port, "GET", "/health"), 0.2),
        ):
            assert becomes(lambda: ready(system)["database"] != "ok")
            lasts(max(0.0, CUT_OFF - watch.seconds))
        wire.is_cut = False
        returned = Watch()
        assert becomes(lambda: Answers().register(system.port, crowd[-1]) == 303)
        print(  # noqa: T201
            f"cut off: {dict(everybody.statuses)}, slowest {everybody.slowest:.1f} s, health {health.slowest:.1f} s, "
            f"on after {returned.seconds:.1f} s"
        )
        assert returned.seconds < 50, "whoever waits for the end of a lost connection waits for minutes"
        assert set(everybody.statuses) == {503} | ({200} & set(everybody.statuses)), everybody.statuses
        # Whoever waited for the database would wait as long as it is cut off.
        assert everybody.usual < CUT_OFF / 3 and everybody.slowest < CUT_OFF and set(health.statuses) == {200}
        everybody.check_refusals()
        assert count(system, meeting_id) == 1
        assert becomes(lambda: set(ready(system).values()) == {"ok"})


def test_postgresql_restarted_under_load(var_dir: Path, own_server: str) -> None:
    url = own_server
    with running(var_dir, DATABASE_URL=url, **ONE_PROCESS) as system:
        meeting_id, page = meeting_of(system)
        crowd = iter(people(system, page, 150))
        answers, written = Answers(), Answers()

        def register() -> None:
            if person := next(crowd, None):
                written.register(system.port, person)

        def wait_for_answers() -> None:
            read, registered = answers.statuses[200], written.statuses[303]
            wait_for(lambda: answers.statuses[200] > read + 20 and written.statuses[303] > registered + 5, "answers")

        with (
            meanwhile(lambda: answers.ask(system.port, "GET", page), 0.1),
            meanwhile(lambda: answers.ask(system.port, "GET", "/"), 0.1),
            meanwhile(register, 0.15),
        ):
            for _restart in range(3):
                wait_for_answers()
                control(url, "restart", "-m", "fast")
            wait_for_answers()
            wait_for(lambda: answers.statuses[200] > answers.statuses[503], "more answers than refusals")

        print(f"restarted: {dict(answers.statuses)}, {dict(written.statuses)}")  # noqa: T201
        assert set(answers.statuses) <= {200, 503} and set(written.statuses) <= {303, 503}
        answers.check_refusals()
        written.check_refusals()
        assert count(system, meeting_id) >= written.statuses[303]
        assert becomes(lambda: set(ready(system).values()) == {"ok"})
        assert "unexpected error" not in system.output() and "Error handling request" not in system.output()


@pytest.fixture
def own_server(postgresql_only: None) -> Iterator[str]:
    """A PostgreSQL that a test may restart."""
    with TemporaryDirectory(prefix="plenary-postgresql-") as folder, running_server(Path(folder) / "data") as address:
        yield address
        # Its keeper knows the process that it started, which is another one by now.
        control(address, "stop", "-m", "immediate")


def control(url: str, *act: str) -> None:
    """Restart or stop a PostgreSQL as an operator would, without waiting for those who are connected."""
    with psycopg.connect(plain(url), autocommit=True) as connection:
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    program = Path(folder, "postmaster.opts").read_text().split()[0].strip('"')
    command = [str(Path(program).with_name("pg_ctl")), *act, "-w", "-t", "20", "-D", folder]
    owner = Path(folder).stat()
    nowhere = subprocess.DEVNULL
    subprocess.run(command, check=True, user=owner.st_uid, group=owner.st_gid, stdout=nowhere, stderr=nowhere, cwd="/")


HOLDS = """
import sys
from app import create_app
from config import load_settings
from foundation.database import writing
app = create_app(load_settings())
with app.app_context(), writing(*sys.argv[1:]) as session:
    print("holds", flush=True)
    sys.stdin.read()
"""


def test_a_machine_lost_while_it_holds_a_lock(one_process: System, postgresql_only: None) -> None:
    system = one_process
    meeting_id, page = meeting_of(system)
    crowd = people(system, page, 80)
    readers, writers = Answers(), Answers()
    readers.ask(system.port, "GET", page)
    command = [sys.executable, "-c", HOLDS, f"places:{meeting_id}:in_person"]
    with subprocess.Popen(
        command, cwd=ROOT, env=system.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline().strip() == "holds"
        holder.send_signal(signal.SIGSTOP)  # to everybody else the machine is gone: no word, no end of its connection
        lost = Watch()
        with (
            meanwhile(lambda: readers.ask(system.port, "GET", page), 0.1),
            meanwhile(lambda: readers.ask(system.port, "GET", "/health"), 0.1),
        ):
            numbers = iter(crowd)
            wait_for(lambda: writers.register(system.port, next(numbers)) == 303, "a place")
        stopped = lost.seconds
        holder.kill()

    print(f"lost host: stopped for {stopped:.1f} s, {dict(writers.statuses)}, readers {readers.slowest:.2f} s")  # noqa: T201
    assert writers.statuses[503] and set(writers.statuses) == {303, 503}, "the lock was not held"
    assert set(readers.statuses) == {200} and 10 * readers.usual < writers.usual
    writers.check_refusals()
