"""The application under test, on SQLite or on a PostgreSQL that the tests start themselves.

`TEST_DATABASE=postgresql` chooses the database; each pytest-xdist worker has its own.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import event

from accounts.models import Team
from accounts.operations import signing_in
from accounts.permissions import Role
from app import create_app
from config import Settings
from foundation import database
from foundation.database import db, writing
from foundation.page_cache import pages
from meetings.models.meeting import Meeting
from registration.people import registering
from tests.factories import make_meeting, make_team, make_user, sign_in
from tests.waiting import PATIENCE

# How long an example takes says how busy the machine is.
settings.register_profile("plenary", deadline=None)
settings.load_profile("plenary")

TEST_SECRET = "only-for-tests-" + "x" * 32


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches a database; the rest has passed on SQLite and would say the same again."""
    if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
        return
    same = [item for item in items if "database_url" not in getattr(item, "fixturenames", ()) and not _starts_own(item)]
    items[:] = [item for item in items if item not in set(same)]
    config.hook.pytest_deselected(items=same)


def _starts_own(item: pytest.Item) -> bool:
    return item.get_closest_marker("processes") is not None


@pytest.fixture(scope="session")
def var_dir() -> Iterator[Path]:
    """A folder for database, files and queue that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="plenary-tests-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_url(var_dir: Path) -> Iterator[str]:
    """The address of an empty database of the kind asked for."""
    if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
        yield f"sqlite:///{var_dir / 'test.sqlite'}"
        return
    from tests.postgresql import running_server

    with running_server(var_dir / "postgresql") as address:
        yield address


@pytest.fixture(scope="session")
def settings(var_dir: Path, database_url: str) -> Settings:
    """Settings of the application under test."""
    return Settings(
        demo=False,
        var_dir=var_dir,
        database_url=database_url,
        secret_keys=TEST_SECRET,
        base_url="http://plenary.test",
        mail_to_mailbox=True,
        rate_limits=False,
        undo_seconds=0,
        log_level="WARNING",
    )


@pytest.fixture(scope="session")
def application(settings: Settings) -> Iterator[Flask]:
    """One application per test process, with every table created."""
    with pytest.MonkeyPatch.context() as patched:
        # Forty threads share the connections of a dozen; how soon each has its turn says how busy the machine is.
        patched.setattr(database, "POOL_SECONDS", PATIENCE)
        app = create_app(settings, testing=True)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _without_waiting_for_the_disk)
        db.create_all()
    yield app
    app.extensions["jobs"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def answers_at_once() -> Iterator[None]:
    """Nobody waits for the pauses that hide whether a mail was owed; `tests.pauses` sees them."""
    with pytest.MonkeyPatch.context() as patched:
        for module in (signing_in, registering):
            patched.setattr(module, "SECONDS_UNTIL_ANSWER", 0.0)
        yield


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application inside a context, with empty tables before and after."""
    with application.app_context():
        yield application
        db.session.rollback()
        _empty_tables()
        pages.clear()
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without a session."""
    return _Client(app, app.response_class)


@pytest.fixture
def team(client: FlaskClient) -> Team:
    """A team, an organiser of which is signed in."""
    team = make_team()
    sign_in(client, make_user(Role.ORGANISER, team))
    return team


@pytest.fixture
def meeting(team: Team) -> Meeting:
    """A meeting of the team, which the signed-in organiser may edit."""
    return make_meeting(team, code="WG-TEST")


class _Client(FlaskClient):
    """A test client whose requests have a context of their own, and after which the test's session reads afresh."""

    def open(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        db.session.rollback()
        # Flask would reuse the test's application context, and with it `g`: who was signed in, the language …
        outside = None if self.preserve_context else _cv_app.set(None)  # type: ignore[arg-type]
        try:
            response = super().open(*args, **kwargs)
        finally:
            if outside is not None:
                _cv_app.reset(outside)
        db.session.rollback()
        return response


def _empty_tables() -> None:
    names = [table.name for table in reversed(db.metadata.sorted_tables)]
    deletions = "; ".join(f'DELETE FROM "{name}"' for name in names)
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        with writing() as session:
            # Far quicker than TRUNCATE, which writes new files for every table however empty.
            session.connection().exec_driver_sql(f"SET LOCAL session_replication_role = replica; {deletions}")
        return
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        # Nothing is left that could refer to what is gone: not looking for it row by row is five times as quick.
        driver.executescript(f"PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE; {deletions}; COMMIT; PRAGMA foreign_keys=ON")


def _without_waiting_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
