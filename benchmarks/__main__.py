"""`make bench`: every figure is a ratio to a limit measured in the same run on the same machine.

Each pair is measured in turns, several rounds; the ratio is that of the medians. `docs/performance.md` keeps the table.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import calendar, catalogue, data, delivery, editing, large, waiting
from benchmarks.measuring import Result, in_turns
from benchmarks.posting import posts_per_second
from benchmarks.serving import requests_per_second, server


def pages(folder: Path) -> list[Result]:
    """Cached public pages and 304 answers against bare views."""
    return [*_page_results(folder, "SMALL", 16), *_page_results(folder, "LARGE", 1600)]


def _page_results(folder: Path, code: str, items: int) -> list[Result]:
    body, etag = _page(folder, code)
    body_file = folder / f"{code}.gz"
    body_file.write_bytes(body)
    environment = data.environment(folder, BENCH_BODY=str(body_file))
    zipped = {"Accept-Encoding": "gzip"}
    same = {**zipped, "If-None-Match": etag}
    path = f"/e/{code}/en"
    with (
        server("app:create_app()", environment) as ours,
        server("benchmarks.bare:bare()", environment) as bare,
        server("benchmarks.bare:bare_with_query()", environment) as query,
    ):
        a, b, c = in_turns(
            lambda: requests_per_second(ours, path, headers=zipped),
            lambda: requests_per_second(bare, "/page"),
            lambda: requests_per_second(query, f"/page/{code}"),
        )
        d, e, f = in_turns(
            lambda: requests_per_second(ours, path, headers=same, expect=304),
            lambda: requests_per_second(bare, "/same", expect=304),
            lambda: requests_per_second(query, f"/same/{code}", headers=same, expect=304),
        )
    rate = "{:.0f}/s".format
    return [
        Result(f"cached page, {items} items, to a bare view", rate(a), rate(b), a / b, least=0.55),
        Result(f"cached page, {items} items, to a view with one query", rate(a), rate(c), a / c, least=0.85),
        Result(f"304, {items} items, to a bare view", rate(d), rate(e), d / e, least=0.55),
        Result(f"304, {items} items, to a view with one query", rate(d), rate(f), d / f, least=0.85),
    ]


def first_rendering(folder: Path) -> list[Result]:
    """The first rendering grows linearly with the items: time per item at 1,600 against 400."""
    from sqlalchemy import event

    from foundation.database import db
    from foundation.page_cache import pages as cache

    app = data.application(folder)
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))

    def render(code: str) -> float:
        cache.clear()
        # Memory as the web server has it, without the garbage of the renderings before.
        gc.collect()
        gc.freeze()
        with app.app_context():
            statements.clear()
            started = time.process_time()
            response = app.test_client().get(f"/e/{code}/en")
            assert response.status_code == 200
            return time.process_time() - started

    small, middle, large = in_turns(lambda: render("SMALL"), lambda: render("MIDDLE"), lambda: render("LARGE"))
    counts = []
    for code in ("SMALL", "LARGE"):
        render(code)
        counts.append(len(statements))
    milliseconds = "{:.0f} ms".format
    return [
        Result("first rendering, 16 items, CPU", milliseconds(small * 1000), "60 ms", small / 0.06, most=1.0),
        Result(
            "first rendering per item, 1,600 to 400 items", milliseconds(large * 1000), milliseconds(middle * 1000),
            (large / 1600) / (middle / 400), most=1.3,
        ),
        Result(
            "statements of the first rendering, 1,600 to 16", str(counts[1]), str(counts[0]),
            counts[1] / counts[0], most=1.0,
        ),
    ]  # fmt: skip


def registrations(folder: Path) -> list[Result]:
    """A registration, from the post to the commit with its mail, against a bare post with one insert.

    Both are posts to the same application, with its session, forgery check and writing transaction.
    """
    environment = data.environment(folder)
    with server("app:create_app()", environment) as ours, server("benchmarks.bare:bare_insert()", environment) as bare:
        a, b = in_turns(
            lambda: posts_per_second(ours, "/e/SMALL/en/register", form_path="/e/SMALL/en/register"),
            lambda: posts_per_second(bare, "/insert", form_path="/insert"),
        )
    return [Result("registration to a bare insert", f"{a:.0f}/s", f"{b:.0f}/s", a / b, least=0.35)]


def _page(folder: Path, code: str) -> tuple[bytes, str]:
    app = data.application(folder)
    with app.app_context():
        response = app.test_client().get(f"/e/{code}/en", headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, response.status
    return response.data, response.headers["ETag"]


def main() -> int:
    """Measure everything and print the table; the exit code says whether every bound holds."""
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as name:
        folder = Path(name)
        app = data.application(folder)
        with app.app_context():
            for code, items in (("SMALL", 16), ("MIDDLE", 400), ("LARGE", 1600)):
                data.add_meeting(code, items)
        results = [
            *pages(folder),
            *first_rendering(folder),
            *registrations(folder),
            *editing.results(folder),
            *calendar.results(folder),
            *catalogue.results(folder),
            *delivery.results(folder),
            *waiting.results(folder),
            *large.both(folder),
        ]
    print("| what | ours | limit | ratio | bound | holds |")
    print("|---|---|---|---|---|---|")
    for result in results:
        print(result.line())
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
