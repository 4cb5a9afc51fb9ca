"""The migrations lead to exactly the schema of the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import text

from app import create_app
from config import Settings
from foundation.database import db
from foundation.migrating import migrate_database
from tests.conftest import TEST_SECRET


@pytest.fixture
def empty(tmp_path: Path) -> Flask:
    """An application on an empty SQLite database of its own."""
    return create_app(Settings(var_dir=tmp_path, secret_keys=TEST_SECRET, database_url=""), testing=True)


def test_migrated_schema_is_that_of_the_models(empty: Flask) -> None:
    assert migrate_database(empty) is True
    with empty.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, db.metadata) == []
    with empty.app_context():
        db.engine.dispose()


def test_migrating_again_changes_nothing(empty: Flask) -> None:
    migrate_database(empty)
    assert migrate_database(empty) is False
    with empty.app_context():
        db.engine.dispose()


def test_migrated_tables_never_use_a_key_twice(empty: Flask) -> None:
    migrate_database(empty)
    with empty.app_context(), db.engine.connect() as connection:
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        without = {name for name, sql in found if "\n\tid INTEGER" in sql and "AUTOINCREMENT" not in sql}
    with empty.app_context():
        db.engine.dispose()
    assert without == set()
