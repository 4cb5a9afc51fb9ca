"""The worker is killed at random moments: nothing is lost, and a kill repeats one message at most."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from foundation.database import db, writing
from outbox.models import MessageState, OutboxMessage
from outbox.operations import owe
from tests.outbox.letters import VALUES, Server, wait_until

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 6


@contextlib.contextmanager
def _worker(app, port: int) -> Iterator[subprocess.Popen]:
    settings = app.config["SETTINGS"]
    environment = {
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
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.outbox.worker_process"],
        cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _owe_many(count: int) -> set[str]:
    with writing():
        return {
            owe("sample/hello", recipient=f"person{number}@example.org", language="en", values=VALUES).message_id
            for number in range(count)
        }


def _unsent() -> int:
    db.session.rollback()
    return db.session.scalar(
        select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state != MessageState.SENT)
    )


def _kill_while_delivering(app, messages: int, kills: int, seed: int) -> tuple[int, Counter, set[str]]:
    dice = random.Random(seed)
    server = Server(delay=0.02)
    done = 0
    with server.running():
        owed = _owe_many(messages)
        pace = max(1, messages // (kills + 2))
        while done < kills and len(set(server.ids())) < messages:
            with _worker(app, server.port) as process:
                before = len(server.ids())
                goal = before + dice.randint(1, pace)
                moved = wait_until(lambda goal=goal: len(server.ids()) >= goal or _unsent() == 0, 60)
                assert moved, process.communicate(timeout=1)
                time.sleep(dice.random() * 0.06)
                process.send_signal(signal.SIGKILL)
                process.wait()
            done += 1
        with _worker(app, server.port) as process:
            assert wait_until(lambda: _unsent() == 0, 120)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        return done, Counter(server.ids()), owed


def _check(kills: int, arrived: Counter, owed: set[str]) -> None:
    assert set(arrived) == owed
    assert sum(arrived.values()) - len(arrived) <= kills


def test_a_killed_worker_loses_no_mail_and_repeats_one_per_kill_at_most(app):
    kills, arrived, owed = _kill_while_delivering(app, messages=150, kills=6, seed=random.randrange(10**6))

    assert kills >= 5
    _check(kills, arrived, owed)


@pytest.mark.slow
@pytest.mark.parametrize("round_number", range(5))
def test_a_worker_killed_again_and_again_loses_no_mail(app, round_number):
    kills, arrived, owed = _kill_while_delivering(app, messages=600, kills=25, seed=random.randrange(10**6))

    assert kills >= 20
    _check(kills, arrived, owed)


def test_a_worker_told_to_end_finishes_the_message_in_hand(app):
    server = Server(delay=0.3)
    with server.running():
        _owe_many(10)
        with _worker(app, server.port) as process:
            assert wait_until(lambda: len(server.ids()) >= 2, 60)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
    states = Counter(db.session.scalars(select(OutboxMessage.state)))
    assert states[MessageState.SENDING] == 0
    assert states[MessageState.SENT] == len(server.ids()) == len(set(server.ids())) < 10
