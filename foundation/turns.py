"""Who may write next, and how many may wait for it: waiting costs a thread, so it has limits.

SQLite lets a writer that finds the database locked sleep and try again, longer each time. Writers of this system
therefore queue before they ask: threads of a process in the order of their coming, processes of a machine by two file
locks beside the database. Whoever has the first lock waits for the second, so a process that has just written cannot
push in front of one that waits. A killed process releases both.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.outages import Busy

log = logging.getLogger(__name__)

POLL_SECONDS = 0.001
STUCK_SECONDS = 0.5


class WaitingRoom:
    """Lets only so many threads of a process wait at once, so that others are left for those who only read.

    While those who wait go on one after another, a few more may stand at the door; as soon as nobody has gone on for
    half a second they are turned away at once.
    """

    def __init__(self, seats: int) -> None:
        self._seats = max(1, seats)
        self._waiting = 0
        self._moved = 0.0
        self._changed = threading.Condition()

    @contextmanager
    def seat(self, deadline: float) -> Iterator[None]:
        """Wait inside; leaving by an exception says that the wait was in vain.

        Raises:
            Busy: every seat is taken and nobody goes on.
        """
        with self._changed:
            if not self._waiting:
                self._moved = time.monotonic()
            while self._waiting >= self._seats:
                present = time.monotonic()
                if present >= min(deadline, self._moved + STUCK_SECONDS):
                    raise Busy("too many wait already")
                self._changed.wait(min(deadline, self._moved + STUCK_SECONDS) - present)
            self._waiting += 1
        went_on = False
        try:
            yield
            went_on = True
        finally:
            with self._changed:
                self._waiting -= 1
                if went_on:
                    self._moved = time.monotonic()
                self._changed.notify_all()


class Turns:
    """The queue of all writers of one embedded database on this machine; without a file, of this process alone."""

    def __init__(self, database: Path | None) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._taken = False
        self._files: tuple[int, int] | None = None
        self._process = 0

    def take(self, deadline: float) -> None:
        """Wait for the turn; it must be given back with `release`.

        Raises:
            Busy: it was not our turn before `deadline` (of `time.monotonic`).
        """
        self._queue_up(deadline)
        try:
            self._lock_files(deadline)
        except BaseException:
            self._next()
            raise

    def release(self) -> None:
        """Let the next one go on."""
        if self._files is not None and self._process == os.getpid():
            fcntl.flock(self._files[1], fcntl.LOCK_UN)
        self._next()

    def _queue_up(self, deadline: float) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            called = threading.Lock()
            called.acquire()
            self._queue.append(called)
        if called.acquire(timeout=max(0.0, deadline - time.monotonic())):
            return
        with self._lock:
            if called in self._queue:
                self._queue.remove(called)
                raise Busy("others of this process write for too long")
        # Called at the last moment: the turn is ours, and must not be lost.

    def _next(self) -> None:
        with self._lock:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False

    def _lock_files(self, deadline: float) -> None:
        files = self._open()
        if files is None:
            return
        gate, turn = files
        _lock_file(gate, deadline)
        try:
            _lock_file(turn, deadline)
        finally:
            fcntl.flock(gate, fcntl.LOCK_UN)

    def _open(self) -> tuple[int, int] | None:
        if self._process != os.getpid():  # a file opened before a fork is one lock for both processes
            self._files, self._process = None, os.getpid()
        if self._files is None and self._database is not None:
            names = [self._database.with_name(f"{self._database.name}-{kind}") for kind in ("gate", "turn")]
            try:
                opened = [os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for name in names]
            except OSError:
                log.warning("no queue between processes beside %s", self._database, exc_info=True)
                return None
            self._files = (opened[0], opened[1])
        return self._files


def _lock_file(file: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Busy("other processes write for too long") from None
            time.sleep(POLL_SECONDS)
        else:
            return
