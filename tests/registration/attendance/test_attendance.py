from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.permissions import Role
from foundation.audit import entries_for
from foundation.clock import frozen_at
from foundation.database import db, writing
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.attendance.half_days import HalfDayOf, chosen_half_day, half_days, is_now, present_half_day
from registration.attendance.operations import NotApproved, check_in, tick, untick
from registration.attendance.queries import (
    AttendanceCount,
    AttendanceFilter,
    OtherMeeting,
    SeveralPeople,
    UnknownCode,
    count,
    people,
)
from registration.enums import AttendanceSource, HalfDay
from registration.models.attendance import Attendance
from registration.models.registrations import Registration
from registration.reading.links import check_in_token, check_in_url, manage_token
from registration.reading.registrations import NoSuchRegistration
from tests.factories import make_meeting, make_registration, make_user
from tests.threads import at_once

FIRST_MORNING = HalfDayOf(date(2030, 2, 27), HalfDay.MORNING)
LAST_AFTERNOON = HalfDayOf(date(2030, 2, 28), HalfDay.AFTERNOON)


def rows() -> int:
    return db.session.scalar(select(func.count(Attendance.id))) or 0


def test_half_days_are_each_day_twice(app: Flask) -> None:
    keys = [one.key for one in half_days(make_meeting())]

    assert keys == [
        "2030-02-27.morning",
        "2030-02-27.afternoon",
        "2030-02-28.morning",
        "2030-02-28.afternoon",
    ]


@pytest.mark.parametrize(
    ("instant", "key"),
    [
        (datetime(2029, 1, 1, 20, tzinfo=UTC), "2030-02-27.morning"),
        (datetime(2030, 2, 26, 21, 30, tzinfo=UTC), "2030-02-27.morning"),  # 00:30 in Amman
        (datetime(2030, 2, 27, 9, 59, tzinfo=UTC), "2030-02-27.morning"),
        (datetime(2030, 2, 27, 10, tzinfo=UTC), "2030-02-27.afternoon"),  # 13:00 in Amman
        (datetime(2030, 2, 28, 20, 59, tzinfo=UTC), "2030-02-28.afternoon"),
        (datetime(2031, 1, 1, 6, tzinfo=UTC), "2030-02-28.afternoon"),
    ],
)
def test_the_present_half_day_is_that_of_the_meetings_zone(app: Flask, instant: datetime, key: str) -> None:
    meeting = make_meeting()

    with frozen_at(instant):
        assert present_half_day(meeting).key == key


def test_a_half_day_that_is_not_the_meetings_becomes_the_present_one(app: Flask) -> None:
    meeting = make_meeting()

    with frozen_at(datetime(2030, 2, 28, 12, tzinfo=UTC)):
        assert chosen_half_day(meeting, "2030-02-27.morning") == FIRST_MORNING
        assert chosen_half_day(meeting, "1999-01-01.morning") == LAST_AFTERNOON
        assert chosen_half_day(meeting, "<script>") == LAST_AFTERNOON
        assert [is_now(meeting, FIRST_MORNING), is_now(meeting, LAST_AFTERNOON)] == [False, True]


def test_tick_records_the_mode_registered_for_and_who_ticked(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved", mode="remote")
    actor = make_user(Role.CHECK_IN, meeting.team)

    done = tick(meeting, person.id, FIRST_MORNING, actor)

    row = db.session.scalars(select(Attendance)).one()
    assert (row.mode, row.source, row.recorded_by_id) == (Mode.REMOTE, AttendanceSource.TICK, actor.id)
    assert (done.is_new, done.mode) == (True, Mode.REMOTE)
    assert entries_for("registration", person.id)[0].changes == {"2030-02-27.morning": [None, "remote"]}


def test_a_second_tick_changes_nothing(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved")
    with frozen_at(datetime(2030, 2, 27, 6, tzinfo=UTC)):
        first = tick(meeting, person.id, FIRST_MORNING, None)

    second = tick(meeting, person.id, FIRST_MORNING, None)

    assert (second.is_new, second.arrived_at, rows()) == (False, first.arrived_at, 1)
    assert len(entries_for("registration", person.id)) == 1


def test_each_half_day_is_recorded_by_itself(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved")
    for half_day in reversed(half_days(meeting)):
        tick(meeting, person.id, half_day, None)

    assert {HalfDayOf(row.day, row.half_day) for row in db.session.scalars(select(Attendance))} == set(
        half_days(meeting)
    )


def test_untick_takes_it_back_once(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved")
    tick(meeting, person.id, FIRST_MORNING, None)

    answers = [untick(meeting, person.id, FIRST_MORNING, None) for _attempt in range(2)]

    assert (answers, rows()) == ([True, False], 0)
    assert [entry.act for entry in entries_for("registration", person.id)] == ["unticked", "ticked"]


@pytest.mark.parametrize("state", ["pending", "waiting", "declined", "cancelled"])
def test_only_approved_people_are_recorded(app: Flask, state: str) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state=state)

    with pytest.raises(NotApproved) as refused:
        check_in(meeting, check_in_token(person), FIRST_MORNING, None)
    with pytest.raises(NotApproved):
        tick(meeting, person.id, FIRST_MORNING, None)

    assert (refused.value.registration.id, rows()) == (person.id, 0)


def test_people_of_another_meeting_are_not_ticked(app: Flask) -> None:
    stranger = make_registration(make_meeting(), state="approved")

    with pytest.raises(NoSuchRegistration):
        tick(make_meeting(), stranger.id, FIRST_MORNING, None)


def test_check_in_takes_address_token_reference_and_email(app: Flask) -> None:
    meeting = make_meeting()
    for form in (
        lambda person: check_in_url(person),
        lambda person: check_in_url(person).replace("http://plenary.test", "https://elsewhere.example") + "?x=1",
        lambda person: check_in_token(person),
        lambda person: f"\u200f {person.reference.lower()} \n",
        lambda person: f"{person.reference[:4]}-{person.reference[4:]}",
        lambda person: person.email.upper(),
    ):
        person = make_registration(meeting, state="approved")
        assert check_in(meeting, form(person), FIRST_MORNING, None).registration.id == person.id
    assert db.session.scalars(select(Attendance.source).distinct()).all() == [AttendanceSource.QR_SCAN]


def test_whoever_scans_at_the_door_is_in_the_room(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved", mode="remote")

    check_in(meeting, check_in_token(person), FIRST_MORNING, None)

    assert count(meeting.id, FIRST_MORNING) == AttendanceCount(in_person=1, remote_expected=1)


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "x",
        "." * 50,
        "A.B",
        "'; DROP TABLE attendance; --",
        "https://example.org/",
        "/c/",
        "@",
        "\x00\x00",
        "ابجد",
        "9" * 5000,
        "/c/%00.x",
        "\ud800",
    ],
)
def test_garbage_is_an_unknown_code(app: Flask, garbage: str) -> None:
    with pytest.raises(UnknownCode):
        check_in(make_meeting(), garbage, FIRST_MORNING, None)


def test_a_forged_or_foreign_token_is_an_unknown_code(app: Flask) -> None:
    meeting = make_meeting()
    person, other = (make_registration(meeting, state="approved") for _number in range(2))
    swapped = f"{other.reference}.{check_in_token(person).partition('.')[2]}"

    for token in (swapped, f"{person.reference}.", f"{person.reference}.AAAA", manage_token(person)):
        with pytest.raises(UnknownCode):
            check_in(meeting, token, FIRST_MORNING, None)


def test_a_raised_generation_makes_the_code_unknown(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved")
    old = check_in_token(person)
    with writing():
        person.link_generation += 1

    with pytest.raises(UnknownCode):
        check_in(meeting, old, FIRST_MORNING, None)
    assert check_in(meeting, check_in_token(person), FIRST_MORNING, None).is_new


def test_a_code_of_another_meeting_says_so_but_a_typed_reference_does_not(app: Flask) -> None:
    meeting, stranger = make_meeting(), make_registration(make_meeting(), state="approved")

    with pytest.raises(OtherMeeting):
        check_in(meeting, check_in_token(stranger), FIRST_MORNING, None)
    for typed in (stranger.reference, stranger.email):
        with pytest.raises(UnknownCode):
            check_in(meeting, typed, FIRST_MORNING, None)


def test_an_address_shared_by_several_is_not_guessed_at(app: Flask) -> None:
    meeting = make_meeting()
    for state in ("approved", "approved", "cancelled"):
        make_registration(meeting, state=state, email="team@example.org")
    approved = make_registration(meeting, state="approved", email="pair@example.org")
    make_registration(meeting, state="cancelled", email="pair@example.org")

    with pytest.raises(SeveralPeople):
        check_in(meeting, "team@example.org", FIRST_MORNING, None)
    assert check_in(meeting, "pair@example.org", FIRST_MORNING, None).registration.id == approved.id


def test_many_doors_at_once_record_one_row_and_one_act(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved")
    meeting_id, person_id, token = meeting.id, person.id, check_in_token(person)
    answers: list[bool] = []

    def at_the_list() -> None:
        answers.append(tick(db.session.get_one(Meeting, meeting_id), person_id, FIRST_MORNING, None).is_new)

    def at_the_door() -> None:
        answers.append(check_in(db.session.get_one(Meeting, meeting_id), token, FIRST_MORNING, None).is_new)

    assert at_once(app, [at_the_list, at_the_door] * 4) == []
    assert sorted(answers) == [False] * 7 + [True]
    assert (rows(), len(entries_for("registration", person_id))) == (1, 1)


def test_count_per_mode(app: Flask) -> None:
    meeting = make_meeting()
    here = [make_registration(meeting, state="approved") for _number in range(3)]
    afar = [make_registration(meeting, state="approved", mode="remote") for _number in range(2)]
    make_registration(meeting, state="pending")
    for person in (here[0], here[1], afar[0]):
        tick(meeting, person.id, FIRST_MORNING, None)
    tick(meeting, here[2].id, LAST_AFTERNOON, None)

    assert count(meeting.id, FIRST_MORNING) == AttendanceCount(2, 3, 1, 2)


def test_people_are_found_by_words_mode_and_presence(app: Flask) -> None:
    meeting = make_meeting()
    lina = make_registration(meeting, state="approved", given_name="Lína", family_name="Abboud")
    omar = make_registration(meeting, state="approved", given_name="Omar", family_name="Zaki", mode="remote")
    make_registration(meeting, state="pending", given_name="Lina")
    tick(meeting, omar.id, FIRST_MORNING, None)

    def found(**wanted: object) -> list[int]:
        page = people(meeting.id, FIRST_MORNING, AttendanceFilter(**wanted))
        assert page.total == len(page.rows)
        return [row.registration.id for row in page.rows]

    assert found() == [lina.id, omar.id]
    assert found(words="LINA abb") == [lina.id]
    assert found(mode=Mode.REMOTE) == [omar.id]
    assert found(presence="present") == [omar.id]
    assert found(presence="absent") == [lina.id]
    assert found(words="100%") == []


def test_whoever_was_recorded_and_then_cancelled_stays_visible(app: Flask) -> None:
    meeting = make_meeting()
    person = make_registration(meeting, state="approved")
    tick(meeting, person.id, FIRST_MORNING, None)
    with writing() as session:
        session.get(Registration, person.id).state = "cancelled"

    assert people(meeting.id, FIRST_MORNING, AttendanceFilter()).total == 1
    assert people(meeting.id, LAST_AFTERNOON, AttendanceFilter()).total == 0
