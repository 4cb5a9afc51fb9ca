"""One command that starts everything, from nothing; that ends everything; and that says what is wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, inspect

from config import Settings
from tests.processes.conftest import NewDatabase
from tests.processes.system import SECRET, System, command, environment, free_port, running, status_of
from tests.waiting import PATIENCE, wait_for

MEBIBYTE = 1024 * 1024
MEMORY_MEBIBYTES = 250
VIEWS = ("/", "/e/WG2/en", "/e/WG2/ar", "/e/TIN-API/en", "/e/TIN-API-NEXT/fr", "/e/WG2-NEXT/en/register", "/sign-in")


@pytest.fixture
def served(var_dir: Path, new_database: NewDatabase) -> System:
    """The demo, started from an empty folder and an empty database; stopped at the end."""
    system = System(var_dir, DATABASE_URL=new_database())
    return system.start()


def test_serve_starts_from_nothing_and_ends_in_order(served: System) -> None:
    family = served.family()
    try:
        assert status_of(f"{served.address}/health") == status_of(f"{served.address}/ready") == 200
        assert status_of(f"{served.address}/e/WG2/en") == status_of(f"{served.address}/e/TIN-API-NEXT/ar") == 200
        assert len(served.web_processes()) == 2 and served.worker() in family
    finally:
        code = served.stop()

    output = served.output()
    assert code == 0
    assert not [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
    assert status_of(f"{served.address}/health") == 0
    assert f"{served.address}/e/WG2" in output and f"{served.address}/sign-in" in output
    assert "assistant@example.org" in output and "Traceback" not in output


def test_second_start_finds_the_demo_as_it_was_left(var_dir: Path, new_database: NewDatabase) -> None:
    database = new_database()
    for _start in range(2):
        with running(var_dir, DATABASE_URL=database) as system:
            assert status_of(f"{system.address}/e/WG2/en") == 200

    assert "Traceback" not in system.output()


def test_worker_that_dies_is_started_again(served: System) -> None:
    try:
        first = served.worker()
        first.kill()
        first.wait(PATIENCE)
        wait_for(lambda: [child for child in served.family()[0].children() if child.name() == "plenary-worker"])
        assert served.worker() != first
    finally:
        assert served.stop() == 0


def test_processes_that_start_together_migrate_once(var_dir: Path, new_database: NewDatabase) -> None:
    env = environment(var_dir, DATABASE_URL=new_database(), SECRET_KEYS=SECRET)
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _number: command("migrate", env=env), range(3)))

    assert [each.returncode for each in done] == [0, 0, 0], [each.stderr for each in done]
    assert sorted(each.stdout.startswith("The database has the newest schema now") for each in done) == [
        False,
        False,
        True,
    ]
    assert {"meeting", "registration", "outbox_message"} <= tables(env)


def test_two_systems_that_start_together_share_one_database(
    tmp_path: Path, var_dir: Path, new_database: NewDatabase
) -> None:
    database = new_database() or f"sqlite:///{tmp_path / 'shared.sqlite'}"
    systems = [System(var_dir, DATABASE_URL=database) for _number in range(2)]
    systems[1].log = var_dir / "output-of-the-other.log"
    try:
        for system in systems:
            system.launch()
        for system in systems:
            system.wait()
        assert [status_of(f"{system.address}/e/WG2/en") for system in systems] == [200, 200]
    finally:
        codes = [system.stop() for system in systems if system.process is not None]
    assert codes == [0, 0]
    assert not [system.output() for system in systems if "Traceback" in system.output()]


def tables(env: dict[str, str]) -> set[str]:
    """The tables of the database of an environment."""
    names = {name.lower(): value for name, value in env.items() if name.lower() in Settings.model_fields}
    engine = create_engine(Settings(**names).database_url)  # type: ignore[arg-type]
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"PORT": "abc"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"DATABASE_URL": "mysql://root@localhost/plenary"}, "DATABASE_URL"),
        ({"SECRET_KEYS": ""}, "SECRET_KEYS"),
        ({"SECRET_KEYS": "short"}, "SECRET_KEYS"),
        ({"BASE_URL": "plenary.example.org"}, "BASE_URL"),
        ({"WEB_PROCESSES": "0"}, "WEB_PROCESSES"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
    ],
)
def test_wrong_setting_stops_the_start_with_a_sentence(var_dir: Path, wrong: dict[str, str], named: str) -> None:
    env = environment(var_dir, **{"SECRET_KEYS": SECRET, "PORT": free_port(), **wrong})
    done = command("serve", env=env)

    assert done.returncode != 0
    assert named in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "short" not in done.stderr, "a secret is not repeated"
    assert done.stdout == ""


def test_port_in_use_is_said(var_dir: Path, served: System) -> None:
    try:
        env = environment(var_dir / "other", DEMO=1, PORT=served.port)
        done = command("serve", env=env)
    finally:
        served.stop()

    assert done.returncode != 0
    assert f"Port {served.port} cannot be used" in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_web_process_and_worker_are_small(var_dir: Path, new_database: NewDatabase) -> None:
    with running(var_dir, DATABASE_URL=new_database(), WEB_PROCESSES=1) as system:
        connection = HTTPConnection("127.0.0.1", system.port, timeout=PATIENCE)
        for number in range(50):
            connection.request("GET", VIEWS[number % len(VIEWS)])
            response = connection.getresponse()
            response.read()
            assert response.status == 200
        connection.close()
        (web,) = system.web_processes()
        sizes = {"web process": proportional_set(web), "worker": proportional_set(system.worker())}

    print({name: f"{size / MEBIBYTE:.0f} MiB" for name, size in sizes.items()})  # noqa: T201
    assert sum(sizes.values()) <= MEMORY_MEBIBYTES * MEBIBYTE


def proportional_set(process: psutil.Process) -> int:
    """Memory of a process in bytes, its shared pages divided among those who share them."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
