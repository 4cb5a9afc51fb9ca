"""Two workers whose clocks are five minutes apart, and a slow mail server: nothing is sent twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from foundation.database import db, writing
from outbox.models import MessageState, OutboxMessage
from outbox.operations import enqueue
from tests.outbox.letters import Server
from tests.processes.conftest import NewDatabase
from tests.processes.system import ROOT, SECRET, System, command
from tests.waiting import PATIENCE, stays, wait_for

MAILS = 50
AHEAD = "+300s"


@contextmanager
def worker(system: System, *, clock: str = "") -> Iterator[Path]:
    """A worker as a process of its own, on a machine whose clock is off by `clock`; its log."""
    log = system.var_dir / f"worker{clock or '-right'}.log"
    faked = ["faketime", "-f", clock] if clock else []
    env = {**system.env, "DONT_FAKE_MONOTONIC": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(
            [*faked, sys.executable, "app.py", "worker"],
            cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            yield log
        finally:
            # faketime stands around the program: the signal goes to both.
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def unsent() -> int:
    """How many mails are not yet sent."""
    db.session.rollback()
    query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state != MessageState.SENT)
    return int(db.session.scalar(query) or 0)


@pytest.mark.parametrize("delay", [0.25, pytest.param(25.0, marks=pytest.mark.slow)])
def test_no_mail_is_sent_twice_by_a_worker_whose_clock_is_ahead(
    var_dir: Path, new_database: NewDatabase, postgresql_only: None, delay: float
) -> None:
    with Server(delay=delay).running() as server:
        system = System(
            var_dir, DATABASE_URL=new_database(), DEMO=0, SECRET_KEYS=SECRET, LOG_LEVEL="WARNING",
            MAIL_SERVER="127.0.0.1", MAIL_PORT=server.port,
        )  # fmt: skip
        var_dir.mkdir()
        assert command("migrate", env=system.env).returncode == 0
        with system.inside():
            with writing():
                for number in range(MAILS):
                    address = f"person{number}@example.org"
                    enqueue("accounts/password_changed", recipient=address, language="en", values={"name": "Salma"})
            with worker(system), worker(system, clock=AHEAD) as log:
                wait_for(lambda: not unsent(), "all mail", PATIENCE + 2 * MAILS * delay)
                assert stays(lambda: len(server.ids()) == MAILS, 2)
        sent = Counter(server.ids())

    assert len(sent) == MAILS and set(sent.values()) == {1}
    assert "no work until it is set" in log.read_text()
