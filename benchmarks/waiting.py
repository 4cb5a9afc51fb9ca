"""How evenly posts are served while many write at once: the slowest of a hundred against the one in the middle."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import data
from benchmarks.measuring import Result
from benchmarks.posting import times_of_posts
from benchmarks.serving import server

CLIENTS = 8
PROCESSES = 2


def results(folder: Path) -> list[Result]:
    """Eight clients who register through two processes, on both databases."""
    from tests.postgresql import running_server

    found = []
    with tempfile.TemporaryDirectory(prefix="plenary-postgresql-") as name, running_server(Path(name) / "d") as address:
        for database, url in (("SQLite", f"sqlite:///{folder / 'waiting.sqlite'}"), ("PostgreSQL", address)):
            found.append(_result(folder, database, url))
    return found


def _result(folder: Path, database: str, url: str) -> Result:
    with data.application(folder, DATABASE_URL=url).app_context():
        data.add_meeting("CROWD", 16)
    environment = data.environment(folder, DATABASE_URL=url)
    with server("app:create_app()", environment, processes=PROCESSES, threads=8) as port:
        times_of_posts(port, "/e/CROWD/en/register", clients=CLIENTS, seconds=2)
        times = times_of_posts(port, "/e/CROWD/en/register", clients=CLIENTS, seconds=10)
    middle, slow = statistics.median(times), statistics.quantiles(times, n=100)[98]
    what = f"p99 of a post to its median, {CLIENTS} clients, {PROCESSES} processes, {database}"
    return Result(what, f"{slow * 1000:.0f} ms", f"{middle * 1000:.0f} ms", slow / middle, most=5.0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as own:
        lines = results(Path(own))
    for line in lines:
        print(line.line())
    sys.exit(not all(line.holds for line in lines))
