from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from meetings.calendar.building import meeting_events, new_calendar
from meetings.calendar.invitations import invitation
from meetings.enums import ContactKind, Mode
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.parties import FocalPoint
from tests.factories import _add, make_item, make_meeting

ZONES = ("Asia/Amman", "Asia/Beirut", "Africa/Cairo", "Africa/Casablanca", "Asia/Gaza", "Asia/Dubai", "Europe/Paris")


def parse(text: str | bytes) -> Calendar:
    calendar = Calendar.from_ical(text)
    assert isinstance(calendar, Calendar)
    return calendar


def invite(meeting: Meeting, **values: object) -> Calendar:
    facts: dict[str, object] = {
        "method": "REQUEST",
        "attendee_email": "salma@example.org",
        "attendee_name": "Salma Haddad",
        "language": "en",
        "sequence": 0,
        "mode": Mode.IN_PERSON,
    }
    return parse(invitation(meeting, **{**facts, **values}))  # type: ignore[arg-type]


def test_request_is_one_uid_with_organiser_and_attendee(app: Flask) -> None:
    meeting = make_meeting(venue={"en": "Grand Hotel"}, city={"en": "Amman"}, country_code="JO")
    _add(
        FocalPoint(
            meeting_id=meeting.id, kind=ContactKind.ADMINISTRATIVE, unit={"en": "Desk"}, email="desk@example.org"
        )
    )
    calendar = invite(meeting)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == meeting.calendar_uid
    assert event["ORGANIZER"] == "mailto:desk@example.org"
    assert event["ATTENDEE"] == "mailto:salma@example.org"
    assert event["LOCATION"] == "Grand Hotel, Amman, Jordan"
    assert event["RRULE"].to_ical() == b"FREQ=DAILY;COUNT=2"


def test_two_days_with_other_hours_are_a_recurrence_and_one_instance(app: Flask) -> None:
    meeting = make_meeting()
    make_item(meeting, starts=time(9), ends=time(16))
    make_item(meeting, day=meeting.ends_on, starts=time(8, 45), ends=time(13))
    master, instance = invite(meeting).walk("VEVENT")
    assert master["UID"] == instance["UID"]
    assert master["DTSTART"].dt == datetime(2030, 2, 27, 9, tzinfo=ZoneInfo("Asia/Amman"))
    assert instance["RECURRENCE-ID"].dt == datetime(2030, 2, 28, 9, tzinfo=ZoneInfo("Asia/Amman"))
    assert instance["DTSTART"].dt == datetime(2030, 2, 28, 8, 45, tzinfo=ZoneInfo("Asia/Amman"))


def test_day_without_programme_is_an_exception(app: Flask) -> None:
    meeting = make_meeting(ends_on=date(2030, 3, 1))
    make_item(meeting, starts=time(9), ends=time(17))
    make_item(meeting, day=date(2030, 3, 1), starts=time(9), ends=time(17))
    (event,) = invite(meeting).walk("VEVENT")
    assert event["RRULE"].to_ical() == b"FREQ=DAILY;COUNT=3"
    assert [moment.dt for moment in event["EXDATE"].dts] == [datetime(2030, 2, 28, 9, tzinfo=ZoneInfo("Asia/Amman"))]


def test_cancel_raises_the_sequence_and_says_so(app: Flask) -> None:
    meeting = make_meeting(calendar_sequence=2)
    calendar = invite(meeting, method="CANCEL", sequence=1)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)


def test_remote_participant_gets_the_join_link(app: Flask) -> None:
    meeting = make_meeting(online_platform="Zoom", venue={"en": "Grand Hotel"})
    link = _add(ParticipationLink(meeting_id=meeting.id, provider="Zoom", join_url="https://zoom.example.org/j/1"))
    (event,) = invite(meeting, mode=Mode.REMOTE, join=link).walk("VEVENT")
    assert event["LOCATION"] == "Zoom"
    assert event["CONFERENCE"] == "https://zoom.example.org/j/1"
    assert event["CONFERENCE"].params["FEATURE"] == "VIDEO"
    assert "https://zoom.example.org/j/1" in event["DESCRIPTION"]


def test_arabic_invitation_keeps_its_letters(app: Flask) -> None:
    meeting = make_meeting(title={"en": "Meeting", "ar": "اجتماع الخبراء، الجزء «أ»"})
    (event,) = invite(meeting, language="ar").walk("VEVENT")
    assert event["SUMMARY"] == "اجتماع الخبراء، الجزء «أ»"


def test_lines_are_folded_at_75_octets(app: Flask) -> None:
    meeting = make_meeting(title={"en": "اجتماع " * 60})
    text = invitation(
        meeting, method="REQUEST", attendee_email="a@example.org", attendee_name="س" * 200, language="en", sequence=0,
        mode=Mode.REMOTE,
    )  # fmt: skip
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", [date(2026, 3, 25), date(2026, 10, 22), date(2027, 2, 8)])
def test_zone_definition_gives_the_same_instants_as_the_zone(app: Flask, zone: str, first: date) -> None:
    meeting = make_meeting(zone=zone, starts_on=first, ends_on=first + timedelta(days=9))
    calendar = new_calendar(meeting, "en")
    for event in meeting_events(meeting, "en", url="https://example.org/"):
        calendar.add_component(event)
    (definition,) = parse(calendar.to_ical()).walk("VTIMEZONE")
    own = definition.to_tz()
    for offset in range(10):
        naive = datetime.combine(first + timedelta(days=offset), time(9))
        assert naive.replace(tzinfo=own).utcoffset() == naive.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def test_public_file_has_no_join_link(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    _add(ParticipationLink(meeting_id=meeting.id, provider="Zoom", join_url="https://zoom.example.org/j/1"))
    make_item(meeting, title={"en": "Opening"})
    whole, items = client.get("/e/EGM/en/calendar.ics"), client.get("/e/EGM/ar/agenda.ics")
    assert "zoom.example.org" not in whole.text + items.text
    assert {event["UID"] for event in parse(whole.data).walk("VEVENT")} == {meeting.calendar_uid}
    assert len(parse(items.data).walk("VEVENT")) == 1
