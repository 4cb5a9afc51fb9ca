"""The public list of 3,000 meetings: its pages, its search, and what it takes to draw it anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask

from benchmarks import data
from benchmarks.measuring import Result, in_turns
from benchmarks.serving import requests_per_second, server

FEW, MANY = 30, 3000
PAGES = {
    "first page": "/?lang=en",
    "filtered": "/?lang=en&kind=workshop&country=TN",
    "search": "/?lang=en&q=innovation+workshop",
}
LARGEST_GROWTH = {
    "first page": 2.0, "filtered": 4.0, "search": 6.0, "after a change": 4.0, "first page of a process": 20.0,
}  # fmt: skip
"""A hundred times the meetings may cost so many times as much; 30 meetings do not fill a filtered page or a search."""
TOPICS = ("Open data", "Artificial intelligence", "Innovation", "Accessibility", "Statistics", "Procurement", "Trust")


def results(folder: Path) -> list[Result]:
    """Rates to a bare view with one query that returns as much, and costs at 3,000 meetings to those at 30."""
    few, many = folder / "catalogue-few", folder / "catalogue-many"
    costs = {}
    for place, count in ((few, FEW), (many, MANY)):
        place.mkdir()
        app = data.application(place)
        with app.app_context():
            _fill(count)
        costs[count] = _costs(app)
        if count == MANY:
            rates = _rates(app, many)
    rendering = [
        Result(
            f"catalogue, {name}, CPU at {MANY} meetings to {FEW}",
            f"{costs[MANY][name][0] * 1000:.0f} ms", f"{costs[FEW][name][0] * 1000:.0f} ms",
            costs[MANY][name][0] / costs[FEW][name][0], most=most,
        )
        for name, most in LARGEST_GROWTH.items()
    ]  # fmt: skip
    statements = [
        Result(
            f"catalogue, {name}, statements at {MANY} meetings to {FEW}",
            str(costs[MANY][name][1]), str(costs[FEW][name][1]), costs[MANY][name][1] / costs[FEW][name][1], most=1.0,
        )
        for name in costs[MANY]
    ]  # fmt: skip
    return [*rates, *rendering, *statements]


def _rates(app: Flask, folder: Path) -> list[Result]:
    with app.app_context():
        body = app.test_client().get(PAGES["first page"], headers={"Accept-Encoding": "gzip"}).data
    body_file = folder / "first-page.gz"
    body_file.write_bytes(body)
    environment = data.environment(folder, BENCH_BODY=str(body_file))
    zipped = {"Accept-Encoding": "gzip"}
    found = []
    with (
        server("app:create_app()", environment) as ours,
        server("benchmarks.bare:bare_with_query()", environment) as query,
    ):
        for name, least in (("first page", 0.35), ("filtered", 0.35), ("search", 0.03)):
            a, b = in_turns(
                lambda path=PAGES[name]: requests_per_second(ours, path, headers=zipped),  # type: ignore[misc]
                lambda: requests_per_second(query, "/page/MANY-0"),
            )
            what = f"catalogue of {MANY}, {name}, to a view with one query"
            found.append(Result(what, f"{a:.0f}/s", f"{b:.0f}/s", a / b, least=least))
    return found


def _costs(app: Flask) -> dict[str, tuple[float, int]]:
    """CPU seconds and statements of each page drawn anew, after a change of one meeting, and in a fresh process."""
    from sqlalchemy import event, update

    from foundation.database import db, writing
    from foundation.page_cache import pages as cache
    from meetings.models.meeting import Meeting

    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))

    def nothing() -> None:
        pass

    def change() -> None:
        with app.app_context(), writing() as session:
            session.execute(update(Meeting).where(Meeting.code == "MANY-7").values(version=Meeting.version + 1))

    def forget() -> None:
        app.extensions.pop("catalogue", None)

    def draw(path: str, before: Callable[[], None]) -> Callable[[], float]:
        def run() -> float:
            cache.clear()
            before()
            statements.clear()
            started = time.process_time()
            assert app.test_client().get(path).status_code == 200
            return time.process_time() - started

        return run

    wanted = {name: draw(path, nothing) for name, path in PAGES.items()}
    wanted |= {
        "after a change": draw(PAGES["first page"], change),
        "first page of a process": draw(PAGES["first page"], forget),
    }
    taken = {}
    for name, run in wanted.items():
        seconds = in_turns(run)[0]
        taken[name] = (seconds, len([each for each in statements if not each.startswith("BEGIN")]))
    return taken


def _fill(count: int) -> None:
    from sqlalchemy import insert

    from accounts.models import Team
    from directory.enums import OrganisationKind
    from directory.models import Organisation
    from foundation.clock import now
    from foundation.database import db, writing
    from foundation.link_tokens import new_reference
    from meetings.catalogue.operations.indexing import index_behind
    from meetings.enums import MeetingFormat, MeetingKind, MeetingState, OrganisationRole
    from meetings.models.meeting import Meeting
    from meetings.models.parties import MeetingOrganisation
    from meetings.models.sections import Section

    kinds, formats = list(MeetingKind), list(MeetingFormat)
    first = now().date() - timedelta(days=count // 2)
    with writing() as session:
        team = Team(name={"en": "Team", "ar": "فريق"}, created_at=now())
        session.add(team)
        session.flush()
        organisers = [
            Organisation(team_id=team.id, name={"en": f"Organisation {n}"}, kind=OrganisationKind.OTHER)
            for n in range(20)
        ]
        session.add_all(organisers)
        session.flush()
        rows = [
            {
                "team_id": team.id, "code": f"MANY-{n}", "code_key": f"many-{n}", "kind": kinds[n % len(kinds)],
                "state": MeetingState.PUBLISHED, "version": 1, "starts_on": first + timedelta(days=n),
                "title": {"en": f"Workshop {n} on {TOPICS[n % 7]} for public institutions", "ar": f"ورشة العمل {n}"},
                "summary": {"en": "What has been learnt, and what comes next.", "ar": "الدروس المستفادة."},
                "ends_on": first + timedelta(days=n + n % 3), "zone": "Asia/Amman", "format": formats[n % 4],
                "city": {"en": "Amman", "ar": "عمّان"}, "country_code": ("JO", "TN", "EG", "LB")[n % 4],
                "page_languages": ["en", "ar"], "working_languages": ["ar", "en"], "main_language": "en",
                "calendar_uid": f"{new_reference(20)}@plenary.test", "created_at": now(), "changed_at": now(),
            }
            for n in range(count)
        ]  # fmt: skip
        session.execute(insert(Meeting), rows)
        ids = list(session.scalars(db.select(Meeting.id).order_by(Meeting.id)))
        roles = [
            {
                "meeting_id": meeting_id, "position": 0, "role": OrganisationRole.ORGANISER,
                "organisation_id": organisers[n % 20].id,
            }
            for n, meeting_id in enumerate(ids)
        ]  # fmt: skip
        session.execute(insert(MeetingOrganisation), roles)
        words = " ".join(f"<p>Paragraph {n} on digital government and its institutions.</p>" for n in range(30))
        texts = [
            {"meeting_id": meeting_id, "position": 0, "kind": "background", "heading": {}, "body": {"en": words}}
            for meeting_id in ids
        ]
        session.execute(insert(Section), texts)
    while index_behind(500):
        db.session.expunge_all()
