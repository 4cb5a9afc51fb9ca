"""Feeds: what they hold, for whom, and when they change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.clock import frozen_at, now
from foundation.database import writing
from meetings.enums import DatePrecision, MeetingFormat, MeetingState, Mode, Visibility
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.series import Series
from meetings.reading.places import place_of
from tests.factories import _add, make_item, make_meeting, make_team
from tests.markup import as_shown
from tests.meetings.calendar.test_invitations import parse
from tests.statements import statements

FEEDS = ("/e/EGM/en/calendar.ics", "/e/EGM/en/agenda.ics", "/calendar/en.ics")


def entries(client: FlaskClient, path: str) -> list[Any]:
    response = client.get(path)
    assert response.status_code == 200, path
    assert response.content_type == "text/calendar; charset=utf-8"
    return list(parse(response.data).walk("VEVENT"))


def make_link(meeting: Meeting, **values: Any) -> ParticipationLink:
    facts = {"provider": "Zoom", "join_url": "https://zoom.example.org/j/1", "passcode": "4711"}
    return _add(ParticipationLink(meeting_id=meeting.id, **{**facts, **values}))


def change(row: Any, **values: Any) -> None:
    with writing():
        for name, value in values.items():
            setattr(row, name, value)


def test_item_without_end_has_none_and_item_without_time_is_left_out(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    opened = make_item(meeting, starts=time(18), ends=None, title={"en": "Reception"})
    make_item(meeting, starts=None, ends=None, title={"en": "Evening: ceremony"})
    (entry,) = entries(client, "/e/EGM/en/agenda.ics")
    assert entry["UID"] == opened.calendar_uid
    assert "DTEND" not in entry and "DURATION" not in entry


def test_item_inside_another_is_held_in_its_room(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM", venue={"en": "Grand Hotel"})
    session = make_item(meeting, room={"en": "Hall A"}, title={"en": "Session"})
    part = make_item(meeting, parent_id=session.id, starts=None, ends=None, title={"en": "Part"})
    make_item(meeting, parent_id=part.id, starts=time(10, 20), ends=time(10, 40), title={"en": "Talk"})
    make_item(meeting, parent_id=session.id, starts=time(10, 40), ends=time(11), title={"en": "Lab"}, room={"en": "B"})
    found = {str(each["SUMMARY"]): str(each["LOCATION"]) for each in entries(client, "/e/EGM/en/agenda.ics")}
    assert found == {"Session": "Hall A, Grand Hotel", "Talk": "Hall A, Grand Hotel", "Lab": "B, Grand Hotel"}


def test_item_held_otherwise_than_the_meeting_is_where_it_is_held(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM", format=MeetingFormat.HYBRID, venue={"en": "Grand Hotel"}, online_platform="Zoom")
    for name, held in (("Both", None), ("Tour", MeetingFormat.IN_PERSON), ("Briefing", MeetingFormat.ONLINE)):
        make_item(meeting, title={"en": name}, format=held)
    found = {str(each["SUMMARY"]): str(each["LOCATION"]) for each in entries(client, "/e/EGM/en/agenda.ics")}
    assert found == {"Both": "Grand Hotel / Zoom", "Tour": "Grand Hotel", "Briefing": "Zoom"}


def test_one_item_alone(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    item, other = make_item(meeting), make_item(make_meeting(), title={"en": "Elsewhere"})
    untimed = make_item(meeting, starts=None, ends=None)
    (entry,) = entries(client, f"/e/EGM/ar/items/{item.id}.ics")
    assert (entry["UID"], entry["SUMMARY"].params["LANGUAGE"]) == (item.calendar_uid, "ar")
    for number in (other.id, untimed.id, 999_999):
        assert client.get(f"/e/EGM/ar/items/{number}.ics").status_code == 404


@pytest.mark.parametrize(
    ("state", "status", "summary"),
    [
        (MeetingState.PUBLISHED, "CONFIRMED", "Title"),
        (MeetingState.CLOSED, "CONFIRMED", "Title"),
        (MeetingState.ARCHIVED, "CONFIRMED", "Title"),
        (MeetingState.CANCELLED, "CANCELLED", "Cancelled: Title"),
        (MeetingState.POSTPONED, "CANCELLED", "Postponed: Title"),
    ],
)
def test_state_of_the_meeting_is_that_of_every_entry(
    client: FlaskClient, state: MeetingState, status: str, summary: str
) -> None:
    meeting = make_meeting(code="EGM", state=state, title={"en": "Title"}, state_reason={"en": "The venue is flooded."})
    make_item(meeting, title={"en": "Title"})
    for path in FEEDS:
        (entry,) = [each for each in entries(client, path) if "RECURRENCE-ID" not in each][:1]
        assert (entry["STATUS"], entry["SUMMARY"]) == (status, summary), path
        assert ("flooded" in entry["DESCRIPTION"]) is (status == "CANCELLED")


def test_drafts_and_deleted_meetings_are_in_no_feed(client: FlaskClient) -> None:
    series = _add(Series(team_id=make_team().id, title={"en": "Directors"}))
    for values in ({"state": MeetingState.DRAFT}, {"deleted_at": now()}):
        meeting = make_meeting(series_id=series.id, **values)
        item = make_item(meeting)
        for content in ("calendar", "agenda", f"items/{item.id}"):
            assert client.get(f"/e/{meeting.code}/en/{content}.ics").status_code == 404
    assert client.get(f"/series/{series.id}/en.ics").status_code == 404
    assert entries(client, "/calendar/en.ics") == []
    assert parse(client.get("/calendar/en.ics").data).walk("VTIMEZONE")


def test_meeting_known_by_month_has_no_entry_until_its_days_are_known(client: FlaskClient) -> None:
    meeting = make_meeting(
        code="EGM", date_precision=DatePrecision.MONTH, starts_on=date(2030, 5, 1), ends_on=date(2030, 5, 31)
    )
    make_item(meeting)
    assert [entries(client, path) for path in FEEDS] == [[], [], []]
    change(meeting, date_precision=DatePrecision.DAY, ends_on=date(2030, 5, 1))
    assert [len(entries(client, path)) for path in FEEDS] == [1, 1, 1]


@pytest.mark.parametrize("visibility", [Visibility.REGISTERED, Visibility.APPROVED, Visibility.TEAM])
def test_public_feeds_hold_no_link_that_is_not_public(client: FlaskClient, visibility: Visibility) -> None:
    meeting = make_meeting(code="EGM")
    item = make_item(meeting)
    make_link(meeting, visibility=visibility)
    make_link(meeting, visibility=visibility, item_id=item.id)
    for path in (*FEEDS, f"/e/EGM/en/items/{item.id}.ics"):
        text = client.get(path).text.replace("\r\n ", "")
        assert "zoom.example.org" not in text and "4711" not in text, path


def test_public_link_appears_when_its_window_opens_and_goes_when_the_day_is_over(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM", zone="Asia/Amman", starts_on=date(2030, 2, 27), ends_on=date(2030, 2, 27))
    make_item(meeting, starts=time(10), ends=time(12))
    make_link(meeting, visibility=Visibility.PUBLIC, minutes_before=60, language="ar")
    tags = set()
    for moment, shown in (
        (datetime(2030, 2, 27, 5, 59, tzinfo=UTC), False),
        (datetime(2030, 2, 27, 6, 0, tzinfo=UTC), True),
        (datetime(2030, 2, 27, 20, 59, tzinfo=UTC), True),
        (datetime(2030, 2, 27, 21, 0, tzinfo=UTC), False),
    ):
        with frozen_at(moment):
            for path in FEEDS:
                response = client.get(path)
                (entry,) = parse(response.data).walk("VEVENT")
                assert ("CONFERENCE" in entry) is shown, (path, moment)
                assert ("zoom.example.org" in response.text.replace("\r\n ", "")) is shown
                tags.add((path, shown, response.headers["ETag"]))
    assert len(tags) == 2 * len(FEEDS)


def test_feed_of_many_holds_the_public_links_of_meetings_that_take_place(client: FlaskClient) -> None:
    for code, state in (("HELD", MeetingState.PUBLISHED), ("OFF", MeetingState.CANCELLED)):
        meeting = make_meeting(code=code, title={"en": code}, state=state)
        make_link(meeting, visibility=Visibility.PUBLIC, join_url=f"https://zoom.example.org/{code}")
        make_link(meeting, visibility=Visibility.PUBLIC, item_id=make_item(meeting).id)
        make_link(meeting, visibility=Visibility.APPROVED)
    links = {str(each["SUMMARY"]): each.get("CONFERENCE") for each in entries(client, "/calendar/en.ics")}
    assert len(links) == 2
    assert links.pop("HELD") == "https://zoom.example.org/HELD"
    assert list(links.values()) == [None]


def test_conference_says_what_it_is(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    make_link(meeting, visibility=Visibility.PUBLIC, provider='Zoom: "Hall", 1', language="ar", dial_in="+41 22 1")
    (entry,) = entries(client, "/e/EGM/en/calendar.ics")
    parameters = dict(entry["CONFERENCE"].params)
    assert parameters == {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Zoom: 'Hall', 1", "LANGUAGE": "ar"}
    assert "https://zoom.example.org/j/1" in entry["DESCRIPTION"] and "+41 22 1" in entry["DESCRIPTION"]


def test_feed_says_what_it_is_and_how_often_to_ask(client: FlaskClient) -> None:
    make_meeting(code="EGM", title={"en": "Experts, and more"}, accent="#7a1f3d")
    text = client.get("/e/EGM/en/agenda.ics").text.replace("\r\n ", "").split("\r\n")
    for line in (
        "NAME;LANGUAGE=en:Experts\\, and more",
        "X-WR-CALNAME:Experts\\, and more",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "SOURCE;VALUE=URI:http://plenary.test/e/EGM/en/agenda.ics",
        "X-APPLE-CALENDAR-COLOR:#7a1f3d",
        "METHOD:PUBLISH",
    ):
        assert line in text
    assert not [line for line in text if line.startswith("COLOR")]


@pytest.mark.parametrize("path", FEEDS)
def test_feed_has_the_same_bytes_until_something_changes(client: FlaskClient, path: str) -> None:
    meeting = make_meeting(code="EGM")
    make_item(meeting)
    first = client.get(path)
    assert first.headers["Content-Disposition"].startswith("inline; ")
    with frozen_at(now() + timedelta(hours=5)):
        same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (same.status_code, same.data) == (304, b"")
        from foundation.page_cache import pages

        pages.clear()
        assert client.get(path).data == first.data
    change(meeting, title={"en": "Another title"})
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert b"Another title" in changed.data or path.endswith("agenda.ics")


def test_download_is_an_attachment(client: FlaskClient) -> None:
    make_meeting(code="EGM")
    for path in FEEDS:
        assert client.get(f"{path}?download").headers["Content-Disposition"].startswith("attachment; filename=")


def test_cached_feed_of_a_meeting_costs_one_statement(client: FlaskClient) -> None:
    make_item(make_meeting(code="EGM"))
    for path in FEEDS[:2]:
        client.get(path)
        with statements() as seen:
            response = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("inline")
        assert len([each for each in seen if "SELECT" in each]) <= 1


def test_feeds_of_many_have_those_of_the_last_year_and_to_come(client: FlaskClient) -> None:
    team = make_team()
    series = _add(Series(team_id=team.id, title={"en": "Directors"}))
    today = now().date()
    spans = {"OLD": -400, "LAST": -300, "NOW": 0, "LATER": 900}
    for code, offset in spans.items():
        day = today + timedelta(days=offset)
        make_meeting(team, code=code, title={"en": code}, starts_on=day, ends_on=day, series_id=series.id)
    make_meeting(team, code="OTHER", title={"en": "OTHER"}, starts_on=today, ends_on=today, zone="Africa/Cairo")
    assert {str(each["SUMMARY"]) for each in entries(client, "/calendar/en.ics")} == {"LAST", "NOW", "LATER", "OTHER"}
    assert {str(each["SUMMARY"]) for each in entries(client, f"/series/{series.id}/en.ics")} == {"LAST", "NOW", "LATER"}
    zones = [str(each["TZID"]) for each in parse(client.get("/calendar/en.ics").data).walk("VTIMEZONE")]
    assert zones == ["Africa/Cairo", "Asia/Amman"]
    assert client.get("/series/999999/en.ics").status_code == 404
    assert client.get("/calendar/xx.ics").status_code == 404


def test_feed_of_all_meetings_costs_the_same_statements_for_three_and_thirty(client: FlaskClient) -> None:
    team, counts = make_team(), []
    for number in range(30):
        meeting = make_meeting(team)
        make_item(meeting)
        make_link(meeting, visibility=Visibility.PUBLIC)
        if number in (2, 29):
            with statements() as seen:
                assert len(entries(client, "/calendar/en.ics")) >= number
            counts.append(len([each for each in seen if "SELECT" in each]))
    assert counts == [7, 7]


def test_text_in_another_language_says_so(client: FlaskClient) -> None:
    make_meeting(code="EGM", title={"en": "Only English"}, main_language="en", page_languages=["en", "ar"])
    (entry,) = entries(client, "/e/EGM/ar/calendar.ics")[:1]
    assert entry["SUMMARY"].params["LANGUAGE"] == "en"
    for content in ("calendar", "agenda"):
        assert "NAME;LANGUAGE=en:Only English\r\n" in client.get(f"/e/EGM/ar/{content}.ics").text


def test_two_calendars_of_a_meeting_are_not_downloaded_under_one_name(client: FlaskClient) -> None:
    make_item(make_meeting(code="EGM"))
    names = [client.get(f"{path}?download=1").headers["Content-Disposition"] for path in FEEDS[:2]]
    assert names == [f'attachment; filename="EGM-{name}.ics"' for name in ("en", "agenda-en")]


def test_page_for_subscribing_shows_addresses(client: FlaskClient) -> None:
    make_meeting(code="EGM")
    text = client.get("/e/EGM/en/calendar").text
    assert 'href="webcal://plenary.test/e/EGM/en/agenda.ics"' in text
    assert 'value="http://plenary.test/e/EGM/en/calendar.ics"' in text
    assert client.get("/e/EGM/fr/calendar").status_code == 404


def test_page_for_subscribing_leads_to_itself_in_the_languages_of_the_meeting(client: FlaskClient) -> None:
    make_meeting(code="EGM", page_languages=["en", "ar"])
    text = as_shown(client.get("/e/EGM/en/calendar").text)
    assert 'href="/e/EGM/ar/calendar" lang="ar"' in text
    assert 'hreflang="fr"' not in text


def test_zone_definition_begins_each_offset_where_it_begins(app: Flask) -> None:
    """In the wall time that ends there: 02:00 in Paris, midnight in Cairo."""
    from meetings.calendar.time_zones import time_zone

    def starts(zone: str, year: int) -> list[str]:
        text = time_zone(zone, year, year).to_ical().decode()
        return [line[8:] for line in text.split("\r\n") if line.startswith("DTSTART:")][1:]

    assert starts("Europe/Paris", 2026) == ["20260329T020000", "20261025T030000"]
    assert starts("Africa/Cairo", 2023) == ["20230428T000000", "20231027T000000"]
    assert starts("Asia/Amman", 2026) == starts("Asia/Riyadh", 2026) == []
    assert len(starts("Africa/Casablanca", 2025)) == 2


def test_meeting_held_online_alone_is_held_online(client: FlaskClient) -> None:
    meeting = make_meeting(code="WEB", format=MeetingFormat.ONLINE)
    make_meeting(code="ROOM", format=MeetingFormat.HYBRID)
    assert [entries(client, f"/e/WEB/{code}/calendar.ics")[0]["LOCATION"] for code in ("en", "ar")] == [
        "Online", "عبر الإنترنت"
    ]  # fmt: skip
    assert "LOCATION" not in entries(client, "/e/ROOM/en/calendar.ics")[0]
    assert ("to be announced" in client.get("/e/WEB/en").text, place_of(meeting, "en", Mode.REMOTE)) == (
        False,
        "Online",
    )


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ("Online: https://zoom.example.org/j/1", "Passcode: 4711", "Joining by telephone: +41 22 1")),
        ("ar", ("عبر الإنترنت: https://zoom.example.org/j/1", "رمز المرور: 4711")),
        ("fr", ("En ligne\u00a0: https://zoom.example.org/j/1", "Code d’accès\u00a0: 4711")),
    ],
)
def test_entry_says_what_it_takes_to_join_in_words(client: FlaskClient, language: str, lines: tuple[str, ...]) -> None:
    meeting = make_meeting(code="EGM", page_languages=["en", "ar", "fr"])
    make_link(meeting, visibility=Visibility.PUBLIC, provider="", dial_in="+41 22 1")
    (entry,) = entries(client, f"/e/EGM/{language}/calendar.ics")
    said = str(entry["DESCRIPTION"]).split("\n")
    assert [line for line in lines if line not in said] == []
