"""Slow senders, silent connections and the end under load, over the real server without a proxy in front."""

from __future__ import annotations

import resource
import signal
import socket
import statistics
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException

import pytest

from foundation.connections import BODY_SECONDS
from tests.processes.conftest import NewDatabase
from tests.processes.system import System, running
from tests.waiting import PATIENCE, Watch, becomes, wait_for

SILENT, SLOW = 500, 100
PAGE = "/e/WG2/en"


@pytest.fixture
def system(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[System]:
    """The demo with two processes of four threads."""
    with running(tmp_path_factory.mktemp("slow") / "var", DATABASE_URL=new_database(), WEB_THREADS=4) as system:
        for _time in range(8):
            seconds_of(system, PAGE)
        yield system
    assert "Traceback" not in system.output(), system.output()


def seconds_of(system: System, path: str) -> float:
    """How long a new visitor waits for a page."""
    watch = Watch()
    connection = HTTPConnection("127.0.0.1", system.port, timeout=PATIENCE)
    connection.request("GET", path, headers={"Connection": "close"})
    assert connection.getresponse().read() and True
    connection.close()
    return watch.seconds


def test_slow_senders_and_silent_connections_keep_nobody_waiting(system: System) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))

    def connect(data: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", system.port), timeout=PATIENCE)
        connection.sendall(data)
        return connection

    head = b"GET / HTTP/1.1\r\nHost: plenary.test\r\nX: "
    body = b"POST /e/WG2-NEXT/en/register HTTP/1.1\r\nHost: plenary.test\r\nContent-Length: 5000\r\n\r\n"
    silent = [connect() for _number in range(SILENT)]
    slow = [connect(data) for _number in range(SLOW) for data in (head, body)]
    stop, ended = threading.Event(), set()

    def drip() -> None:
        while not stop.wait(1):
            for connection in set(slow) - ended:
                try:
                    connection.sendall(b"a")
                    connection.setblocking(False)
                    if not connection.recv(65536):
                        ended.add(connection)
                except BlockingIOError:
                    continue
                except OSError:
                    ended.add(connection)

    dripping = threading.Thread(target=drip)
    dripping.start()
    watch = Watch()
    try:
        waits = {path: [seconds_of(system, path) for _time in range(20)] for path in ("/health", PAGE)}
        becomes(lambda: len(ended) == len(slow))
        took = watch.seconds
    finally:
        stop.set()
        dripping.join()
        for connection in (*silent, *slow):
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    summary = {path: f"{statistics.median(each):.3f} s, at most {max(each):.3f} s" for path, each in waits.items()}
    print(f"{summary}; the last slow sender was closed after {took:.0f} s")  # noqa: T201
    # Whoever waited for a slow sender would wait as long as that one is let.
    assert all(statistics.median(each) < BODY_SECONDS / 10 for each in waits.values()), summary
    assert len(ended) == len(slow)


def test_end_under_load_answers_whoever_was_let_in(system: System) -> None:
    assert system.process is not None
    faults: list[str] = []
    answered: list[int] = []
    late: list[int] = []
    signalled = threading.Event()

    def visit() -> None:
        connection = HTTPConnection("127.0.0.1", system.port, timeout=PATIENCE)
        while True:
            try:
                connection.connect()
            except OSError:
                return  # nobody listens any more
            while connection.sock is not None:
                try:
                    connection.request("GET", PAGE)
                    response = connection.getresponse()
                    response.read()
                except (OSError, HTTPException) as error:
                    faults.append(repr(error))
                    return
                if response.status != 200:
                    faults.append(str(response.status))
                answered.append(response.status)
                if signalled.is_set():
                    late.append(response.status)

    visitors = [threading.Thread(target=visit) for _number in range(8)]
    for visitor in visitors:
        visitor.start()
    wait_for(lambda: len(answered) > 10 * len(visitors), "answers")
    signalled.set()
    system.process.send_signal(signal.SIGTERM)
    for visitor in visitors:
        visitor.join(PATIENCE)
    assert system.process.wait(PATIENCE) == 0
    assert faults == [] and late
