"""Databases for systems that run as processes of their own."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.postgresql import running_server
from tests.processes.system import SECRET, System, running

NewDatabase = Callable[[], str]
ONE_PROCESS = {"DEMO": 0, "SECRET_KEYS": SECRET, "MAIL_TO_MAILBOX": 1, "WEB_PROCESSES": 1, "WEB_THREADS": 8}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder starts processes; what is a matter of one database is tried on that one."""
    for item in items:
        if "tests/processes/" in item.nodeid:
            item.add_marker(pytest.mark.processes)
    other = "postgresql_only" if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite" else "sqlite_only"
    items[:] = [item for item in items if other not in getattr(item, "fixturenames", ())]


@pytest.fixture
def sqlite_only() -> None:
    """Marks a test of the embedded database."""


@pytest.fixture
def postgresql_only() -> None:
    """Marks a test of PostgreSQL."""


@pytest.fixture(scope="session")
def new_database() -> Iterator[NewDatabase]:
    """Makes the DATABASE_URL of an empty database; empty for SQLite, which is then in VAR_DIR."""
    if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
        yield lambda: ""
        return
    numbers = itertools.count(1)
    # Not under pytest's own folder: each new pytest closes that to everybody else, and the server is another user.
    with TemporaryDirectory(prefix="plenary-postgresql-") as folder, running_server(Path(folder) / "data") as address:

        def create() -> str:
            name = f"system{next(numbers)}"
            engine = create_engine(address, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            engine.dispose()
            return make_url(address).set(database=name).render_as_string(hide_password=False)

        yield create


@pytest.fixture
def var_dir(tmp_path: Path) -> Path:
    """An empty VAR_DIR."""
    return tmp_path / "var"


@pytest.fixture
def one_process(var_dir: Path, new_database: NewDatabase) -> Iterator[System]:
    """The real server with one web process of eight threads, and a worker."""
    with running(var_dir, DATABASE_URL=new_database(), **ONE_PROCESS) as system:
        yield system
