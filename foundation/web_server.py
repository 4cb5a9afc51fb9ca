"""The web server of one process: waitress, with the patience, the bounds and the ending that this product needs.

One thread watches all connections (`foundation.connections`); complete requests are answered by the threads of the
application. Probes have threads of their own, so that they are answered whatever keeps the others. All processes accept
from one socket, which the supervisor has opened (`foundation.supervising`).
"""

from __future__ import annotations

import logging
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from foundation.addresses import loggable
from foundation.connections import HEAD_BYTES, Connection, Intake

CONNECTIONS = 2000
DRAIN_SECONDS = 20.0
LINGER_SECONDS = 1.0
"""How long a connection without a request stays open while the server ends: the next request may be under way."""
BACKLOG = 1024
ACCEPTED_AT_ONCE = 8
MEGABYTE = 1024 * 1024
ALIVE = b'{"status":"ok"}\n'
ALIVE_HEADERS = [
    ("Content-Type", "application/json"),
    ("Content-Length", str(len(ALIVE))),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]


class WebServer(TcpWSGIServer):
    """Answers requests for `application` on a listening socket until SIGTERM or SIGINT."""

    channel_class = Connection

    def __init__(
        self,
        application: Any,
        listener: socket.socket,
        *,
        threads: int,
        intake: Intake | None = None,
        refusals: Mapping[int, bytes] | None = None,
        connections: int = CONNECTIONS,
    ) -> None:
        _quieten()
        adjustments = Adjustments(
            sockets=[listener],
            threads=threads,
            connection_limit=2 * connections + 100,  # never reached: we close the oldest instead
            backlog=BACKLOG,
            recv_bytes=64 * 1024,
            max_request_header_size=HEAD_BYTES,
            max_request_body_size=2**62,  # `Intake` says how much
            outbuf_high_watermark=256 * MEGABYTE,  # past 1 MB it lies on the disk; no thread waits for who reads slowly
            log_socket_errors=False,
            clear_untrusted_proxy_headers=False,  # `foundation.own_address` does, behind any server
            ident="plenary",
        )
        adjustments.intake = intake or Intake(32 * MEGABYTE, 1024 * MEGABYTE, 1024 * MEGABYTE)
        self.connections = _possible(connections)
        self.refusals = dict(refusals or {})
        self.is_stopping = False
        self._stop_at = 0.0
        self._looked_at = 0.0
        self._threads = _threads(threads)
        self._probes = {path: _threads(1) for path in ("/health", "/ready")}
        self._refusing = self._probes["/health"]
        sockinfo = (listener.family, listener.type, listener.proto, listener.getsockname())
        self._inner = application
        super().__init__(
            self._respond, {}, _sock=listener, dispatcher=self._threads, adj=adjustments, bind_socket=False,
            sockinfo=sockinfo,
        )  # fmt: skip

    def serve(self, beat: Callable[[], object] = lambda: None) -> None:
        """Serve until a signal, then finish what is in hand. `beat` is called about once a second, to show life."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda _number, _frame: self.stop())
        while not self.is_stopping:
            beat()
            wasyncore.poll2(1.0, self._map)
            self._mind_the_time()
        self._stop_accepting()
        while self._is_needed():
            beat()
            wasyncore.poll2(0.05, self._map)
            self._mind_the_time()
        for dispatcher in (self._threads, *self._probes.values()):
            dispatcher.set_thread_count(0)

    def stop(self) -> None:
        """Ask the server to end; safe in a signal handler."""
        self.is_stopping = True
        self._stop_at = time.monotonic()
        self.pull_trigger()

    def readable(self) -> bool:
        """Whether new connections are wanted."""
        return bool(self.accepting)

    def handle_accept(self) -> None:
        """Take a few of those who wait, but not all from the other processes."""
        for _each in range(ACCEPTED_AT_ONCE):
            self._accept_one()

    def add_task(self, task: Connection) -> None:
        """Have a thread answer the oldest request of a connection."""
        request = task.requests[0]
        if request.error:
            self._refusing.add_task(task)
        else:
            self._probes.get(request.path, self._threads).add_task(task)

    def _respond(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/health" and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            # That the process answers: nothing else is asked, not even who is signed in.
            start_response("200 OK", ALIVE_HEADERS)
            return [ALIVE if environ["REQUEST_METHOD"] == "GET" else b""]
        answer: Iterable[bytes] = self._inner(environ, start_response)
        return answer

    def _accept_one(self) -> bool:
        count = len(self.active_channels)
        super().handle_accept()
        if len(self.active_channels) > self.connections:
            self._close_the_longest_waiting()
        return len(self.active_channels) != count

    def _close_the_longest_waiting(self) -> None:
        waiting = [each for each in self.active_channels.values() if each.is_waited_for]
        if waiting:
            min(waiting, key=lambda each: each.waiting_since).handle_close()

    def _mind_the_time(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < 1.0:
            return
        self._looked_at = now
        for connection in list(self.active_channels.values()):
            connection.mind_the_time()

    def _stop_accepting(self) -> None:
        # Who is connected already has been told that somebody listens; who asks from now on is told to come again
        # (a queue of none), so that hardly anybody can slip in between the last look and the close.
        listener = self.socket
        with suppress(OSError):
            listener.listen(0)
            while self._accept_one():
                pass
        listener.close()
        self.accepting = False
        self.del_channel()

    def _is_needed(self) -> bool:
        waited = time.monotonic() - self._stop_at
        if waited > LINGER_SECONDS:
            for connection in list(self.active_channels.values()):
                if connection.is_idle:
                    connection.handle_close()
        return bool(self.active_channels) and waited < DRAIN_SECONDS


def _threads(count: int) -> ThreadedTaskDispatcher:
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(count)
    return dispatcher


def _possible(connections: int) -> int:
    """The number of connections for which the system lets us have descriptors, after asking for what is needed."""
    needed = 3 * connections + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return connections
    if soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(50, min(connections, (soft - 200) // 3))


class _WithoutSecrets(logging.Filter):
    """Shortens personal links in what waitress says of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = " ".join(loggable(word) for word in record.msg.split(" "))
        return True


def _quieten() -> None:
    """Of waitress' own lines only those that tell of a fault: a visitor who leaves is none."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    own = logging.getLogger("waitress")
    own.setLevel(logging.WARNING)
    own.addFilter(_WithoutSecrets())
