"""Two hundred clients at once for sixty places, over HTTP, against two web processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.processes.conftest import NewDatabase
from tests.processes.racing import faults, race
from tests.processes.system import SECRET, System, command, running

REPETITIONS = 10
SETTINGS = {"DEMO": 0, "SECRET_KEYS": SECRET, "MAIL_TO_MAILBOX": 1, "WEB_PROCESSES": 2}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[System]:
    """The real server with two web processes and a worker, without data."""
    with running(tmp_path_factory.mktemp("race") / "var", DATABASE_URL=new_database(), **SETTINGS) as system:
        yield system
    assert "Traceback" not in system.output(), system.output()


@pytest.fixture
def unlocked(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[System]:
    """The same web server without its locks."""
    factory = ("-m", "tests.processes.serve_unlocked")
    folder = tmp_path_factory.mktemp("unlocked") / "var"
    system = System(folder, program=factory, ready="/health", DATABASE_URL=new_database(), **SETTINGS)
    assert command("migrate", env=system.env).returncode == 0
    system.start()
    yield system
    system.stop()


def test_sixty_places_go_to_the_first_sixty_of_two_hundred(system: System) -> None:
    result = race(system)

    print(f"the race took {result.seconds:.2f} s")  # noqa: T201
    assert faults(system, result) == []


def test_race_is_lost_without_locks(unlocked: System) -> None:
    found = faults(unlocked, race(unlocked))

    assert any(fault.startswith("the states are") for fault in found), found


@pytest.mark.slow
@pytest.mark.parametrize("_round", range(REPETITIONS))
def test_race_is_won_again_and_again(system: System, _round: int) -> None:
    assert faults(system, race(system)) == []
