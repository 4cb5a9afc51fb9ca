"""Systems with databases of their own, migrated or empty, to be backed up and restored into."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from app import create_app
from config import Settings
from foundation.database import db
from foundation.migrating import migrate_database

KEY = "only-for-tests-" + "k" * 32
OTHER_KEY = "only-for-tests-" + "o" * 32
NewApp = Callable[..., Flask]
ON_POSTGRESQL = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"
KINDS = ("postgresql", "sqlite") if ON_POSTGRESQL else ("sqlite",)
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an SQLite database with the newest schema."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(Settings(var_dir=folder, database_url="", secret_keys=KEY), testing=True)
    migrate_database(app)
    with app.app_context():
        db.engine.dispose()
    return (folder / "plenary.sqlite").read_bytes()


@pytest.fixture
def new_app(tmp_path: Path, database_url: str, migrated: bytes) -> Iterator[NewApp]:
    """Makes an application on a database of its own of a `kind`, by default the one tested, migrated unless `bare`."""
    made: list[Flask] = []

    def make(kind: str = KINDS[0], *, bare: bool = False, keys: str = KEY, **settings: object) -> Flask:
        folder = tmp_path / f"var{len(made)}"
        address = "" if kind == "sqlite" else _create_database(database_url)
        if kind == "sqlite" and not bare:
            folder.mkdir()
            (folder / "plenary.sqlite").write_bytes(migrated)
        app = create_app(
            Settings(var_dir=folder, database_url=address, secret_keys=keys, mail_to_mailbox=True, **settings),  # type: ignore[arg-type]
            testing=True,
        )
        app.config["WTF_CSRF_ENABLED"] = False
        if not bare:
            migrate_database(app)
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["jobs"].close()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _create_database(address: str) -> str:
    name = f"backed_up_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(address).set(database=name).render_as_string(hide_password=False)
