"""The worker is killed at every step of delivering: nothing is lost, and a kill repeats one message at most."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from foundation.database import db, writing
from outbox.models import MessageState, OutboxMessage
from outbox.operations import enqueue
from tests.outbox.letters import VALUES, Server
from tests.waiting import becomes

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 6
STEPS = ("RCPT", "DATA", "kept")


class Workers:
    """Starts one worker process after another."""

    def __init__(self, app, port: int) -> None:
        settings = app.config["SETTINGS"]
        self._log = Path(settings.var_dir) / "worker.log"
        self._errors = self._log.open("w")
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.outbox.worker_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={
                **os.environ,
                "VAR_DIR": str(settings.var_dir),
                "DATABASE_URL": settings.database_url,
                "SECRET_KEYS": settings.secret_keys,
                "BASE_URL": settings.base_url,
                "MAIL_TO_MAILBOX": "0",
                "MAIL_SERVER": "127.0.0.1",
                "MAIL_PORT": str(port),
                "LEASE_SECONDS": str(LEASE_SECONDS),
                "LOG_LEVEL": "WARNING",
            },
        )
        self._worker = 0

    def start(self) -> None:
        """Start a worker."""
        self._parent.stdin.write("\n")
        self._parent.stdin.flush()
        line = self._parent.stdout.readline()
        assert line, self._log.read_text()[-3000:]
        self._worker = int(line)

    def end(self, number: signal.Signals) -> int:
        """Send a signal and return the status with which the worker ended."""
        os.kill(self._worker, number)
        status = int(self._parent.stdout.readline())
        self._worker = 0
        return status

    def end_at(self, server: Server, step: str, received: int, number: signal.Signals) -> int:
        """Send a signal at a step of `server` as soon as it has received so many; the status of the worker's end."""
        is_sent = Event()

        def end(name: str, count: int) -> None:
            if name == step and count >= received and not is_sent.is_set():
                is_sent.set()
                os.kill(self._worker, number)

        server.at_step = end
        status = int(self._parent.stdout.readline())
        self._worker = 0
        assert is_sent.is_set(), self._log.read_text()[-3000:]
        return status

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for `condition`; fail with the worker's log when it ends by itself."""
        assert becomes(lambda: condition() or not self._lives())
        assert self._lives(), self._log.read_text()[-3000:]

    def close(self) -> None:
        """End whatever runs."""
        if self._worker and self._lives():
            self.end(signal.SIGKILL)
        self._parent.communicate()
        self._errors.close()

    def _lives(self) -> bool:
        try:
            os.kill(self._worker, 0)
        except ProcessLookupError:
            return False
        return True


@pytest.fixture
def slow_server(app) -> Iterator[Server]:
    """An SMTP server that takes its time."""
    with Server(delay=0.02).running() as running:
        yield running


@pytest.fixture
def workers(app, slow_server) -> Iterator[Workers]:
    """Workers that deliver to `slow_server`."""
    started = Workers(app, slow_server.port)
    yield started
    started.close()


def _owe_many(count: int) -> set[str]:
    with writing():
        return {
            enqueue("sample/hello", recipient=f"person{number}@example.org", language="en", values=VALUES).message_id
            for number in range(count)
        }


def _unsent() -> int:
    db.session.rollback()
    return db.session.scalar(
        select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state != MessageState.SENT)
    )


def _kill_while_delivering(workers: Workers, server: Server, messages: int, kills: int, seed: int = 0) -> None:
    dice = random.Random(seed)
    owed = _owe_many(messages)
    pace = messages // (kills + 2)
    for _ in range(kills):
        workers.start()
        goal = len(server.ids()) + dice.randint(1, pace)
        assert workers.end_at(server, dice.choice(STEPS), goal, signal.SIGKILL)
    workers.start()
    workers.wait_until(lambda: _unsent() == 0)
    assert workers.end(signal.SIGTERM) == 0

    arrived = Counter(server.ids())
    assert set(arrived) == owed
    assert arrived.total() - len(arrived) <= kills


def test_a_killed_worker_loses_no_mail_and_repeats_one_per_kill_at_most(workers, slow_server):
    _kill_while_delivering(workers, slow_server, messages=150, kills=8)


@pytest.mark.slow
@pytest.mark.parametrize("round_number", range(3))
def test_a_worker_killed_again_and_again_loses_no_mail(workers, slow_server, round_number):
    _kill_while_delivering(workers, slow_server, messages=600, kills=30, seed=round_number)


def test_a_worker_told_to_end_finishes_the_message_in_hand(workers, slow_server):
    _owe_many(10)
    workers.start()

    status = workers.end_at(slow_server, "DATA", 2, signal.SIGTERM)

    states = Counter(db.session.scalars(select(OutboxMessage.state)))
    assert status == 0
    assert states[MessageState.SENDING] == 0
    assert states[MessageState.SENT] == len(slow_server.ids()) == len(set(slow_server.ids())) < 10
