"""A start that cannot succeed says why, in a sentence, and ends with a status."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.processes.system import SECRET, command, environment, free_port


def serve(var_dir: Path, command_name: str = "serve", **settings: object) -> str:
    """The only line of a start that fails."""
    env = environment(var_dir, **{"SECRET_KEYS": SECRET, "PORT": free_port(), **settings})
    done = command(command_name, env=env)
    assert done.returncode not in (0, None) and done.stdout == "", done.stdout
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize("host", ["203.0.113.1", "no-such-host.invalid"])
def test_address_that_is_not_ours(var_dir: Path, host: str) -> None:
    assert serve(var_dir, HOST=host).startswith(f"HOST={host} cannot be used: ")


def test_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    line = serve(tmp_path / "file" / "var")
    assert "VAR_DIR" in line and "Not a directory" in line


def test_database_that_does_not_answer(var_dir: Path) -> None:
    line = serve(var_dir, DATABASE_URL="postgresql://plenary:hidden-word@127.0.0.1:1/plenary")
    assert "The database" in line and "127.0.0.1:1" in line and "hidden-word" not in line


def test_file_that_is_no_database(tmp_path: Path, var_dir: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes. " * 1000)
    line = serve(var_dir, DATABASE_URL=f"sqlite:///{path}")
    assert "notes.txt is none, or is damaged (file is not a database)" in line


def test_database_that_somebody_holds(tmp_path: Path, var_dir: Path) -> None:
    path = tmp_path / "held.sqlite"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode=WAL")
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert "is held by another program (database is locked)" in serve(var_dir, DATABASE_URL=f"sqlite:///{path}")
    finally:
        holder.close()


@pytest.mark.parametrize("command_name", ["serve", "web", "worker", "migrate"])
def test_database_of_a_newer_build(tmp_path: Path, var_dir: Path, command_name: str) -> None:
    path = tmp_path / "newer.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        database.execute("INSERT INTO alembic_version VALUES ('fffffffffff1')")
    database.close()
    line = serve(var_dir, command_name, DATABASE_URL=f"sqlite:///{path}")
    assert "a schema (fffffffffff1) that this build does not know" in line


@pytest.mark.parametrize("command_name", ["web", "worker"])
def test_database_without_its_schema(var_dir: Path, command_name: str) -> None:
    assert "The database has no tables yet: run `python app.py migrate` first." in serve(var_dir, command_name)
