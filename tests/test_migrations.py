"""The migrations lead to exactly the schema of the models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

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


@pytest.fixture
def empty_of_its_kind(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """An application on an empty database of its own, of the kind that is tested."""
    address = make_url(database_url)
    if address.get_backend_name() == "sqlite":
        address = address.set(database=str(tmp_path / "first.sqlite"))
    else:
        with create_engine(database_url, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS first_schema WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE first_schema"))
        address = address.set(database="first_schema")
    written = address.render_as_string(hide_password=False)
    app = create_app(Settings(var_dir=tmp_path, secret_keys=TEST_SECRET, database_url=written), testing=True)
    yield app
    app.extensions["jobs"].close()
    with app.app_context():
        db.engine.dispose()


def test_rows_of_the_first_schema_survive_every_migration(empty_of_its_kind: Flask) -> None:
    """SQLite rebuilds a table by dropping it; what refers to its rows must not go with them."""
    empty = empty_of_its_kind
    with empty.app_context():
        upgrade(directory=str(empty.config["ROOT"] / "migrations"), revision="b908d3be742d")
        with db.engine.begin() as connection:
            for statement in FIRST_ROWS:
                connection.execute(text(statement))

    migrate_database(empty)

    with empty.app_context(), db.engine.connect() as connection:
        counts = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in REFERRING]
        is_sqlite = db.engine.dialect.name == "sqlite"
        holds = connection.scalar(text("PRAGMA foreign_keys")) if is_sqlite else 1
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, db.metadata) == []
    assert counts == [1] * len(REFERRING)
    assert holds == 1


REFERRING = ("meeting", "document", "document_version", "meeting_organisation", "organisation")
FIRST_ROWS = (
    "INSERT INTO team (id, name, created_at) VALUES (1, '{}', '2024-01-01')",
    "INSERT INTO stored_file (id, sha256, size, content_type, stored_at)"
    " VALUES (1, 'a', 1, 'application/pdf', '2024-01-01')",
    "INSERT INTO organisation (id, team_id, name, acronym, kind, website, search_key)"
    " VALUES (1, 1, '{}', '{}', 'other', '', '')",
    "INSERT INTO meeting (id, team_id, code, code_key, kind, state, version, title, subtitle, summary, part_of,"
    " part_of_url, symbol, starts_on, ends_on, zone, zone_assumed, month_style, format, venue, venue_address,"
    " venue_map_url, city, online_platform, main_language, page_languages, working_languages, has_interpretation,"
    " hashtag, links, accent, takes_registrations, calendar_uid, calendar_sequence, created_at, changed_at)"
    " VALUES (1, 1, 'A', 'a', 'workshop', 'published', 1, '{}', '{}', '{}', '{}', '', '', '2024-02-28', '2024-02-29',"
    " 'Asia/Amman', false, 'dual', 'hybrid', '{}', '{}', '', '{}', '', 'en', '[]', '[]', false, '', '[]', '', false,"
    " 'u', 0, '2024-01-01', '2024-01-01')",
    "INSERT INTO meeting_organisation (id, position, role, organisation_id, meeting_id) VALUES (1, 0, 'host', 1, 1)",
    "INSERT INTO document (id, position, kind, status, visibility, symbol, title, url, meeting_id)"
    " VALUES (1, 0, 'paper', 'final', 'public', '', '{}', '', 1)",
    "INSERT INTO document_version (id, document_id, language, file_id, file_name) VALUES (1, 1, 'en', 1, 'a.pdf')",
)
