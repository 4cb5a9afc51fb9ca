"""A meeting with 10,000 registrations beside a history of 60,000 mails: lists, letters, exports and papers.

Each figure is CPU of the process that answers, as a ratio to a meeting with few people or to the file alone.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data, delivery, memory
from benchmarks.measuring import Result, in_turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

FEW, LISTED, MANY = 10, 7000, 10_000
PAGES = {
    "list of registrations": ("/registrations?state=all", 3.0),
    "search in the list": ("/registrations?q=family99", 5.0),
    "one person": ("/registrations/{person}", 2.0),
    "papers": ("/papers", 2.0),
    "compose to all": ("/messages/new?alive=1", 2.0),
    "compose to one": ("/messages/new?id={person}", 2.0),
}
"""Pages with what they may cost at 10,000 people as a multiple of that at 10."""


def results(folder: Path, database: str = "") -> list[Result]:
    """The lines of one database: SQLite, or a PostgreSQL server at `database`."""
    place = folder / ("large-postgresql" if database else "large-sqlite")
    place.mkdir()
    with _environment(DATABASE_URL=database) if database else _environment():
        app = data.application(place, **({"DATABASE_URL": database} if database else {}))
        with app.app_context():
            for code, number in (("FEWPEOPLE", FEW), ("THOUSAND", 1000), ("LISTED", LISTED), ("MANYPEOPLE", MANY)):
                _fill(code, number)
        delivery.add_history(app)
        name = "PostgreSQL" if database else "SQLite"
        return [*_pages(app, name), *_files(app, name), *_memory(name)]


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _pages(app: Flask, database: str) -> list[Result]:
    client = app.test_client()
    with app.app_context():
        people = _signed_in(client)
    found = []
    for what, (path, most) in PAGES.items():
        few, many = in_turns(
            *(
                lambda address=f"/manage/{code}{path.format(person=people[code])}": _cpu(lambda: _read(client, address))
                for code in ("FEWPEOPLE", "MANYPEOPLE")
            )
        )
        found.append(_line(f"{what}, CPU, {MANY} people to {FEW}, {database}", many, few, most))
    return found


def _files(app: Flask, database: str) -> list[Result]:
    from foundation.languages import force_language
    from meetings.reading.meetings import meeting_by_code
    from papers.models import PaperKind
    from papers.printing import Order, printed
    from papers.registrations_table import registrations_table
    from papers.spreadsheets import csv_bytes, xlsx_bytes
    from registration.reading.filters import Filter

    found = []
    with app.test_request_context(), force_language("en"):
        meeting, thousand = meeting_by_code("MANYPEOPLE"), meeting_by_code("THOUSAND")
        table = registrations_table(meeting, Filter(), "en")
        for form, write in (("csv", csv_bytes), ("xlsx", xlsx_bytes)):
            order = Order(PaperKind.REGISTRATIONS, form, "en")
            whole, bare = in_turns(
                lambda order=order: _cpu(lambda: printed(meeting, order)),  # type: ignore[misc]
                lambda write=write: _cpu(lambda: write(table)),  # type: ignore[misc]
            )
            found.append(_line(f"export of {MANY}, {form}, CPU to the file alone, {database}", whole, bare, 4.0))
        for form in ("docx", "pdf"):
            order = Order(PaperKind.PARTICIPANTS, form, "en")
            small = min(_cpu(lambda order=order: printed(thousand, order)) for _time in range(2))  # type: ignore[misc]
            large = _cpu(lambda order=order: printed(meeting, order))  # type: ignore[misc]
            what = f"list of participants, {form}, CPU a person, {MANY} to 1000, {database}"
            found.append(Result(what, f"{large:.1f} s", f"{small:.2f} s", large / MANY / (small / 1000), most=1.5))
    return found


def _memory(database: str) -> Iterator[Result]:
    """The memory of the process that prints and of those that it starts, against what a small machine can spare."""
    for form in ("docx", "pdf"):
        taken = memory.of_list("LISTED", form)
        what = f"list of {LISTED} participants, {form}, memory with all its processes, {database}"
        yield Result(what, f"{taken:.0f} MB", "150 MB", taken / 150, most=1.0)


def _line(what: str, ours: float, limit: float, most: float) -> Result:
    return Result(what, f"{ours * 1000:.0f} ms", f"{limit * 1000:.0f} ms", ours / limit, most=most)


def _cpu(act: Callable[[], object]) -> float:
    """Seconds of processor, those of processes begun by it included."""
    started = _spent()
    act()
    return _spent() - started


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _read(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status)


def _signed_in(client: Any) -> dict[str, int]:
    from sqlalchemy import select

    from accounts.access import start_session_values
    from accounts.models import User
    from foundation.clock import now
    from foundation.database import db, writing
    from meetings.models.meeting import Meeting
    from registration.models.registrations import Registration

    with writing() as session:
        user = User(
            email="large@example.org", name="Large", language="en", password_hash="", created_at=now(), is_admin=True
        )
        session.add(user)
    values = start_session_values(user)
    with client.session_transaction() as cookie:
        cookie.update(values)
    query = select(Registration.id).join(Meeting, Meeting.id == Registration.meeting_id).limit(1)
    return {code: db.session.scalar(query.where(Meeting.code == code)) for code in ("FEWPEOPLE", "MANYPEOPLE")}


def _fill(code: str, number: int) -> None:
    from sqlalchemy import insert

    from directory.enums import OrganisationKind
    from foundation.clock import now
    from foundation.database import writing
    from foundation.link_tokens import new_reference
    from meetings.enums import Mode
    from registration.enums import RegistrationState
    from registration.models.registrations import Registration

    meeting_id = data.add_meeting(code, 16)
    kinds, modes = list(OrganisationKind), list(Mode)
    rows = []
    for n in range(number):
        name, work = f"family{n} given{n % 97}", f"organisation {n % max(1, number // 2)}"
        rows.append(
            {
                "meeting_id": meeting_id, "reference": new_reference(12), "state": RegistrationState.APPROVED,
                "mode": modes[n % len(modes)], "given_name": f"Given{n % 97}", "family_name": f"Family{n}",
                "email": f"p{n}@example.org", "email_key": f"p{n}@example.org", "organisation": work.capitalize(),
                "organisation_kind": kinds[n % len(kinds)], "position": "Head of unit",
                "country_code": ("JO", "TN", "EG", "LB")[n % 4], "language": ("en", "ar")[n % 2],
                "registered_at": now(), "sort_key": name, "sort_key_ar": name, "organisation_key": work,
                "organisation_key_ar": work, "search_key": f"{name}{work}".replace(" ", ""),
                "changed_at": now(),
            }
        )  # fmt: skip
    names = {column.key for column in Registration.__table__.columns}
    with writing() as session:
        session.execute(insert(Registration), [{key: row[key] for key in row.keys() & names} for row in rows])


def both(folder: Path) -> list[Result]:
    """The lines of both databases."""
    from tests.postgresql import running_server

    with tempfile.TemporaryDirectory(prefix="plenary-postgresql-") as name, running_server(Path(name) / "d") as address:
        return [*results(folder), *results(folder, address)]


if __name__ == "__main__":
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        for line in both(Path(folder)):
            print(line.line())
    print(f"{time.perf_counter() - started:.0f} s")
