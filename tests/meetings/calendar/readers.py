"""Readers of calendars that we did not write: vobject, ical.js and calcurse."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import vobject
from dateutil.tz import tzical

from tests.waiting import PATIENCE

FOLDER = Path(__file__).parent


@dataclass
class Read:
    """An entry as a reader understood it; `occurrences` are pairs of UTC instants, the end None when there is none."""

    uid: str
    summary: str
    location: str
    description: str
    sequence: int
    status: str
    links: list[str] = field(default_factory=list)
    occurrences: list[tuple[datetime, datetime | None]] = field(default_factory=list)


class IcalJs:
    """ical.js of Mozilla, in a process of node that reads one calendar after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self, calendar: bytes) -> list[Read]:
        """The entries of a calendar, recurrences worked out with the zones that it defines."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(calendar.decode()) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return [_from_json(entry) for entry in answer["entries"]]


@contextmanager
def ical_js() -> Iterator[IcalJs]:
    """ical.js, for as long as the block lasts."""
    node = shutil.which("node") or str(Path(sys.executable).parent / "node")
    command = [node, str(FOLDER / "read_calendar.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as own:
        yield IcalJs(own)
        assert own.stdin is not None
        own.stdin.close()


def read_with_vobject(calendar: bytes) -> list[Read]:
    """The entries of a calendar as vobject reads them; overriding instances are entries of their own."""
    # Left alone, vobject would take zones from pytz: it is given those that the calendar defines, and no others.
    text = calendar.decode()
    known = vars(vobject.icalendar)["__tzidMap"]
    known.clear()
    for definition in re.findall(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", text, re.DOTALL):
        zones = tzical(StringIO(definition))
        known.update({name: zones.get(name) for name in zones.keys()})  # noqa: SIM118  (no mapping)
    read = vobject.readOne(text)
    return [_from_vobject(event) for event in getattr(read, "vevent_list", [])]


def read_with_calcurse(calendar: bytes, folder: Path, first: date, days: int) -> list[tuple[datetime, str]]:
    """What calcurse shows of a calendar after it imported it: UTC instants and titles, in order."""
    file, data = folder / "calendar.ics", folder / "calcurse"
    data.mkdir()
    file.write_bytes(calendar)
    where = [calcurse(), "-D", str(data), "-C", str(data)]
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([*where, "-i", str(file)], env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0 and "could not be imported" not in done.stdout + done.stderr, done.stderr
    line = "%(start:%Y-%m-%dT%H:%M)|%m\n"
    formats = ["--format-apt", line, "--format-recur-apt", line]
    shown = subprocess.run(
        [*where, "-Q", "--from", f"{first:%m/%d/%Y}", "--days", str(days), *formats],
        env=environment, capture_output=True, text=True, timeout=PATIENCE, check=True,
    ).stdout  # fmt: skip
    found = [line.split("|", 1) for line in shown.splitlines() if "|" in line]
    return [(datetime.fromisoformat(moment).replace(tzinfo=UTC), title) for moment, title in found]


def calcurse() -> str:
    """The program. In continuous integration it is there; elsewhere the test is skipped without it."""
    found = shutil.which("calcurse")
    if found is None and not os.environ.get("CI"):
        pytest.skip("calcurse is not installed")
    assert found is not None, "calcurse is not installed"
    return found


def _from_json(entry: dict[str, Any]) -> Read:
    occurrences = [(_instant(start), _instant(end) if end else None) for start, end in entry.pop("occurrences")]
    texts = {name: entry.pop(name) or "" for name in ("location", "description", "summary")}
    return Read(**texts, **entry, occurrences=occurrences)


def _from_vobject(event: Any) -> Read:
    def text(name: str) -> str:
        return str(getattr(event, name).value) if hasattr(event, name) else ""

    if hasattr(event, "rrule") or hasattr(event, "exdate"):
        length = event.dtend.value - event.dtstart.value
        zone = getattr(event.dtstart.value, "tzinfo", None)
        # What vobject works out has no zone; the wall time is the same on each day.
        starts = [moment.replace(tzinfo=zone or UTC) for moment in event.getrruleset(addRDate=True)]
        occurrences = [(start.astimezone(UTC), (start + length).astimezone(UTC)) for start in starts]
    else:
        ends = _moment(event.dtend.value) if hasattr(event, "dtend") else None
        occurrences = [(_moment(event.dtstart.value), ends)]
    return Read(
        uid=text("uid"),
        summary=text("summary"),
        location=text("location"),
        description=text("description"),
        sequence=int(text("sequence")),
        status=text("status"),
        links=[each.value for each in getattr(event, "conference_list", [])],
        occurrences=occurrences,
    )


def _moment(value: Any) -> datetime:
    """An instant; that of a whole day is its midnight."""
    return value.astimezone(UTC) if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
