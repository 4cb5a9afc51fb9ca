"""Calendars: writing one of 1,000 items against bare icalendar, and serving it from the cache against a bare view."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import data
from benchmarks.measuring import Result, in_turns
from benchmarks.serving import requests_per_second, server

CODE = "CALENDAR"
ITEMS = 1_000


def results(folder: Path) -> list[Result]:
    """Both ratios; adds its meeting to the database in `folder` if it is not there yet."""
    app = data.application(folder)
    with app.app_context():
        _meeting_of_the_benchmark()
        a, b = in_turns(_ours, _bare)
    cached = _cached(app, folder)
    milliseconds = "{:.0f} ms".format
    rate = "{:.0f}/s".format
    return [
        Result(
            f"calendar of {ITEMS} items, from the database to bytes, to bare icalendar",
            milliseconds(a * 1000), milliseconds(b * 1000), a / b, most=1.5,
        ),
        *(
            Result(f"cached calendar of {ITEMS} items{what}, to a bare view", rate(x), rate(y), x / y, least=0.55)
            for what, x, y in cached
        ),
    ]  # fmt: skip


def _meeting_of_the_benchmark() -> None:
    from meetings.reading.meetings import NoSuchMeeting, meeting_by_code

    try:
        meeting_by_code(CODE)
    except NoSuchMeeting:
        data.add_meeting(CODE, ITEMS)


def _ours() -> float:
    """CPU seconds of what a request does that finds no cached calendar."""
    from foundation.database import db
    from meetings.calendar.feeds import agenda_feed
    from meetings.reading.meetings import meeting_by_code

    db.session.rollback()
    db.session.expunge_all()
    started = time.process_time()
    agenda_feed(meeting_by_code(CODE), "en", "https://plenary.test/agenda.ics")
    return time.process_time() - started


def _bare() -> float:
    """CPU seconds of icalendar alone: the same entries from values that are at hand."""
    from icalendar import Calendar, Event, Timezone, vUri

    entries, zone = _values()
    started = time.process_time()
    calendar = Calendar()
    calendar.add("prodid", "-//Bare//EN")
    calendar.add("version", "2.0")
    calendar.add_component(zone if isinstance(zone, Timezone) else Timezone())
    for entry in entries:
        event = Event()
        for name, value in entry["plain"].items():
            event.add(name, value)
        for name, value in entry["texts"].items():
            event.add(name, value, {"LANGUAGE": "en"})
        event.add("url", vUri(entry["url"]))
        calendar.add_component(event)
    calendar.to_ical()
    return time.process_time() - started


def _values() -> tuple[list[dict[str, Any]], Any]:
    from icalendar import Calendar

    from meetings.calendar.feeds import agenda_feed
    from meetings.calendar.queries import agenda_of
    from meetings.reading.meetings import meeting_by_code

    if not _known:
        meeting = meeting_by_code(CODE)
        ours = Calendar.from_ical(agenda_feed(meeting, "en", "https://plenary.test/agenda.ics"))
        read = {str(each["UID"]): each for each in ours.walk("VEVENT")}
        zone = ZoneInfo(meeting.zone)
        entries = []
        for item in agenda_of(meeting.id).timed:
            own = read[item.calendar_uid]
            assert item.starts is not None and item.ends is not None
            plain = {
                "uid": item.calendar_uid,
                "sequence": 0,
                "status": "CONFIRMED",
                "dtstamp": meeting.changed_at,
                "last-modified": meeting.changed_at,
                "dtstart": datetime.combine(item.day, item.starts, zone),
                "dtend": datetime.combine(item.day, item.ends, zone),
                "categories": ["Session"],
            }
            names = [name for name in ("SUMMARY", "DESCRIPTION", "LOCATION") if name in own]
            entries.append({"plain": plain, "texts": {name: str(own[name]) for name in names}, "url": str(own["URL"])})
        _known.append((entries, ours.walk("VTIMEZONE")[0]))
    return _known[0]


_known: list[tuple[list[dict[str, Any]], Any]] = []


def _cached(app: Any, folder: Path) -> list[tuple[str, float, float]]:
    path = f"/e/{CODE}/en/agenda.ics"
    zipped = {"Accept-Encoding": "gzip"}
    with app.app_context():
        response = app.test_client().get(path, headers=zipped)
    assert response.status_code == 200, response.status
    body_file = folder / f"{CODE}.gz"
    body_file.write_bytes(response.data)
    same = {**zipped, "If-None-Match": response.headers["ETag"]}
    environment = data.environment(folder, BENCH_BODY=str(body_file))
    with server("app:create_app()", environment) as ours, server("benchmarks.bare:bare()", environment) as bare:
        a, b, c, d = in_turns(
            lambda: requests_per_second(ours, path, headers=zipped),
            lambda: requests_per_second(bare, "/page"),
            lambda: requests_per_second(ours, path, headers=same, expect=304),
            lambda: requests_per_second(bare, "/same", expect=304),
        )
    return [("", a, b), (", 304", c, d)]
