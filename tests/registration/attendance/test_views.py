from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.permissions import Role
from foundation.clock import frozen_at
from foundation.database import db
from registration.models.attendance import Attendance
from registration.reading.links import check_in_token, check_in_url
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.statements import statements

MORNING = datetime(2030, 2, 27, 7, tzinfo=UTC)  # 10:00 in Amman
JSON = {"Accept": "application/json", "X-Requested-With": "fetch"}


@pytest.fixture
def meeting(app: Flask, client: FlaskClient):
    meeting = make_meeting(code="TIN-API", title={"en": "Identity", "ar": "الهوية"})
    sign_in(client, make_user(Role.CHECK_IN, meeting.team))
    with frozen_at(MORNING):
        sign_in(client, make_user(Role.CHECK_IN, meeting.team))
        yield meeting


def rows() -> int:
    return db.session.scalar(select(func.count(Attendance.id))) or 0


def scan(client: FlaskClient, text: str, **more: str) -> dict[str, str]:
    response = client.post("/manage/TIN-API/attendance/check-in", data={"code": text} | more, headers=JSON)
    assert response.status_code == 200
    return response.json


def test_the_list_shows_approved_people_without_addresses_and_the_count(client: FlaskClient, meeting) -> None:
    make_registration(meeting, state="approved", given_name="Lina", email="lina@example.org")
    make_registration(meeting, state="approved", mode="remote")
    make_registration(meeting, state="declined", given_name="Nobody")

    page = client.get("/manage/TIN-API/attendance").text

    assert "Lina" in page
    assert "lina@example.org" not in page
    assert "Nobody" not in page
    assert "0 of 1 in the room, 0 of 1 remotely" in page
    assert "Wednesday, 27 February 2030, Morning" in page


def test_a_tick_without_scripts_comes_back_to_the_same_list(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved")
    form = {"act": "tick", "half_day": "2030-02-28.afternoon", "q": "Salma", "presence": "absent"}

    response = client.post(f"/manage/TIN-API/attendance/{person.id}", data=form)

    assert response.status_code == 303
    assert response.location == "/manage/TIN-API/attendance?half_day=2030-02-28.afternoon&q=Salma&presence=absent"
    assert db.session.scalars(select(Attendance)).one().half_day.value == "afternoon"


def test_a_tick_with_scripts_gets_the_row_and_the_count(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved")
    form = {"act": "tick", "half_day": "2030-02-27.morning"}

    ticked = client.post(f"/manage/TIN-API/attendance/{person.id}", data=form, headers={"HX-Request": "true"}).text
    undone = client.post(
        f"/manage/TIN-API/attendance/{person.id}", data=form | {"act": "untick"}, headers={"HX-Request": "true"}
    ).text

    assert "<html" not in ticked
    assert f'<tr id="person-{person.id}">' in ticked
    assert "Here since 10:00" in ticked
    assert 'value="untick"' in ticked
    assert "1 of 1 in the room" in ticked
    assert 'value="tick"' in undone
    assert rows() == 0


def test_ticking_somebody_who_lost_approval_says_why(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="declined", given_name="Lina", family_name="Haddad")

    response = client.post(f"/manage/TIN-API/attendance/{person.id}", data={"act": "tick"}, follow_redirects=True)

    assert "Lina Haddad cannot be recorded: Declined." in response.text
    assert rows() == 0


def test_scanning_answers_ok_then_again(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved", given_name="Lina", family_name="Haddad", organisation="ITU")

    first = scan(client, check_in_url(person))
    second = scan(client, check_in_token(person))

    assert first == {
        "state": "ok",
        "status": "ok",
        "title": "Checked in",
        "name": "Lina Haddad",
        "detail": "ITU – Jordan",
        "count": "1 of 1 in the room",
    }
    assert (second["state"], second["status"], second["title"]) == ("again", "already", "Already here since 10:00")
    assert rows() == 1


def test_scanning_what_cannot_be_checked_in_names_nobody_of_another_meeting(client: FlaskClient, meeting) -> None:
    stranger = make_registration(make_meeting(), state="approved", given_name="Stranger")
    declined = make_registration(meeting, state="declined", given_name="Lina", family_name="Haddad")

    other = scan(client, check_in_token(stranger))
    refused = scan(client, check_in_token(declined))

    assert (other["status"], other["name"], other["detail"]) == ("other_meeting", "", "")
    assert (refused["status"], refused["name"], refused["title"]) == (
        "not_approved",
        "Lina Haddad",
        "Not approved: Declined",
    )
    assert [scan(client, text)["status"] for text in ("", "garbage", "\x00", "<b>")] == ["unknown"] * 4
    assert rows() == 0


def test_scanning_records_the_half_day_of_the_form(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved")

    scan(client, check_in_token(person), half_day="2030-02-28.morning")

    assert db.session.scalars(select(Attendance)).one().day.day == 28


def test_check_in_without_scripts_answers_with_a_page(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved", given_name="<Lina>")

    page = client.post("/manage/TIN-API/attendance/check-in", data={"code": person.reference}).text

    assert "Checked in" in page
    assert "&lt;Lina&gt;" in page
    assert "checkin-ok" in page
    assert 'data-url="/manage/TIN-API/attendance/check-in"' in page


def test_the_screen_warns_when_the_half_day_is_not_running(client: FlaskClient, meeting) -> None:
    now = client.get("/manage/TIN-API/attendance/check-in").text
    later = client.get("/manage/TIN-API/attendance/check-in?half_day=2030-02-28.morning").text

    assert "is not running now" not in now
    assert "is not running now" in later


def test_a_telephone_shows_the_person_and_checks_in(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved", given_name="Lina")
    address = f"/c/{check_in_token(person)}"

    before = client.get(address)
    posted = client.post(address, data={"half_day": "2030-02-27.morning"})
    after = client.get(address)

    assert before.status_code == 200
    assert "Lina" in before.text
    assert (posted.status_code, posted.location) == (303, address)
    assert "Here since 10:00" in after.text
    assert rows() == 1


def test_a_telephone_of_a_stranger_sees_nobody(app: Flask, client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved", given_name="Lina")
    address = f"/c/{check_in_token(person)}"
    visitor, viewer, member = (type(client)(app, app.response_class) for _number in range(3))
    sign_in(viewer, make_user(Role.VIEWER, meeting.team))
    sign_in(member, make_user(Role.OWNER, make_meeting().team))

    assert visitor.get(address).status_code == 303
    assert "/sign-in" in visitor.get(address).location
    for someone in (viewer, member):
        for answer in (someone.get(address), someone.post(address)):
            assert answer.status_code == 403
            assert "Lina" not in answer.text
    for guess in (f"{person.reference}.forged", person.reference, "%00.x", "%ED%A0%80.x", "x" * 500):
        assert client.get(f"/c/{guess}").status_code == 404
    assert rows() == 0


def test_a_declined_person_is_shown_as_such_on_the_telephone(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="declined", given_name="Lina", family_name="Haddad")

    page = client.get(f"/c/{check_in_token(person)}").text

    assert "Lina Haddad cannot be recorded: Declined." in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_check_in_role_does_just_that(client: FlaskClient, meeting) -> None:
    assert client.get("/manage/TIN-API/attendance").status_code == 200
    for page in ("registrations", "messages"):
        assert client.get(f"/manage/TIN-API/{page}").status_code == 403


def test_pages_read_from_right_to_left_in_arabic(client: FlaskClient, meeting) -> None:
    person = make_registration(meeting, state="approved", printed_name={"en": "Lina Haddad", "ar": "لينا حداد"})

    for page in ("attendance", "attendance/check-in"):
        assert '<html lang="ar" dir="rtl">' in client.get(f"/manage/TIN-API/{page}?lang=ar").text
    assert "لينا حداد" in client.get("/manage/TIN-API/attendance?lang=ar").text
    assert "لينا حداد" in client.get(f"/c/{check_in_token(person)}?lang=ar").text


def test_the_list_costs_the_same_statements_for_one_and_for_thirty(client: FlaskClient, meeting) -> None:
    def cost() -> int:
        with statements("BEGIN", "PRAGMA") as seen:
            client.get("/manage/TIN-API/attendance")
        return len(seen)

    make_registration(meeting, state="approved")
    cost()  # What a process reads only at first is not counted.
    one = cost()
    for number in range(29):
        person = make_registration(meeting, state="approved")
        if number % 2:
            scan(client, check_in_token(person))

    assert cost() == one == 6


def test_a_scan_costs_a_fixed_number_of_statements(client: FlaskClient, meeting) -> None:
    def cost(code: str) -> int:
        db.session.remove()
        with statements("BEGIN", "PRAGMA", "SELECT set_config") as seen:
            scan(client, code)
        return len(seen)

    codes = [check_in_token(make_registration(meeting, state="approved")) for _person in range(3)]
    cost(codes[0])

    assert [cost(code) for code in codes[1:]] == [10, 10]
