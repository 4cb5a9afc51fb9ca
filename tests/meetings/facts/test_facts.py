"""Facts of a meeting beyond its name and place: months, numbers, what it follows, logo."""

from __future__ import annotations

import html
import io
import re
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from foundation.audit import entries_for_meeting
from foundation.database import db
from foundation.languages import force_language
from foundation.pages import path_of
from meetings.enums import CountedGroup, CountQualifier, DatePrecision, MeetingFormat, MeetingState
from meetings.facts.operations import meeting as operations
from meetings.models.meeting import Meeting
from meetings.reading.presenting import dates_of
from tests.factories import make_item, make_meeting
from tests.meetings.facts.test_views import facts, new_meeting
from tests.statements import selects_of

BY_MONTH = {"date_precision": "month", "starts_on": "", "ends_on": ""}


def saved(meeting) -> Meeting:
    db.session.expire_all()
    return db.session.get(Meeting, meeting.id)


def test_meeting_is_created_by_month(client, team):
    response = client.post("/manage/new", data=new_meeting(team, **BY_MONTH, first_month="2030-02"))

    assert response.status_code == 303
    meeting = db.session.scalar(select(Meeting))
    assert (meeting.starts_on, meeting.ends_on) == (date(2030, 2, 1), date(2030, 2, 28))
    assert meeting.date_precision is DatePrecision.MONTH
    assert dates_of(meeting, "en") == "February 2030"
    assert dates_of(meeting, "ar") == "شباط / فبراير 2030"


def test_two_months_are_kept_and_shown_again(client, meeting):
    values = facts(meeting, **BY_MONTH, first_month="٢٠٣٠-١٢", last_month="2031-01")

    assert client.post("/manage/WG-TEST/facts", data=values).status_code == 303

    assert (saved(meeting).starts_on, saved(meeting).ends_on) == (date(2030, 12, 1), date(2031, 1, 31))
    page = client.get("/manage/WG-TEST/facts").text
    assert 'value="2030-12"' in page
    assert 'value="2031-01"' in page
    with force_language("en"):
        assert "December 2030 – January 2031" in client.get("/manage/WG-TEST").text


def test_days_follow_months_once_they_are_known(client, meeting):
    client.post("/manage/WG-TEST/facts", data=facts(meeting, **BY_MONTH, first_month="2030-03"))
    sequence = saved(meeting).calendar_sequence

    client.post(
        "/manage/WG-TEST/facts", data=facts(meeting, date_precision="day", starts_on="2030-03-01", ends_on="2030-03-31")
    )

    assert saved(meeting).date_precision is DatePrecision.DAY
    assert saved(meeting).calendar_sequence == sequence + 1  # the same dates, but now they mean days


def test_agenda_goes_from_days_to_a_month_and_on_to_other_days(client, meeting):
    items = [make_item(meeting), make_item(meeting, day=meeting.ends_on)]

    def days() -> list[date]:
        db.session.expire_all()
        return [item.day for item in items]

    def save(**values: str) -> None:
        assert client.post("/manage/WG-TEST/facts", data=facts(meeting, **values)).status_code == 303

    save(**BY_MONTH, first_month="2030-02", last_month="")
    assert days() == [date(2030, 2, 27), date(2030, 2, 28)], "they are in the month"
    save(**BY_MONTH, first_month="2030-06", last_month="")
    assert days() == [date(2030, 6, 1), date(2030, 6, 2)]
    save(**BY_MONTH, first_month="2030-05", last_month="2030-07")
    save(date_precision="day", starts_on="2030-07-08", ends_on="2030-07-10")
    assert days() == [date(2030, 7, 8), date(2030, 7, 9)]
    refused = facts(meeting, date_precision="day", starts_on="2030-07-08", ends_on="2030-07-08")
    assert client.post("/manage/WG-TEST/facts", data=refused).status_code == 422


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (BY_MONTH, "Please fill this in."),
        (BY_MONTH | {"first_month": "soon"}, "Enter a month such as February 2030 or 2030-02."),
        (BY_MONTH | {"first_month": "0030-02"}, "Enter a year between 1945 and 2099."),
        (BY_MONTH | {"first_month": "2030-05", "last_month": "2030-04"}, "The last month is before the first one."),
        (BY_MONTH | {"first_month": "2030-05", "last_month": "2032-04"}, "Choose 12 months at most."),
        ({"date_precision": "century"}, "Choose one of the list."),
        ({"starts_on": ""}, "Please fill this in."),
        ({"title_en": "x" * 5_000_000}, "Shorten this to 300 characters; it has 5000000."),
    ],
)
def test_bad_dates_have_a_message_and_nothing_typed_is_lost(client, team, values, message):
    response = client.post("/manage/new", data=new_meeting(team, **values))

    assert response.status_code == 422
    assert message in response.text
    assert "ورشة عمل</textarea>" in response.text
    for name in ("first_month", "last_month"):
        assert f'value="{values.get(name, "")}"' in response.text
    assert db.session.scalar(select(Meeting)) is None


def test_dates_in_the_pair_that_does_not_count_are_neither_judged_nor_lost(client, team):
    values = new_meeting(team, starts_on="nonsense", ends_on="0001-01-01", date_precision="month", code="a b")

    response = client.post("/manage/new", data=values | {"first_month": "2030-02"})

    assert response.status_code == 422
    assert "Enter a date such as" not in response.text
    assert 'value="nonsense"' in response.text
    assert client.post("/manage/new", data=values | {"first_month": "2030-02", "code": "AB"}).status_code == 303


def test_meeting_without_agenda_reads_naturally(client, meeting):
    client.post("/manage/WG-TEST/facts", data=facts(meeting, **BY_MONTH, first_month="2030-03"))

    page = client.get("/e/WG-TEST/en").text

    assert "March 2030" in page
    assert "1–31 March" not in page
    assert "Agenda" in page


# ---- numbers ----------------------------------------------------------------------------------------------


def numbers(meeting) -> dict:
    return {(row.is_actual, row.counted): (row.qualifier, row.number) for row in saved(meeting).participant_numbers}


def test_numbers_of_participants_are_written_changed_and_taken_away(client, meeting):
    values = facts(
        meeting,
        expected_in_person="60", expected_in_person_is="about",
        expected_remote="١٠٠", expected_remote_is="over",
        actual_total="158",
    )  # fmt: skip
    assert client.post("/manage/WG-TEST/facts", data=values).status_code == 303
    assert numbers(meeting) == {
        (False, CountedGroup.IN_PERSON): (CountQualifier.ABOUT, 60),
        (False, CountedGroup.REMOTE): (CountQualifier.OVER, 100),
        (True, CountedGroup.TOTAL): (CountQualifier.EXACTLY, 158),
    }
    version = saved(meeting).version

    values |= {"expected_in_person": "70", "expected_remote": ""}
    client.post("/manage/WG-TEST/facts", data=values)

    assert numbers(meeting) == {
        (False, CountedGroup.IN_PERSON): (CountQualifier.ABOUT, 70),
        (True, CountedGroup.TOTAL): (CountQualifier.EXACTLY, 158),
    }
    assert saved(meeting).version > version
    changes = entries_for_meeting(meeting.id)[0].changes
    assert changes == {"expected_in_person": [["about", 60], ["about", 70]], "expected_remote": [["over", 100], None]}
    page = client.get("/manage/WG-TEST/facts").text
    assert 'value="158"' in page


def test_saving_unchanged_numbers_changes_nothing(client, meeting):
    values = facts(meeting, actual_total="158")
    client.post("/manage/WG-TEST/facts", data=values)
    before = saved(meeting).version, len(entries_for_meeting(meeting.id))

    client.post("/manage/WG-TEST/facts", data=values)

    assert (saved(meeting).version, len(entries_for_meeting(meeting.id))) == before


@pytest.mark.parametrize("typed", ["0", "-3", "many", "99999999999"])
def test_number_that_is_none_has_a_message_beside_it(client, meeting, typed):
    response = client.post("/manage/WG-TEST/facts", data=facts(meeting, actual_remote=typed, subtitle_en="Kept"))

    assert response.status_code == 422
    assert "Enter a whole number between 1 and 1000000." in response.text
    assert 'id="actual_remote-error"' in response.text
    assert f'value="{typed}"' in response.text
    assert "Kept</textarea>" in response.text
    assert numbers(meeting) == {}


@pytest.mark.parametrize(
    ("page", "name"),
    [("facts", "actual_remote"), ("rooms/new", "seats"), ("registrations/settings", "capacity_remote")],
)
def test_number_that_a_browser_cannot_read_is_sent_all_the_same(client, team, page, name):
    make_meeting(team, code="WG", format=MeetingFormat.HYBRID)

    control = re.search(rf'<input[^>]*name="{name}"[^>]*>', client.get(f"/manage/WG/{page}").text)[0]

    assert 'type="text"' in control
    assert 'inputmode="numeric"' in control


# ---- the meeting before -----------------------------------------------------------------------------------


def test_meeting_follows_another_one_of_its_team(client, meeting):
    earlier = make_meeting(
        meeting.team, title={"en": "Tenth meeting"}, starts_on=date(2029, 2, 1), ends_on=date(2029, 2, 1)
    )
    strange = make_meeting(title={"en": "Of another team"})
    gone = make_meeting(meeting.team, title={"en": "Deleted one"}, deleted_at=earlier.created_at)
    page = client.get("/manage/WG-TEST/facts").text
    assert "Tenth meeting (1 February 2029)" in page
    assert "Of another team" not in page
    assert "Deleted one" not in page

    for each in (strange, gone, meeting):
        assert client.post("/manage/WG-TEST/facts", data=facts(meeting, follows=each.id)).status_code == 422
    assert client.post("/manage/WG-TEST/facts", data=facts(meeting, follows=earlier.id)).status_code == 303

    assert saved(meeting).follows_id == earlier.id
    assert "Tenth meeting" in client.get("/manage/WG-TEST").text
    assert "Followed by" in client.get(f"/manage/{earlier.code}").text


def test_meetings_do_not_follow_each_other_in_a_circle(client, meeting):
    second = make_meeting(meeting.team, follows_id=meeting.id)
    third = make_meeting(meeting.team, follows_id=second.id)

    response = client.post("/manage/WG-TEST/facts", data=facts(meeting, follows=third.id, subtitle_en="Kept"))

    assert response.status_code == 422
    assert "That meeting itself follows this one. Choose another one." in response.text
    assert "Kept</textarea>" in response.text
    with pytest.raises(operations.UnsuitablePredecessor):
        operations.change_meeting(meeting.id, follows_id=make_meeting().id)


@pytest.mark.parametrize("others", [1, 30])
def test_page_of_facts_costs_the_same_beside_many_meetings(client, meeting, others):
    for _each in range(others):
        make_meeting(meeting.team)
    make_item(meeting)
    client.get("/manage/WG-TEST/facts")
    assert selects_of(client, "/manage/WG-TEST/facts") == 18


# ---- logo -------------------------------------------------------------------------------------------------


def picture(kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (60, 30), "#7a1f3d").save(content, kind)
    return content.getvalue()


def test_logo_is_uploaded_shown_and_taken_away(client, meeting):
    values = facts(meeting, logo=(io.BytesIO(picture()), "logo.png"))
    assert client.post("/manage/WG-TEST/facts", data=values).status_code == 303
    logo_id = saved(meeting).logo_id
    address = path_of("directory.logo", file_id=logo_id)
    assert address in client.get("/manage/WG-TEST/facts").text
    shown = client.get(address)
    assert shown.mimetype == "image/png"
    shown.close()

    client.post("/manage/WG-TEST/facts", data=facts(meeting))
    assert saved(meeting).logo_id == logo_id

    client.post("/manage/WG-TEST/facts", data=facts(meeting, remove_logo="y"))
    assert saved(meeting).logo_id is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.png"),
        (b"%PDF-1.7", "paper.png"),
        (b"PK\x03\x04 not a picture", "logo.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.svg"),
        (picture()[:40], "cut.png"),
    ],
)
def test_what_is_no_picture_has_a_message_and_loses_nothing(client, meeting, content, name):
    values = facts(meeting, subtitle_en="Kept", logo=(io.BytesIO(content), name))

    response = client.post("/manage/WG-TEST/facts", data=values)

    assert response.status_code == 422
    assert 'id="logo-error"' in response.text
    assert "Kept</textarea>" in response.text
    assert saved(meeting).logo_id is None


def test_logo_that_is_too_large_is_refused_before_it_is_sent(client, meeting):
    page = client.get("/manage/WG-TEST/facts").text

    (control,) = re.findall(r"<input[^>]*name=\"logo\"[^>]*>", page)
    assert f'data-max-bytes="{32 * 1024 * 1024}"' in control
    assert "This file is larger than 32 MB." in control


def test_logo_and_another_mistake_are_told_at_once(client, meeting):
    values = facts(meeting, zone="Mars/Phobos", logo=(io.BytesIO(b"PK\x03\x04 not a picture"), "logo.png"))

    page = client.post("/manage/WG-TEST/facts", data=values).text

    assert 'id="logo-error"' in page
    assert 'id="zone-error"' in page


def test_state_of_a_meeting_is_not_changed_by_its_facts(client, meeting):
    client.post("/manage/WG-TEST/facts", data=facts(meeting, state="cancelled"))

    assert saved(meeting).state is MeetingState.PUBLISHED


def test_page_of_the_earlier_meeting_is_new_when_one_follows_it(client, meeting):
    earlier = make_meeting(meeting.team, title={"en": "Tenth meeting"})
    other = make_meeting(meeting.team, title={"en": "Ninth meeting"})

    def versions() -> list[int]:
        return [saved(each).version for each in (earlier, other)]

    first = versions()
    operations.change_meeting(meeting.id, follows_id=earlier.id)
    second = versions()
    assert second == [first[0] + 1, first[1]]
    operations.change_meeting(meeting.id, title=meeting.title.with_text("en", "Eleventh meeting"))
    assert versions() == [second[0] + 1, second[1]]
    operations.change_meeting(meeting.id, hashtag="#eleven")
    assert versions() == [second[0] + 1, second[1]]
    operations.change_meeting(meeting.id, follows_id=other.id)
    assert versions() == [second[0] + 2, second[1] + 1]
    operations.change_meeting(earlier.id, hashtag="#ten")
    third = versions()
    operations.change_meeting(other.id, title=other.title.with_text("en", "The ninth"))
    assert versions() == [third[0], third[1] + 1]


def shown_in(page: str) -> str:
    """What the form remembers of the numbers that it shows."""
    field = re.search(r'name="numbers_shown"[^>]* value="([^"]*)"', page)
    assert field is not None
    return html.unescape(field.group(1))


def test_late_save_overwrites_no_number_unseen(client, meeting):
    opened = shown_in(client.get("/manage/WG-TEST/facts").text)
    client.post("/manage/WG-TEST/facts", data=facts(meeting, expected_total="60", expected_total_is="about"))

    late = facts(meeting, actual_total="58", numbers_shown=opened)
    assert client.post("/manage/WG-TEST/facts", data=late).status_code == 303
    both = {
        (False, CountedGroup.TOTAL): (CountQualifier.ABOUT, 60),
        (True, CountedGroup.TOTAL): (CountQualifier.EXACTLY, 58),
    }
    assert numbers(meeting) == both

    late = facts(meeting, expected_total="80", expected_total_is="exactly", actual_total="58", numbers_shown=opened)
    answer = client.post("/manage/WG-TEST/facts", data=late)
    assert answer.status_code == 422
    assert "Somebody else has changed this while you were writing." in answer.text
    assert 'id="expected_total-error"' in answer.text and 'value="80"' in answer.text
    assert numbers(meeting) == both

    assert client.post("/manage/WG-TEST/facts", data=late | {"numbers_shown": shown_in(answer.text)}).status_code == 303
    assert numbers(meeting)[False, CountedGroup.TOTAL] == (CountQualifier.EXACTLY, 80)
