"""Waiting for other threads, processes and browsers: no other file of the tests sleeps, or reads a clock to wait.

What is awaited is asked for again until it is there. The limit ends a test that would hang, and says nothing of speed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

PATIENCE = 180.0
"""Seconds after which what is awaited will not come any more, however busy the machine."""
LOOK_EVERY = 0.05
T = TypeVar("T")


def becomes(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Whether something comes true before patience ends."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return bool(condition())
        time.sleep(LOOK_EVERY)
    return True


def wait_for(question: Callable[[], T], what: str = "what was awaited", seconds: float = PATIENCE) -> T:
    """The first true answer to `question()`; the test fails, naming `what`, when none comes."""
    answers: list[T] = []

    def is_answered() -> bool:
        answers[:] = [question()]
        return bool(answers[0])

    assert becomes(is_answered, seconds), f"not within {seconds:.0f} s: {what}"
    return answers[0]


def stays(condition: Callable[[], object], seconds: float = 1.0) -> bool:
    """Whether nothing changes for a while: on a slow machine it finds less, and never fails for that."""
    return not becomes(lambda: not condition(), seconds)


def leave_room_for(other: Event, seconds: float = 0.3) -> None:
    """Stand still until another thread has done what it must not do now, or for a moment if it does not."""
    other.wait(seconds)


def lasts(seconds: float) -> None:
    """Let an outage or a delay that is itself the subject of the test take its time."""
    time.sleep(seconds)


class Watch:
    """Seconds since it was made, for a figure that is printed, a lower bound, or one with tenfold room."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long ago that was."""
        return time.monotonic() - self._began
