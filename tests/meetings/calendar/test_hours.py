"""Hours of a day are those of the agenda, for whoever reads them, and none are made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from foundation.translated import Translations
from meetings.agenda import operations as agenda
from meetings.calendar.feeds import feed_of_many, meeting_feed
from meetings.enums import ItemKind, MeetingFormat, Mode
from meetings.models.meeting import Meeting
from meetings.reading.hours import hours_of_days, hours_of_items
from tests.factories import make_item, make_meeting
from tests.meetings.calendar.readers import IcalJs, read_with_vobject
from tests.meetings.calendar.test_invitations import invite, parse

DAY = date(2030, 2, 27)
AMMAN = ZoneInfo("Asia/Amman")


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    meeting = make_meeting(ends_on=DAY)
    make_item(meeting, starts=time(8, 30), ends=time(16))
    return meeting


@pytest.mark.parametrize(
    ("values", "in_person", "remote"),
    [
        ({"kind": ItemKind.SOCIAL_EVENT, "starts": time(19, 30), "ends": None}, time(16), time(16)),
        ({"kind": ItemKind.SESSION, "starts": time(19, 30), "ends": None}, time(20, 30), time(20, 30)),
        ({"kind": ItemKind.SOCIAL_EVENT, "starts": time(19, 30), "ends": time(22)}, time(22), time(16)),
        ({"kind": ItemKind.SESSION, "starts": time(17), "ends": time(18)}, time(18), time(18)),
        (
            {"kind": ItemKind.SESSION, "starts": time(17), "ends": time(18), "format": MeetingFormat.IN_PERSON},
            time(18),
            time(16),
        ),
        (
            {"kind": ItemKind.SESSION, "starts": time(17), "ends": time(18), "format": MeetingFormat.ONLINE},
            time(16),
            time(18),
        ),
        (
            {"kind": ItemKind.SOCIAL_EVENT, "starts": time(17), "ends": time(18), "format": MeetingFormat.ONLINE},
            time(16),
            time(18),
        ),
    ],
)
def test_hours_follow_the_mode(meeting: Meeting, values: dict[str, Any], in_person: time, remote: time) -> None:
    make_item(meeting, **values)
    assert hours_of_days(meeting, Mode.IN_PERSON) == {DAY: (time(8, 30), in_person)}
    assert hours_of_days(meeting, Mode.REMOTE) == {DAY: (time(8, 30), remote)}
    for mode, ends in ((Mode.IN_PERSON, in_person), (Mode.REMOTE, remote)):
        (event,) = invite(meeting, mode=mode).walk("VEVENT")
        assert event["DTEND"].dt == datetime.combine(DAY, ends, AMMAN)


def test_an_evening_without_an_end_lasts_an_hour_only_where_it_is_the_whole_day(app: Flask) -> None:
    meeting = make_meeting(ends_on=DAY)
    item = make_item(meeting, kind=ItemKind.SOCIAL_EVENT, starts=time(19, 30), ends=None)
    evening = {DAY: (time(19, 30), time(20, 30))}
    assert hours_of_days(meeting) == hours_of_items([item]) == evening
    session = make_item(meeting, starts=time(9), ends=time(16))
    day = {DAY: (time(9), time(16))}
    assert hours_of_days(meeting) == hours_of_items([item, session]) == day


def test_other_hours_of_one_mode_raise_the_sequence(meeting: Meeting) -> None:
    late = make_item(meeting, starts=time(15), ends=time(18))
    before = meeting.hours_sequence
    agenda.change_item(meeting.id, late.id, format=MeetingFormat.IN_PERSON)
    assert meeting.hours_sequence == before + 1


def test_a_day_in_the_room_alone_is_none_of_a_remote_person(app: Flask) -> None:
    meeting = make_meeting()
    make_item(meeting, starts=time(9), ends=time(12), format=MeetingFormat.IN_PERSON)
    make_item(meeting, day=meeting.ends_on, starts=time(10), ends=time(12))
    assert hours_of_days(meeting, Mode.REMOTE) == {meeting.ends_on: (time(10), time(12))}


def test_without_any_time_the_days_are_whole_days(app: Flask, mozilla: IcalJs) -> None:
    meeting = make_meeting(title=Translations(en="Without hours"))
    make_item(meeting, starts=None, ends=None)
    days = [datetime.combine(meeting.starts_on + timedelta(days=n), time(), UTC) for n in range(2)]
    feeds = [
        meeting_feed(meeting, "en", "https://plenary.test/x.ics"),
        feed_of_many(None, "en", "https://plenary.test/x.ics", meeting.starts_on),
    ]
    for feed in feeds:
        assert b"DTSTART;VALUE=DATE:20300227\r\n" in feed
        assert b"T090000" not in feed.split(b"BEGIN:VEVENT")[1]
        (entry,) = read_with_vobject(feed)
        assert [starts for starts, _ends in entry.occurrences] == days
        (read,) = mozilla.read(feed)
        assert [starts.date() for starts, _ends in read.occurrences] == [day.date() for day in days]
    (event,) = invite(meeting).walk("VEVENT")
    assert event["DTSTART"].dt == meeting.starts_on
    assert not event.walk("VALARM"), "an alarm would ring at night"


def test_the_first_time_is_another_time_of_the_entry(app: Flask) -> None:
    meeting = make_meeting(ends_on=DAY)
    item = make_item(meeting, starts=None, ends=None)
    before = meeting.hours_sequence
    agenda.change_item(meeting.id, item.id, starts=time(9), ends=time(17))
    assert meeting.hours_sequence == before + 1
    (event,) = parse(meeting_feed(meeting, "en", "https://plenary.test/x.ics")).walk("VEVENT")
    assert event["DTSTART"].dt == datetime.combine(DAY, time(9), AMMAN)
