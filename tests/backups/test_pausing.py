"""Nothing is swept while a backup runs, and a killed backup keeps nobody waiting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from foundation import jobs
from foundation.files import path_of
from foundation.pausing import StillRemoving, nothing_is_removed, removing
from tests.waiting import wait_for

HARMLESS = {
    "foundation.jobs.run_due_jobs",
    "meetings.catalogue.tasks.index_meetings",
    "outbox.tasks.deliver",
}
SWEEP = "foundation.files.remove_left_overs"
HOLD = """
import sys
from app import create_app
from foundation.pausing import nothing_is_removed
app = create_app()
with app.app_context(), nothing_is_removed():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def left_over(app: Flask) -> Path:
    """A file that the sweep would remove."""
    path = path_of("d" * 64)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left")
    os.utime(path, (1, 1))
    return path


def test_only_what_removes_nothing_goes_on_beside_a_backup() -> None:
    """A periodic task waits unless somebody said, and this list agrees, that it removes nothing."""
    known = {name for name in jobs.periods() if not name.startswith("tests.")}
    assert known - jobs.removers() == HARMLESS


def test_sweep_waits_while_a_backup_runs(app: Flask, left_over: Path) -> None:
    with nothing_is_removed():
        assert jobs.run_task(app, SWEEP) is False
        assert left_over.exists()

    assert jobs.run_task(app, SWEEP) is True
    assert not left_over.exists()


def test_two_backups_do_not_wait_for_each_other(app: Flask) -> None:
    with nothing_is_removed(patience=0), nothing_is_removed(patience=0), removing() as may_remove:
        assert may_remove is False


def test_backup_waits_for_a_sweep_that_runs_and_not_for_ever(app: Flask) -> None:
    with removing() as may_remove:
        assert may_remove
        with pytest.raises(StillRemoving), nothing_is_removed(patience=0.3):
            raise AssertionError("it did not wait")

    with nothing_is_removed(patience=0):
        pass


def test_killed_backup_holds_nothing_up(app: Flask, left_over: Path) -> None:
    settings = app.config["SETTINGS"]
    env = os.environ | {
        "VAR_DIR": str(settings.var_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEYS": settings.secret_keys,
    }
    with subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=app.config["ROOT"],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as backup:
        assert backup.stdout is not None and backup.stdout.readline() == "held\n"
        held = jobs.run_task(app, SWEEP)
        backup.kill()

    assert held is False
    # PostgreSQL sees the end of a connection a moment later.
    wait_for(lambda: jobs.run_task(app, SWEEP), "the sweep")
    assert not left_over.exists()
