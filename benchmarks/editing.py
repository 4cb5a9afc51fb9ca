"""Saving an agenda item through HTTP, in a small and in a large meeting, against a bare update of one row."""

from __future__ import annotations

import http.client
import itertools
import re
import time
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import data
from benchmarks.measuring import Result, in_turns
from benchmarks.serving import server

SECONDS = 1.5
_numbers = itertools.count(1)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def results(folder: Path) -> list[Result]:
    """A save, from the post to the commit with its trail and what undoes it, against a bare post with one update.

    Both are posts of one signed-in user to the same application, one after the other, as one person saves. The
    database of `folder` has the meetings SMALL (16 items) and LARGE (1,600 items).
    """
    cookie, items = _organiser(folder)
    environment = data.environment(folder)
    with server("app:create_app()", environment) as ours, server("benchmarks.bare:bare_update()", environment) as bare:
        small, large, limit = in_turns(
            lambda: _saves_per_second(ours, f"/manage/SMALL/agenda/{items['SMALL']}", cookie),
            lambda: _saves_per_second(ours, f"/manage/LARGE/agenda/{items['LARGE']}", cookie),
            lambda: _saves_per_second(bare, f"/update/{items['SMALL']}", cookie),
        )
    rate = "{:.0f}/s".format
    return [
        Result("saving an item, 16 items, to a bare update", rate(small), rate(limit), small / limit, least=0.2),
        Result("saving an item, 1,600 to 16 items", rate(large), rate(small), large / small, least=0.6),
    ]


def _organiser(folder: Path) -> tuple[str, dict[str, int]]:
    """The cookie of somebody who may edit both meetings, and an item of each."""
    from sqlalchemy import select

    from accounts.access import start_session_values
    from accounts.models import User
    from foundation.clock import now
    from foundation.database import db, writing
    from meetings.models.agenda import AgendaItem
    from meetings.models.meeting import Meeting

    app = data.application(folder)
    with app.app_context():
        user = User(
            email="bench@example.org", name="Bench", language="en", password_hash="", created_at=now(), is_admin=True
        )
        with writing() as session:
            session.add(user)
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(start_session_values(user))}"
        items = {
            code: db.session.scalars(
                select(AgendaItem.id).join(Meeting, Meeting.id == AgendaItem.meeting_id).where(Meeting.code == code)
            ).first()
            or 0
            for code in ("SMALL", "LARGE")
        }
    return cookie, items


def _saves_per_second(port: int, path: str, cookie: str) -> float:
    """How many saves a second are answered with a redirect, each with another title."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    page = response.read().decode()
    found = _TOKEN.search(page)
    assert found, f"{path} answered {response.status} without a form"
    cookie = (response.getheader("Set-Cookie") or cookie).split(";")[0]
    day = re.search(r'<option selected value="(\d{4}-\d\d-\d\d)"', page)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    count, started = 0, time.perf_counter()
    while time.perf_counter() < started + SECONDS:
        fields = {
            "csrf_token": found.group(1), "kind": "session", "day": day.group(1) if day else "", "starts": "08:00",
            "ends": "08:30", "title_en": f"Session {next(_numbers)}: open and digital government",
            "title_ar": "الجلسة: حكومة رقمية", "description_en": "What has been learnt and what comes next.",
            "description_ar": "الدروس.", "room_en": "", "room_ar": "",
        }  # fmt: skip
        connection.request("POST", path, urlencode(fields), headers)
        response = connection.getresponse()
        response.read()
        if response.status != 303:
            raise RuntimeError(f"{path} answered {response.status}")
        count += 1
    return count / (time.perf_counter() - started)
