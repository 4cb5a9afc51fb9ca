"""Keeping processes alive: what dies is started again, and everything ends rather than live without a part of it.

The supervisor forks its children from the application as built: a start costs one import, and all share its memory. It
opens no thread and no connection that a fork could inherit.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import mmap
import os
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 25.0
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 3.0
HEALTHY_SECONDS = 60.0
"""Lived so long, a process has its earlier deaths forgotten."""
DEATHS = 100
"""Deaths in a row, none of them after healthy seconds, after which the system gives up."""
SILENT_SECONDS = 60.0
"""Without a sign of life a process is ended, to be started again: it would answer nobody."""

log = logging.getLogger("plenary.processes")
Beat = Callable[[], object]


@dataclass
class Child:
    """A process to keep alive: `run(beat)` is called in it.

    One that `listens` accepts connections, and calls `beat()` every second to show that it goes on.
    """

    name: str
    run: Callable[[Beat], object]
    listens: bool = True
    process: int = 0
    started: float = 0.0
    again_at: float = 0.0
    deaths: int = 0
    beats: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, 8))

    def beat(self) -> None:
        """Say that the process goes on."""
        struct.pack_into("d", self.beats, 0, time.monotonic())

    @property
    def silent_for(self) -> float:
        """Seconds since the last sign of life."""
        (last,) = struct.unpack_from("d", self.beats, 0)
        return time.monotonic() - max(last, self.started)


class Supervisor:
    """Runs children until a signal; `listener` is the socket that they share."""

    def __init__(self, children: Sequence[Child], listener: socket.socket | None = None) -> None:
        self.children = children
        self.listener = listener
        self.stopping = False
        # Its only writer is the supervisor: once it is gone, however it went, whoever reads comes to the end.
        self._alive, self._tie = os.pipe()

    def run(self, when_started: Callable[[], object] = lambda: None) -> int:
        """Keep the children alive; the exit code: 0 after a signal, 1 when one of them cannot be kept alive."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        gc.collect()
        gc.freeze()  # what is loaded by now stays: the children's collector need not look through it
        code = 0
        for child in self.children:
            self._start(child)
        when_started()
        while not self.stopping:
            for child in self.children:
                if not self._keep(child):
                    self.stopping, code = True, 1
            time.sleep(0.1)
        self._end()
        return code

    def _keep(self, child: Child) -> bool:
        """Whether a child lives, or will again."""
        if child.process:
            if child.listens and child.silent_for > SILENT_SECONDS:
                log.error("The %s process %s gives no sign of life; ending it.", child.name, child.process)
                os.kill(child.process, signal.SIGKILL)
            status = _ended(child.process)
            return status is None or self._note_death(child, status)
        if time.monotonic() >= child.again_at:
            self._start(child)
        return True

    def _note_death(self, child: Child, status: int) -> bool:
        lived = time.monotonic() - child.started
        child.deaths = 1 if lived >= HEALTHY_SECONDS else child.deaths + 1
        pause = min(FIRST_PAUSE * 2 ** (child.deaths - 1), LONGEST_PAUSE)
        process, child.process, child.again_at = child.process, 0, time.monotonic() + pause
        if child.deaths >= DEATHS:
            log.critical(
                "The %s process ended %s times in a row, the last time %s; the system ends.",
                child.name, child.deaths, _how(status),
            )  # fmt: skip
            return False
        log.error(
            "The %s process %s ended %s after %.0f s; starting it again in %.2g s.",
            child.name, process, _how(status), lived, pause,
        )  # fmt: skip
        return True

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        child.process = os.fork()
        if child.process:
            return
        code = 1
        try:
            # A session of its own: Ctrl-C reaches the supervisor alone, which then ends all in order.
            os.setsid()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            _name_process(f"plenary-{child.name}")
            self._end_with_supervisor()
            if self.listener is not None and not child.listens:
                self.listener.close()  # else who comes while the web processes end would wait for nobody
            child.run(child.beat)
            code = 0
        except SystemExit as ending:
            code = ending.code if isinstance(ending.code, int) else 1
        except BaseException:
            log.critical("The %s process failed.", child.name, exc_info=True)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _end_with_supervisor(self) -> None:
        os.close(self._tie)

        def watch() -> None:
            os.read(self._alive, 1)
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(STOP_SECONDS)
            os._exit(1)

        threading.Thread(target=watch, name="supervisor-watch", daemon=True).start()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> None:
        if self.listener is not None:
            self.listener.close()  # first: nobody shall wait for the children to accept who will not any more
        living = [child.process for child in self.children if child.process and _ended(child.process) is None]
        for process in living:
            os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in living:
            while (is_left := _ended(process) is None) and time.monotonic() < deadline:
                time.sleep(0.02)
            if is_left:
                log.error("Process %s did not end in time; killing it.", process)
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)


def listen(host: str, port: int) -> socket.socket:
    """A socket on which all web processes accept.

    Raises:
        OSError: nobody can listen there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=1024)
    listener.setblocking(False)
    return listener


def _ended(process: int) -> int | None:
    """How a child ended: its exit code, a signal as a negative number; None while it lives."""
    with suppress(ChildProcessError):
        ended, status = os.waitpid(process, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if ended else None
    return 1


def _how(status: int) -> str:
    if status >= 0:
        return f"with exit code {status}"
    try:
        return f"by signal {signal.Signals(-status).name}"
    except ValueError:
        return f"by signal {-status}"


def _name_process(name: str) -> None:
    """The name that `ps` and `top` show, where the system has a way to set it."""
    with suppress(Exception):
        ctypes.CDLL(None).prctl(15, name[:15].encode(), 0, 0, 0)
