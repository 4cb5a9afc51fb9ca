"""Processes that are killed, that cannot be kept alive, that say nothing, and whose supervisor is gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.processes.conftest import NewDatabase
from tests.processes.system import ROOT, System, running, status_of
from tests.waiting import PATIENCE, becomes

KILLS = 20


def workers(system: System) -> list[psutil.Process]:
    """The living workers."""
    return [child for child in system.family()[0].children() if child.name() == "plenary-worker"]


def test_worker_killed_twenty_times_comes_back(var_dir: Path, new_database: NewDatabase) -> None:
    with running(var_dir, DATABASE_URL=new_database(), WEB_PROCESSES=1) as system:
        killed = set()
        for _time in range(KILLS):
            assert becomes(lambda: any(each.pid not in killed for each in workers(system)))
            for each in workers(system):
                killed.add(each.pid)
                each.kill()
        assert becomes(lambda: any(each.pid not in killed for each in workers(system)))
        assert status_of(f"{system.address}/health") == 200
        output = system.output()
    assert output.count("The worker process") == KILLS
    assert output.count("ended by signal SIGKILL after") == KILLS


def test_web_process_that_dies_comes_back_and_nobody_waits(var_dir: Path, new_database: NewDatabase) -> None:
    with running(var_dir, DATABASE_URL=new_database()) as system:
        first = {each.pid for each in system.web_processes()}
        for each in system.web_processes():
            each.kill()
        # Both are gone: who comes now waits on the socket that the supervisor holds.
        assert status_of(f"{system.address}/health") == 200
        assert becomes(lambda: len({each.pid for each in system.web_processes()} - first) == 2)
        assert system.output().count("The web process") == 2


def test_nothing_outlives_a_supervisor_that_was_killed(var_dir: Path, new_database: NewDatabase) -> None:
    system = System(var_dir, DATABASE_URL=new_database()).start()
    try:
        top, *others = system.family()
        assert len(others) == 3
        top.kill()
        assert becomes(lambda: not any(_lives(each) for each in others))
        assert status_of(f"{system.address}/health") == 0
    finally:
        system.stop()


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize(
    ("children", "said"),
    [
        ("[Child('web', lambda beat: os._exit(3))]", "The web process ended 4 times in a row, the last time with exit"),
        ("[Child('web', lambda beat: 1 / 0)]", "ZeroDivisionError"),
        ("[Child('web', lambda beat: signal.pause())]", "gives no sign of life"),
        ("[Child('web', lambda beat: os.kill(os.getpid(), 11))]", "by signal SIGSEGV"),
    ],
)  # fmt: skip
def test_system_ends_rather_than_live_without_a_part(children: str, said: str) -> None:
    program = (
        "import os, signal, sys; from foundation import supervising; from foundation.supervising import *; "
        "supervising.DEATHS, supervising.SILENT_SECONDS = 4, 0.5; supervising.LONGEST_PAUSE = 0.3; "
        f"sys.exit(Supervisor({children}).run())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert said in done.stderr and "the system ends." in done.stderr


def test_deaths_are_forgotten_after_healthy_times() -> None:
    program = (
        "import os, sys; from foundation import supervising; from foundation.supervising import *; "
        "from tests.waiting import lasts; supervising.DEATHS, supervising.HEALTHY_SECONDS = 3, 0.3\n"
        "class Ending(Supervisor):\n"
        "    deaths = 0\n"
        "    def _note_death(self, child, status):\n"
        "        self.deaths += 1; self.stopping = self.deaths > 4\n"
        "        return super()._note_death(child, status)\n"
        "sys.exit(Ending([Child('web', lambda beat: lasts(0.4) or os._exit(3), listens=False)]).run())"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0 and done.stderr.count("starting it again in 0.25 s") > 4, done.stderr
