"""What we write, readers that we did not write read: the same instants, texts and identities, in every zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from meetings.calendar.feeds import agenda_feed, meeting_feed
from meetings.calendar.properties import plain
from tests.factories import make_item, make_meeting
from tests.meetings.calendar.readers import IcalJs, Read, read_with_calcurse, read_with_vobject

pytestmark = pytest.mark.wide

ZONES = (
    "Asia/Amman", "Asia/Damascus", "Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Asia/Gaza", "Asia/Riyadh",
    "Africa/Tunis", "Europe/Paris", "Asia/Tehran", "Asia/Dubai", "Asia/Baghdad", "UTC", "America/New_York",
)  # fmt: skip
# Days around which somebody changed the time, or the rule: Jordan and Syria in 2022, Egypt and Lebanon in 2023,
# Ramadan in Morocco and Palestine.
EDGES = (
    date(2022, 2, 24), date(2022, 3, 25), date(2022, 9, 20), date(2022, 10, 27), date(2023, 3, 18), date(2023, 3, 25),
    date(2023, 4, 27), date(2023, 10, 26), date(2024, 3, 9), date(2024, 4, 13), date(2026, 2, 13), date(2026, 3, 21),
    date(2026, 10, 24), date(2026, 12, 30), date(2027, 2, 6), date(2027, 3, 12), date(2030, 3, 30),
)  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=90).filter(
    lambda text: bool(plain(text).strip())
)
HOSTILE = (
    "Data; models, and \\ the rest: \"quoted\" 'and' not",
    "Two\nlines\r\nand BEGIN:VEVENT\nUID:other",
    "\\n is no line end, \\\\, \\; nor \\,",
    "اجتماع الخبراء، الجزء «أ»؛ " * 9,
    "\U0001f1ef\U0001f1f4 é\u0301 \u200f\u2067RTL\u2069" * 12,
    "x" * 74 + "é" * 40,
    " =CMD|' /C calc'!A0 ",
)
TIMES = st.times().map(lambda moment: moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0))


def instant(day: date, moment: time, zone: str) -> datetime:
    return datetime.combine(day, moment, ZoneInfo(zone)).astimezone(UTC)


def exists_once(day: date, moment: time, zone: str) -> bool:
    """Whether a wall time is neither skipped nor repeated there: of those, readers do not agree."""
    wall = datetime.combine(day, moment)
    offsets = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 1


def both(mozilla: IcalJs, calendar: bytes) -> tuple[list[Read], list[Read]]:
    return mozilla.read(calendar), read_with_vobject(calendar)


def assert_well_formed(calendar: bytes) -> None:
    text = calendar.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    lines = calendar.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # never folded inside a character


@given(
    zone=st.sampled_from(ZONES),
    edge=st.sampled_from(EDGES),
    offset=st.integers(-2, 6),
    starts=TIMES,
    minutes=st.integers(1, 36).map(lambda steps: steps * 5) | st.none(),
    title=TEXTS | st.sampled_from(HOSTILE),
    room=TEXTS | st.just(""),
    language=st.sampled_from(["en", "ar", "fr"]),
)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_items_are_read_as_they_were_meant(
    app: Flask, mozilla: IcalJs, zone: str, edge: date, offset: int, starts: time, minutes: int | None,
    title: str, room: str, language: str,
) -> None:  # fmt: skip
    day = edge + timedelta(days=offset)
    end = datetime.combine(day, starts) + timedelta(minutes=minutes or 0)
    assume(end.date() == day and exists_once(day, starts, zone) and exists_once(day, end.time(), zone))
    meeting = make_meeting(zone=zone, starts_on=edge - timedelta(days=2), ends_on=edge + timedelta(days=6))
    item = make_item(
        meeting, day=day, starts=starts, ends=end.time() if minutes else None, title={language: title},
        room={language: room}, calendar_sequence=3,
    )  # fmt: skip
    calendar = agenda_feed(meeting, language, "https://plenary.test/feed.ics")
    assert_well_formed(calendar)
    last = instant(day, end.time(), zone) if minutes else None
    for (read,) in both(mozilla, calendar):
        assert read.occurrences == [(instant(day, starts, zone), last)]
        assert (read.uid, read.sequence, read.status) == (item.calendar_uid, 3, "CONFIRMED")
        assert read.summary == plain(title.strip())
        assert read.location == plain(room.strip())


@given(
    zone=st.sampled_from(ZONES),
    edge=st.sampled_from(EDGES),
    hours=st.lists(st.tuples(st.integers(5, 12), st.integers(13, 22)) | st.none(), min_size=1, max_size=7),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_days_of_a_meeting_are_read_as_they_were_meant(
    app: Flask, mozilla: IcalJs, zone: str, edge: date, hours: list[tuple[int, int] | None]
) -> None:
    """Other hours on some days, days without programme, and the clocks changed in between."""
    assume(hours[0] and hours[-1])
    first = edge - timedelta(days=3)
    meeting = make_meeting(zone=zone, starts_on=first, ends_on=first + timedelta(days=len(hours) - 1))
    expected = []
    for number, own in enumerate(hours):
        if own is not None:
            day, starts, ends = first + timedelta(days=number), time(own[0]), time(own[1])
            make_item(meeting, day=day, starts=starts, ends=ends)
            expected.append((instant(day, starts, zone), instant(day, ends, zone)))
    calendar = meeting_feed(meeting, "en", "https://plenary.test/feed.ics")
    (entry,) = mozilla.read(calendar)
    assert entry.uid == meeting.calendar_uid
    assert entry.occurrences == expected
    entries = read_with_vobject(calendar)
    assert {each.uid for each in entries} == {meeting.calendar_uid}
    # vobject does not put overriding instances in their places: the others are all there.
    assert set(expected) <= {moment for each in entries for moment in each.occurrences}


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_texts_stay_texts(app: Flask, mozilla: IcalJs, title: str) -> None:
    meeting = make_meeting(
        title={"en": title}, summary={"en": title}, venue={"en": title}, online_platform=title[:60],
        state="cancelled", state_reason={"en": title},
    )  # fmt: skip
    calendar = meeting_feed(meeting, "en", "https://plenary.test/feed.ics")
    assert_well_formed(calendar)
    for entries in both(mozilla, calendar):
        (entry,) = entries
        assert entry.summary == f"Cancelled: {plain(title.strip())}"
        assert plain(title.strip()) in entry.description
        assert plain(title.strip()) in entry.location


@pytest.mark.parametrize("zone", ZONES)
def test_calcurse_shows_every_day_at_its_time(app: Flask, tmp_path: Path, zone: str) -> None:
    """Over the last Sunday of March 2026 and, in Morocco, over the end of Ramadan."""
    first = date(2026, 3, 19)
    meeting = make_meeting(zone=zone, starts_on=first, ends_on=date(2026, 3, 31), title={"en": "Days"})
    for number in range(13):
        make_item(meeting, day=first + timedelta(days=number), starts=time(9), ends=time(17))
    shown = read_with_calcurse(meeting_feed(meeting, "en", "https://plenary.test/x.ics"), tmp_path, first, 13)
    days = [first + timedelta(days=number) for number in range(13)]
    assert shown[0][0] == instant(first, time(9), zone)
    assert len(shown) == 13
    assert [moment.date() for moment, _title in shown] == days


@pytest.mark.parametrize("zone", ZONES)
def test_calcurse_shows_items_at_their_instants(app: Flask, tmp_path: Path, zone: str) -> None:
    first = date(2026, 3, 19)
    meeting = make_meeting(zone=zone, starts_on=first, ends_on=date(2026, 3, 31))
    days = [first + timedelta(days=number) for number in range(13)]
    for day in days:
        make_item(meeting, day=day, starts=time(10), ends=time(11), title={"en": f"جلسة, {day}"})
    shown = read_with_calcurse(agenda_feed(meeting, "en", "https://plenary.test/x.ics"), tmp_path, first, 13)
    assert shown == [(instant(day, time(10), zone), f"جلسة, {day}") for day in days]


def test_feeds_of_all_languages_have_the_same_identities(client: FlaskClient, mozilla: IcalJs) -> None:
    meeting = make_meeting(code="EGM", page_languages=["en", "ar", "fr"])
    for hour in (9, 11):
        make_item(meeting, starts=time(hour), ends=time(hour + 1))
    for content in ("calendar", "agenda"):
        feeds = [mozilla.read(client.get(f"/e/EGM/{code}/{content}.ics").data) for code in ("en", "ar", "fr")]
        facts = [[(each.uid, each.sequence, each.occurrences) for each in feed] for feed in feeds]
        assert facts[0] == facts[1] == facts[2]
        assert len({each.summary for feed in feeds for each in feed}) > len(facts[0])
