"""The web server with a small application: patience, bounds, what is refused, and how it ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any

import pytest

from foundation import connections
from foundation.connections import Intake
from foundation.supervising import listen
from foundation.web_server import WebServer
from tests.waiting import PATIENCE, wait_for

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


class Site:
    """A server in a thread of the test, and what its application was asked."""

    def __init__(self, **options: Any) -> None:
        self.listener = listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.asked: list[tuple[str, int, int]] = []
        self.opened: list[socket.socket] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.server = WebServer(self._application, self.listener, threads=2, **options)
        self.thread = threading.Thread(target=self.server.serve)

    def _application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        self.asked.append((environ["PATH_INFO"], int(environ.get("CONTENT_LENGTH") or 0), len(body)))
        if environ["PATH_INFO"] == "/waits":
            self.may_answer.wait(PATIENCE)
        if environ["PATH_INFO"] == "/same":
            start_response("304 NOT MODIFIED", [("ETag", '"x"')])
            return [b""]
        if environ["PATH_INFO"] == "/parts":
            start_response("200 OK", [("Content-Type", "text/plain")])
            return iter([b"one ", b"two"])
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]

    def connect(self, data: bytes = b"") -> socket.socket:
        """A new connection on which something was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.opened.append(connection)
        connection.sendall(data)
        return connection

    def exchange(self, data: bytes) -> bytes:
        """Everything that comes back until the server closes the connection."""
        with self.connect(data) as connection:
            return whole(connection)


def whole(connection: socket.socket) -> bytes:
    """What comes until the end; a reset is an end."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    return received


def status(answer: bytes) -> int:
    """The status of an answer; 0 for none."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


@contextmanager
def site_with(**options: Any) -> Iterator[Site]:
    """A site for as long as the block lasts."""
    site = Site(**options)
    site.thread.start()
    try:
        yield site
    finally:
        site.may_answer.set()
        site.server.stop()
        site.thread.join(PATIENCE)
        for connection in site.opened:
            connection.close()
        assert not site.thread.is_alive()
        dispatchers = (site.server._threads, *site.server._probes.values())
        wait_for(lambda: not any(each.threads for each in dispatchers), "the end of the threads of the application")
        site.server.trigger.close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that ends quickly."""
    monkeypatch.setattr("foundation.web_server.LINGER_SECONDS", 0.2)
    with site_with() as site:
        yield site


def get(path: str, *headers: str, host: str = "plenary.test") -> bytes:
    """The bytes of a request after which the connection is closed."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",  # no host
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: one\r\n two\r\n\r\n",  # folded
        b"GET / HTTP/1.1\r\nHost: a\r\nX: one\ntwo\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX\x00: one\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET /\r\n\r\n",
        b"get / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET evil.example HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://[evil HTTP/1.1\r\nHost: a\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",  # TLS to a plain port
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(site: Site, request_: bytes) -> None:
    answer = site.exchange(request_)
    assert status(answer) == 400 and b"Connection: close" in answer
    assert site.asked == []


@pytest.mark.parametrize(
    "coding", ["gzip, chunked", "chunked, chunked", "xchunked", "identity", "chunked\r\nTransfer-Encoding: x"]
)
def test_other_codings_are_refused(site: Site, coding: str) -> None:
    answer = site.exchange(f"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: {coding}\r\n\r\n0\r\n\r\n".encode())
    assert status(answer) == 501 and site.asked == []


def test_chunks_are_put_together(site: Site) -> None:
    chunks = b"3\r\nabc\r\n5\r\ndefgh\r\n0\r\n\r\n"
    answer = site.exchange(
        b"POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    )
    assert status(answer) == 200 and site.asked == [("/form", 8, 8)]


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("http://evil.example/e/X", "/e/X"),
        ("http://evil.example", "/"),
        ("//evil.example/e/X", "/evil.example/e/X"),
        ("/e/X#part", "/e/X"),
        ("/%2f%2fevil.example", "/evil.example"),
    ],
)
def test_address_in_the_request_line_is_a_path(site: Site, target: str, path: str) -> None:
    assert status(site.exchange(get(target))) == 200
    assert [asked[0] for asked in site.asked] == [path]


def test_connection_is_kept_over_answers_of_every_kind(site: Site) -> None:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    for path, code, body in (
        ("/", 200, b"ok"),
        ("/same", 304, b""),
        ("/parts", 200, b"one two"),
        ("/health", 200, None),
    ):
        connection.request("GET", path)
        used = connection.sock
        response = connection.getresponse()
        content = response.read()
        assert response.status == code and (body is None or content == body)
        assert connection.sock is used is not None, f"closed after {path}"
    connection.request("HEAD", "/")
    response = connection.getresponse()
    assert response.read() == b"" and response.headers["Content-Length"] == "2"
    connection.close()


def test_probe_is_answered_while_every_thread_is_busy(site: Site) -> None:
    site.may_answer.clear()
    busy = [site.connect(get("/waits")) for _number in range(5)]
    wait_for(lambda: (len(site.asked), len(site.server._threads.queue)) == (2, 3), "busy threads")
    assert status(site.exchange(get("/health"))) == 200
    site.may_answer.set()
    assert [status(whole(connection)) for connection in busy] == [200] * 5


def test_slow_senders_are_told_and_closed(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    for name in ("FIRST_SECONDS", "HEAD_SECONDS", "BODY_SECONDS"):
        monkeypatch.setattr(connections, name, 1)
    silent = site.connect()
    blank = site.connect()
    head = site.connect(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
    body = site.connect(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
    chunk = site.connect(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n")
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.1):
            for connection, byte in ((head, b"a"), (body, b"a"), (chunk, b"a"), (blank, b"\r\n")):
                try:
                    connection.sendall(byte)
                except OSError:
                    continue

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        answers = [status(whole(connection)) for connection in (silent, blank, head, body, chunk)]
    finally:
        stop.set()
        dripping.join()
    assert answers[0] == 0 and answers[1] in (0, 400) and set(answers[2:]) <= {408, 0} and 408 in answers[2:]
    assert site.asked == []


def test_sender_who_is_quick_enough_is_let(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.5)
    monkeypatch.setattr(connections, "LEAST_BYTES", 1000)
    clock, looks = [0.0], [0]
    really = connections.Connection.mind_the_time

    def look(connection: connections.Connection) -> None:
        really(connection)
        looks[0] += 1

    monkeypatch.setattr(connections, "time", SimpleNamespace(monotonic=lambda: clock[0], time=time.time))
    monkeypatch.setattr(connections.Connection, "mind_the_time", look)
    connection = site.connect(b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4000\r\n\r\n")
    for part in range(1, 4):
        connection.sendall(b"x" * 1000)
        wait_for(lambda part=part: bytes_received(site) == part * 1000, "the next part")
        clock[0] = part + 0.4
        before = looks[0]
        wait_for(lambda before=before: looks[0] > before, "a look at the time")
    connection.sendall(b"x" * 1000)
    assert status(whole(connection)) == 200 and site.asked == [("/", 4000, 4000)]


def bytes_received(site: Site) -> int:
    """What has come of the bodies that are being received."""
    requests = [channel.request for channel in list(site.server.active_channels.values())]
    return sum(request.body_bytes_received for request in requests if request is not None)


def test_answer_that_nobody_takes_is_given_up(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setattr(connections, "ANSWER_SECONDS", 1)
    connection = site.connect(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 3)
    wait_for(lambda: len(site.asked) == 3 and all(each.is_idle for each in channels(site)), "three answers")
    (channel,) = channels(site)
    channel.total_outbufs_len = 1  # as if the visitor's window were closed
    wait_for(lambda: not channels(site), "the end of the connection")
    connection.close()


def channels(site: Site) -> list[Any]:
    """The connections that are open."""
    return list(site.server.active_channels.values())


def test_headers_are_bounded(site: Site) -> None:
    assert status(site.exchange(get("/", "X: " + "a" * 40 * KILOBYTE))) == 431
    assert status(site.exchange(get("/" + "a" * 40 * KILOBYTE))) == 431
    assert site.asked == []


def test_bodies_are_bounded_one_by_one_and_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.web_server.LINGER_SECONDS", 0.2)
    intake = Intake(kept=2 * MEGABYTE, read=8 * MEGABYTE, together=5 * MEGABYTE, mark="plenary")

    def post(size: int, *headers: str, data: bytes | None = None) -> bytes:
        lines = ["POST / HTTP/1.1", "Host: a", "Connection: close", f"Content-Length: {size}", *headers, "", ""]
        return "\r\n".join(lines).encode() + (b"x" * size if data is None else data)

    with site_with(intake=intake) as site:
        assert status(site.exchange(post(MEGABYTE))) == 200
        assert status(site.exchange(post(3 * MEGABYTE))) == 200  # the application sees the length, and refuses
        assert status(site.exchange(post(3 * MEGABYTE, "Cookie: plenary=x"))) == 200
        assert status(site.exchange(post(9 * MEGABYTE, data=b""))) == 413
        assert site.asked == [
            ("/", MEGABYTE, MEGABYTE),
            ("/", 3 * MEGABYTE, 0),
            ("/", 3 * MEGABYTE, 3 * MEGABYTE),
        ]
        half = [site.connect(post(2 * MEGABYTE, data=b"x" * 1000)) for _number in range(2)]
        wait_for(lambda: intake._free == MEGABYTE, "two bodies under way")
        refused = site.exchange(post(2 * MEGABYTE, data=b""))
        assert status(refused) == 503 and b"Retry-After: 30" in refused
        assert status(site.exchange(post(1000))) == 200, "a form is always taken"
        for connection in half:
            connection.close()
        wait_for(lambda: intake._free == 5 * MEGABYTE, "the room of those who left")
        assert status(site.exchange(post(2 * MEGABYTE))) == 200, "room is given back"


def test_oldest_silent_connection_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.web_server.LINGER_SECONDS", 0.2)
    with site_with(connections=60) as site:
        silent = [site.connect() for _number in range(80)]
        wait_for(lambda: len(channels(site)) == 60, "room")
        assert status(site.exchange(get("/"))) == 200
        assert whole(silent[0]) == b""
        for connection in silent:
            connection.close()


def test_ends_when_what_is_in_hand_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LINGER_SECONDS", "DRAIN_SECONDS"):
        monkeypatch.setattr(f"foundation.web_server.{name}", PATIENCE)
    with site_with() as site:
        site.may_answer.clear()
        asked = site.connect(b"GET /waits HTTP/1.1\r\nHost: a\r\n\r\n")
        half = site.connect(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
        idle = site.connect()
        wait_for(lambda: site.asked and bytes_received(site) == 2 and len(channels(site)) == 3, "three connections")
        site.server.stop()
        wait_for(lambda: not site.server.accepting, "the end of accepting")
        with pytest.raises(ConnectionRefusedError):
            site.connect()
        late = b"GET /late HTTP/1.1\r\nHost: a\r\n\r\n"
        idle.sendall(late)
        half.sendall(b"cd")
        for connection in (idle, half):
            answer = whole(connection)
            assert status(answer) == 200 and b"Connection: close" in answer
        assert site.thread.is_alive()
        monkeypatch.setattr("foundation.web_server.LINGER_SECONDS", 0.0)
        site.may_answer.set()
        assert status(whole(asked)) == 200
        site.thread.join(PATIENCE)
        assert not site.thread.is_alive()
