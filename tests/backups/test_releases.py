"""What was written with a past release is there, whole and shown, after every migration since.

`releases/` holds a backup of the demo for each schema that a release had (`make release`). The demo fills not every
table: the last test puts a row into each table of each schema that there was.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, url_for
from flask_migrate import upgrade
from sqlalchemy import Column, Connection, MetaData, Table, func, inspect, select, text, types
from sqlalchemy.exc import IntegrityError

from accounts.queries import user_by_email
from backups.checking import check_everything
from backups.restoring import restore_backup
from config import ROOT
from foundation.database import db
from meetings.models.meeting import Meeting
from registration.models.registrations import Registration
from registration.reading.links import manage_token
from tests.backups.conftest import NewApp
from tests.conftest import _Client
from tests.factories import sign_in
from tools.release import keep_release

pytestmark = pytest.mark.wide

RELEASES = Path(__file__).parent / "releases"
SCHEMAS = [script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()][::-1]
KEPT = sorted(RELEASES.glob("*.zip"), key=lambda release: SCHEMAS.index(release.stem))
REPLACED = {"sign_in_attempt"}
"""Tables whose rows were not worth keeping when another took their place."""
WRITTEN_BY_MIGRATIONS = {"calendar_told", "meeting_search"}
LARGEST_BYTES = 200_000
SHOWN = ("WG2", "TIN-API-TODAY", "TIN-API-NEXT")
"""Meetings whose pages are looked at: one is over, one is today, one takes registrations."""
NOT_FOR_ORGANISERS = ("/admin/", "/ready")


def unpacked(release: Path, folder: Path) -> Path:
    """The backup in a ZIP file, as a folder."""
    with ZipFile(release) as packed:
        packed.extractall(folder)
    return folder


def schema_differences(connection: Connection) -> list[Any]:
    """Where a database is not what the models say."""
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, db.metadata))


def pages(app: Flask) -> dict[str, int]:
    """The statuses of all pages that are named by a meeting and a language at most, as an organiser sees them."""
    client = _Client(app, app.response_class)
    user = user_by_email("organiser@example.org")
    assert user is not None
    sign_in(client, user)
    known = {"code", "language"}
    rules = [each for each in app.url_map.iter_rules() if each.arguments <= known and "GET" in (each.methods or ())]
    meetings = db.session.execute(select(Meeting.code, Meeting.main_language).where(Meeting.code.in_(SHOWN))).all()
    with app.test_request_context():
        paths = {
            url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
            for rule in rules
            if not rule.rule.startswith(NOT_FOR_ORGANISERS)
            for code, language in meetings
            for values in [{"code": code, "language": language}]
        }
    person = db.session.scalars(select(Registration).limit(1)).one()
    return {path: client.get(path).status_code for path in sorted({*paths, f"/r/{manage_token(person)}"})}


@pytest.mark.parametrize("release", KEPT, ids=lambda release: release.stem)
def test_backup_of_a_release_is_restored_whole(tmp_path: Path, new_app: NewApp, release: Path) -> None:
    app = new_app(bare=True)

    rows = {
        name: table.rows for name, table in restore_backup(app, unpacked(release, tmp_path)).manifest.tables.items()
    }

    with app.app_context():
        with db.engine.connect() as connection:
            assert schema_differences(connection) == []
            assert set(rows) - set(db.metadata.tables) <= REPLACED
            kept = {
                name: connection.scalar(select(func.count()).select_from(db.metadata.tables[name]))
                for name in rows.keys() - REPLACED - WRITTEN_BY_MIGRATIONS
            }
        assert kept == {name: rows[name] for name in kept}
        assert rows["meeting"] > 4 and rows["registration"] > 50 and rows["agenda_item"] > 50
        assert check_everything(app).faults == []
        if release in (KEPT[0], KEPT[-1]):
            statuses = pages(app)
            assert len(statuses) > 100
            assert {path: status for path, status in statuses.items() if status >= 400} == {}


def test_every_release_is_kept_small() -> None:
    assert len(KEPT) > 6
    assert [release.name for release in KEPT if release.stat().st_size > LARGEST_BYTES] == []


def test_demo_of_this_version_can_be_kept(tmp_path: Path, new_app: NewApp) -> None:
    release = keep_release(tmp_path)

    assert release.stem == SCHEMAS[-1]
    assert release.stat().st_size < LARGEST_BYTES
    restored = restore_backup(new_app(bare=True), unpacked(release, tmp_path / "backup"))
    assert set(restored.manifest.tables) >= {"meeting", "registration"}


def test_a_row_of_every_table_of_every_schema_survives_all_later_migrations(new_app: NewApp) -> None:
    """One database grows up: at each schema every table gets a row of that time, then the next migration runs."""
    app = new_app(bare=True)
    folder = str(ROOT / "migrations")
    written: dict[str, int] = {}
    with app.app_context():
        for number, schema in enumerate(SCHEMAS, 1):
            upgrade(directory=folder, revision=schema)
            with db.engine.begin() as connection:
                for name in fill(connection, number):
                    written[name] = written.get(name, 0) + 1
        with db.engine.connect() as connection:
            assert schema_differences(connection) == []
            kept = {name: len(connection.execute(select(table)).all()) for name, table in db.metadata.tables.items()}
            on_sqlite = connection.dialect.name == "sqlite"
            broken = connection.execute(text("PRAGMA foreign_key_check")).all() if on_sqlite else []
    assert len(SCHEMAS) > 10
    assert written.keys() - REPLACED == set(kept)
    assert {name: count for name, count in kept.items() if count < written[name]} == {}
    assert broken == []


def fill(connection: Connection, number: int) -> list[str]:
    """A row in every table, that refers to the other rows of the same number; the names of the tables."""
    tables = MetaData()
    tables.reflect(connection)
    filled = [table for table in tables.sorted_tables if table.name != "alembic_version"]
    for table in filled:
        insert(connection, table, number)
    return [table.name for table in filled]


def insert(connection: Connection, table: Table, number: int) -> None:
    """A row with something in each column, but of the references that may be missing one alone where that will do."""
    allowed = choices(connection, table)
    values = {column.name: filling(column, number, allowed) for column in table.columns}
    may_be_empty = [column.name for column in table.columns if column.nullable]
    references = [column.name for column in table.columns if column.nullable and column.foreign_keys]
    one_of_them = [set(references) - {one} for one in references]
    for empty in (*one_of_them, set(), set(references), *(set(may_be_empty) - {one} for one in may_be_empty)):
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(table.insert().values(values | dict.fromkeys(empty)))
            return
    raise AssertionError(f"no row for {table.name} was found")


def choices(connection: Connection, table: Table) -> dict[str, str]:
    """The first of the words that a check constraint allows, by column."""
    found = {}
    for check in inspect(connection).get_check_constraints(table.name):
        match = re.match(r"\W*(\w+)\W.*?(?:\bIN\b|\bANY\b).*?'([^']*)'", str(check["sqltext"]), re.DOTALL)
        if match:
            found[match[1]] = match[2]
    return found


def filling(column: Column[Any], number: int, allowed: dict[str, str]) -> object:
    """Something that the column takes and no row of another number has."""
    if column.name in allowed:
        return allowed[column.name]
    if column.foreign_keys or (column.primary_key and isinstance(column.type, types.Integer)):
        return number
    ends = column.name.startswith("end")
    kinds: list[tuple[type, object]] = [
        (types.JSON, {}),
        (types.Boolean, False),
        (types.DateTime, datetime(2024, 1, 3 if ends else 2, tzinfo=UTC)),
        (types.Date, datetime(2024, 1, 3 if ends else 2, tzinfo=UTC).date()),
        (types.Time, time(11 if ends else 10)),
        (types.Integer, number),
        (types.Numeric, number),
        (types.LargeBinary, b"x"),
    ]
    word = chr(ord("a") + number)
    return next((value for kind, value in kinds if isinstance(column.type, kind)), word)
