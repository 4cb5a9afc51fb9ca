"""A migration that the models lead to applies to databases that have rows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from sqlalchemy import MetaData, create_engine, text

from tests.conftest import TEST_SECRET
from tests.test_migrations import empty_database, insert
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
import enum, sys
from datetime import date, datetime
from pathlib import Path
import sqlalchemy as sa
from sqlalchemy.orm import mapped_column
from accounts.models import Team
from foundation.database import UtcDateTime, enum_column
from foundation.translated import Translated

class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"

options = dict(nullable=False)
for name, column in {
    "note": sa.Column(sa.String(20), **options),
    "said": sa.Column(sa.String(20), default="it's", **options),
    "size": sa.Column(sa.Integer, default=7, **options),
    "is_open": sa.Column(sa.Boolean, default=True, **options),
    "is_shut": sa.Column(sa.Boolean, **options),
    "lines": sa.Column(sa.JSON, default=list, **options),
    "motto": sa.Column(Translated(), **options),
    "seen_at": sa.Column(UtcDateTime(), **options),
    "seen_on": sa.Column(sa.Date, **options),
    "colour": enum_column(Colour, default=Colour.BLUE, **options).column,
}.items():
    column.name = column.key = name
    Team.__table__.append_column(column)

from tools.migration import write_migration
write_migration("more of a team", Path(sys.argv[1]))

from app import create_app
from flask_migrate import upgrade
with create_app().app_context():
    upgrade(directory=sys.argv[1])
"""


def test_generated_migration_applies_to_rows(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
    with empty_database(database_url, tmp_path) as address:
        environment = {"PATH": os.environ["PATH"], "SECRET_KEYS": TEST_SECRET, "VAR_DIR": str(tmp_path)}
        environment["DATABASE_URL"] = address
        run([sys.executable, "app.py", "migrate"], environment)
        engine = create_engine(address)
        tables = MetaData()
        with engine.begin() as connection:
            tables.reflect(connection, only=("team",))
            insert(connection, tables.tables["team"], id=1)

        run([sys.executable, "-c", SCRIPT, str(folder)], environment)

        with engine.connect() as connection:
            columns = "note, said, size, is_open, is_shut, lines, motto, seen_at, seen_on, colour"
            row = connection.execute(text(f"SELECT {columns} FROM team")).one()
        engine.dispose()
    assert (row.note, row.said, row.size, bool(row.is_open), bool(row.is_shut)) == ("", "it's", 7, True, False)
    assert (row.lines in ([], "[]"), row.motto in ({}, "{}"), row.colour) == (True, True, "blue")
    assert row.seen_at
    assert row.seen_on
    assert len(list((folder / "versions").glob("*_more_of_a_team.py"))) == 1


def run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
