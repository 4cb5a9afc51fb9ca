"""The migrations lead to exactly the schema of the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Column, Connection, MetaData, Table, create_engine, make_url, text
from sqlalchemy import types as sa_types

from app import create_app
from config import Settings
from foundation.database import db
from foundation.migrating import migrate_database
from foundation.normalising import search_words
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


def test_rows_of_the_first_schema_survive_every_migration(database_url: str, tmp_path: Path) -> None:
    """SQLite rebuilds a table by dropping it; what refers to its rows must not go with them."""
    with empty_database(database_url, tmp_path) as address:
        app = create_app(Settings(var_dir=tmp_path, secret_keys=TEST_SECRET, database_url=address), testing=True)
        with app.app_context():
            upgrade(directory=str(app.config["ROOT"] / "migrations"), revision="b908d3be742d")
            with db.engine.begin() as connection:
                for statement in FIRST_ROWS:
                    connection.execute(text(statement))
        migrate_database(app)
        with app.app_context():
            with db.engine.connect() as connection:
                counts = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in REFERRING]
                is_sqlite = db.engine.dialect.name == "sqlite"
                holds = connection.scalar(text("PRAGMA foreign_keys")) if is_sqlite else 1
                context = MigrationContext.configure(connection, opts={"compare_type": False})
                assert compare_metadata(context, db.metadata) == []
            db.engine.dispose()
    assert counts == [1] * len(REFERRING)
    assert holds == 1


LONG_AGO = datetime(2024, 1, 2, tzinfo=UTC)
CHOICES = {
    "kind": "workshop", "month_style": "dual", "format": "hybrid", "mode": "remote", "source": "self",
    "organisation_kind": "other", "language": "en", "state": "published", "main_language": "en",
}  # fmt: skip
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


PEOPLE = (
    {"id": 1, "email": "a", "state": "cancelled", "calendar_sequence": 3, "agenda_sequence": 1},
    {"id": 2, "email": "a", "state": "approved", "calendar_sequence": 0, "agenda_sequence": 1, "invited_at": LONG_AGO},
    {"id": 3, "email": "a", "state": "approved", "calendar_sequence": 1, "agenda_sequence": 0, "invited_at": LONG_AGO},
    {"id": 4, "email": "b", "state": "pending", "calendar_sequence": 0, "agenda_sequence": 0},
)


def test_who_was_invited_keeps_the_meetings_uid_and_all_others_get_their_own(database_url: str, tmp_path: Path) -> None:
    """One of each mailbox, the one whose entry the calendar holds; its next SEQUENCE is above all that were sent."""
    with empty_database(database_url, tmp_path) as address:
        app = create_app(Settings(var_dir=tmp_path, secret_keys=TEST_SECRET, database_url=address), testing=True)
        with app.app_context():
            upgrade(directory=str(app.config["ROOT"] / "migrations"), revision="28fba2814a5d")
            with db.engine.begin() as connection:
                tables = MetaData()
                tables.reflect(connection, only=("team", "meeting", "registration"))
                insert(connection, tables.tables["team"], id=1)
                insert(connection, tables.tables["meeting"], id=1, team_id=1, calendar_uid="u", calendar_sequence=2)
                for person in PEOPLE:
                    values = {**person, "email_key": person["email"], "reference": f"R{person['id']}"}
                    insert(connection, tables.tables["registration"], meeting_id=1, **values)
        migrate_database(app)
        with app.app_context():
            with db.engine.connect() as connection:
                columns = "id, calendar_uid, calendar_sequence, invited_at"
                rows = connection.execute(text(f"SELECT {columns} FROM registration ORDER BY id")).all()
                columns = "uid, mailbox, sequence, is_cancelled, about_id"
                told = connection.execute(text(f"SELECT {columns} FROM calendar_told")).all()
            db.engine.dispose()
    assert [row.id for row in rows if row.calendar_uid == "u"] == [2]
    assert len({row.calendar_uid for row in rows}) == 4
    assert all(row.calendar_uid for row in rows)
    assert [row.id for row in rows if row.invited_at] == [2]
    assert rows[1].calendar_sequence == 1
    assert [tuple(row) for row in told] == [("u", "a", 5, False, 2)]


def test_rows_from_before_are_found_by_the_keys_of_today(database_url: str, tmp_path: Path) -> None:
    with empty_database(database_url, tmp_path) as address:
        app = create_app(Settings(var_dir=tmp_path, secret_keys=TEST_SECRET, database_url=address), testing=True)
        with app.app_context():
            upgrade(directory=str(app.config["ROOT"] / "migrations"), revision="b3d85f1e6a07")
            with db.engine.begin() as connection:
                tables = MetaData()
                tables.reflect(connection)
                for name, values in BEFORE.items():
                    own = {"id": 1} if "id" in tables.tables[name].columns else {}
                    insert(connection, tables.tables[name], **own, **values)
        migrate_database(app)
        with app.app_context():
            with db.engine.connect() as connection:
                keys = {name: connection.scalar(text(f'SELECT search_key FROM "{name}"')) for name in ASKED}
                assert connection.scalar(text("SELECT version FROM meeting_search")) == 0
            db.engine.dispose()
    missed = [
        (name, asked)
        for name, questions in ASKED.items()
        for asked in questions
        if not all(word in keys[name] for word in search_words(asked))
    ]
    assert missed == []


BEFORE: dict[str, dict[str, Any]] = {
    "team": {},
    "user": {"name": "Salma Al-Khatib", "email": "salma@example.org"},
    "meeting": {"team_id": 1, "version": 7},
    "meeting_search": {"meeting_id": 1, "version": 7},
    "registration": {
        "meeting_id": 1, "state": "approved", "given_name": "Abd", "family_name": "O’Neil",
        "printed_name": {"ar": "عبد الله ڕەشید"},
    },
    "person": {"team_id": 1, "name": {"ar": "عبد الله مسئول"}},
    "organisation": {"team_id": 1, "kind": "other", "name": {"fr": "Sainte-Cécile"}},
}  # fmt: skip
ASKED = {
    "user": ("alkhatib", "salma@example.org"),
    "registration": ("oneil", "عبدالله", "abdo'neil"),
    "person": ("عبدالله", "مسؤول"),
    "organisation": ("saintececile", "cecile"),
}


@contextmanager
def empty_database(database_url: str, folder: Path) -> Iterator[str]:
    """The address of a database of its own, of the kind under test."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{folder / 'own.sqlite'}"
        return
    engine = create_engine(database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrated"))
        connection.execute(text("CREATE DATABASE migrated"))
    yield make_url(database_url).set(database="migrated").render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE migrated WITH (FORCE)"))
    engine.dispose()


def insert(connection: Connection, table: Table, **values: object) -> None:
    """A row with something in every column that must have it."""
    for column in table.columns:
        if column.name not in values and not column.nullable and column.server_default is None:
            values[column.name] = filling(column)
    connection.execute(table.insert().values(values))


def filling(column: Column[Any]) -> object:
    """Something that the column takes."""
    if column.name in CHOICES:
        return CHOICES[column.name]
    kinds: list[tuple[type, object]] = [
        (sa_types.JSON, {}),
        (sa_types.Boolean, False),
        (sa_types.DateTime, LONG_AGO),
        (sa_types.Date, LONG_AGO.date()),
        (sa_types.Integer, 1),
    ]
    return next((value for kind, value in kinds if isinstance(column.type, kind)), "x")
