"""The own agenda and its calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from foundation.audit import AuditEntry
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.breakouts import operations as groups
from meetings.enums import DatePrecision, MeetingState, Mode, Visibility
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from registration.breakouts import operations as breakouts
from registration.models.breakouts import BreakoutMember
from registration.models.my_agenda import PersonalAgendaItem
from registration.models.registrations import Registration
from registration.my_agenda import operations
from registration.people.changing import send_again, switch_mode
from registration.people.deciding import approve, cancel, decline
from registration.people.erasing import erase
from registration.reading.links import agenda_url, manage_token, manage_url
from tests.factories import _add, make_item, make_meeting, make_registration, make_user
from tests.meetings.calendar.test_invitations import parse


def path_of(registration: Registration, language: str = "en") -> str:
    return agenda_url(registration, language).removeprefix("http://plenary.test")


def entries(client: FlaskClient, registration: Registration) -> dict[str, Any]:
    response = client.get(path_of(registration))
    assert response.status_code == 200
    return {str(each["UID"]): each for each in parse(response.data).walk("VEVENT") if "RECURRENCE-ID" not in each}


@pytest.fixture
def meeting(app: Any) -> Meeting:
    return make_meeting(venue=Translations(en="Grand Hotel"), ends_on=date(2030, 2, 27))


@pytest.fixture
def items(meeting: Meeting) -> list[AgendaItem]:
    return [make_item(meeting, starts=time(hour), ends=time(hour + 1)) for hour in (9, 10, 11)]


def put_into_group(registration: Registration, item: AgendaItem, **values: Any) -> BreakoutGroup:
    facts = {"letter": Translations(en="A"), "title": Translations(en="Data"), "room": Translations(en="Room 7")}
    group = _add(BreakoutGroup(meeting_id=item.meeting_id, item_id=item.id, **{**facts, **values}))
    _add(
        BreakoutMember(group_id=group.id, item_id=item.id, registration_id=registration.id, assigned_at=now())
    )  # fmt: skip
    return group


def test_agenda_of_who_chose_nothing_is_the_whole_one(client: FlaskClient, meeting: Meeting, items: Any) -> None:
    person = make_registration(meeting, state="approved", calendar_sequence=5)
    found = entries(client, person)
    assert set(found) == {person.calendar_uid, *(item.calendar_uid for item in items)}
    assert {str(each["STATUS"]) for each in found.values()} == {"CONFIRMED"}
    assert found[person.calendar_uid]["SEQUENCE"] == 5


def test_chosen_items_and_the_own_group_are_the_agenda(client: FlaskClient, meeting: Meeting, items: Any) -> None:
    person = make_registration(meeting, state="approved")
    put_into_group(person, items[2])
    operations.choose_items(person, [items[0].id, 999_999])
    found = entries(client, person)
    assert set(found) == {person.calendar_uid, items[0].calendar_uid, items[2].calendar_uid}
    assert found[items[2].calendar_uid]["LOCATION"] == "Room 7, Grand Hotel"
    assert str(found[items[2].calendar_uid]["SUMMARY"]).endswith("– A – Data")


def test_choosing_again_replaces_and_choosing_nothing_empties(meeting: Meeting, items: Any) -> None:
    person = make_registration(meeting)
    ids = [item.id for item in items]
    assert operations.choose_items(person, ids[:2]) is True
    assert operations.choose_items(person, ids[1:]) is True
    assert set(db.session.scalars(select(PersonalAgendaItem.item_id))) == set(ids[1:])
    assert operations.choose_items(person, ids[1:]) is False
    assert operations.choose_items(person, []) is True
    acts = list(db.session.scalars(select(AuditEntry.act).where(AuditEntry.subject_id == person.id)))
    assert acts == ["agenda_chosen"] * 3


@pytest.mark.parametrize(
    ("state", "status"),
    [("approved", "CONFIRMED"), ("pending", "TENTATIVE"), ("waiting", "TENTATIVE"),
     ("cancelled", "CANCELLED"), ("declined", "CANCELLED")],
)  # fmt: skip
def test_entries_are_as_sure_as_the_registration(
    client: FlaskClient, meeting: Meeting, items: Any, state: str, status: str
) -> None:
    found = entries(client, make_registration(meeting, state=state))
    assert {str(each["STATUS"]) for each in found.values()} == {status}


def test_sequence_rises_with_state_mode_and_the_room_of_the_group(
    client: FlaskClient, meeting: Meeting, items: Any
) -> None:
    person = make_registration(meeting)
    values = {"meeting_id": meeting.id, "item_id": items[1].id, "title": {"en": "Data"}}
    first, same, other = (_add(BreakoutGroup(**values, letter={"en": room}, room={"en": room})) for room in "AAB")
    last = 0

    def rises(act: Callable[[], Any]) -> bool:
        nonlocal last
        before, last = last, (act(), int(entries(client, person)[items[1].calendar_uid]["SEQUENCE"]))[1]
        assert last >= before
        return last > before

    def into(group: BreakoutGroup | None) -> Callable[[], Any]:
        return lambda: breakouts.assign(
            meeting.id, items[1].id, group.id if group else None, [person.id], actor=make_user()
        )

    assert rises(lambda: switch_mode(person, Mode.REMOTE))
    assert rises(lambda: decline(person, actor=make_user()))
    assert rises(lambda: approve(person, actor=make_user()))
    assert rises(into(first))
    assert not rises(into(same))
    assert rises(into(other))
    assert rises(lambda: groups.remove_group(meeting.id, other.id))
    assert not rises(lambda: send_again(person, actor=make_user()))
    assert rises(lambda: cancel(person))


def test_cancelled_meeting_is_cancelled_for_everybody(client: FlaskClient, items: Any, meeting: Meeting) -> None:
    person = make_registration(meeting)
    with writing():
        meeting.state = MeetingState.CANCELLED
    assert {str(each["STATUS"]) for each in entries(client, person).values()} == {"CANCELLED"}


@pytest.mark.parametrize(
    ("state", "mode", "visibility", "sees"),
    [
        ("approved", Mode.REMOTE, Visibility.APPROVED, True),
        ("approved", Mode.REMOTE, Visibility.REGISTERED, True),
        ("approved", Mode.REMOTE, Visibility.TEAM, False),
        ("approved", Mode.IN_PERSON, Visibility.APPROVED, False),
        ("pending", Mode.REMOTE, Visibility.REGISTERED, True),
        ("pending", Mode.REMOTE, Visibility.APPROVED, False),
        ("cancelled", Mode.REMOTE, Visibility.REGISTERED, False),
        ("declined", Mode.REMOTE, Visibility.APPROVED, False),
        ("waiting", Mode.REMOTE, Visibility.REGISTERED, False),
    ],
)
def test_link_is_in_the_calendar_of_who_may_know_it(
    client: FlaskClient, meeting: Meeting, items: Any, state: str, mode: Mode, visibility: Visibility, sees: bool
) -> None:
    _add(ParticipationLink(meeting_id=meeting.id, join_url="https://zoom.example.org/j/1", visibility=visibility))
    found = entries(client, make_registration(meeting, state=state, mode=mode))
    for entry in found.values():
        assert ("CONFERENCE" in entry) is sees
        assert ("zoom.example.org" in entry["DESCRIPTION"]) is sees


def test_link_comes_with_its_window_and_the_tag_changes(client: FlaskClient, meeting: Meeting, items: Any) -> None:
    _add(
        ParticipationLink(
            meeting_id=meeting.id, join_url="https://zoom.example.org/j/1", visibility=Visibility.APPROVED,
            minutes_before=30,
        )
    )  # fmt: skip
    person = make_registration(meeting, state="approved", mode=Mode.REMOTE)
    with frozen_at(datetime(2030, 2, 27, 5, 29, tzinfo=UTC)):
        before = client.get(path_of(person))
    with frozen_at(datetime(2030, 2, 27, 5, 30, tzinfo=UTC)):
        after = client.get(path_of(person), headers={"If-None-Match": before.headers["ETag"]})
    assert b"zoom.example.org" not in before.data
    assert after.status_code == 200 and b"zoom.example.org" in after.data


def test_link_of_the_own_group_only(client: FlaskClient, meeting: Meeting, items: Any) -> None:
    person, other = (make_registration(meeting, state="approved", mode=Mode.IN_PERSON) for _ in range(2))
    own, foreign = put_into_group(person, items[0]), put_into_group(other, items[0])
    for group in (own, foreign):
        url = f"https://zoom.example.org/g/{'own' if group is own else 'foreign'}"
        _add(ParticipationLink(meeting_id=meeting.id, group_id=group.id, join_url=url))
    text = client.get(path_of(person)).text.replace("\r\n ", "")
    assert "zoom.example.org/g/own" in text and "zoom.example.org/g/foreign" not in text


def test_nothing_in_the_calendar_opens_the_registration(client: FlaskClient, meeting: Meeting, items: Any) -> None:
    person = make_registration(meeting, state="approved", mode=Mode.REMOTE)
    text = client.get(path_of(person)).text.replace("\r\n ", "")
    assert manage_url(person) not in text and "/r/" not in text
    agenda = path_of(person).split("/")[2]
    assert client.get(f"/r/{agenda}").status_code == 404
    assert client.get(f"/my/{manage_token(person)}/en.ics").status_code == 404


def test_replaced_address_finds_nothing_and_the_personal_link_stays(client: FlaskClient, meeting: Meeting) -> None:
    person = make_registration(meeting)
    old = path_of(person)
    assert client.post(f"/r/{manage_token(person)}/agenda/address").status_code == 303
    assert client.get(old).status_code == 404
    assert client.get(path_of(person)).status_code == 200
    assert client.get(f"/r/{manage_token(person)}").status_code == 200
    with writing():
        person.link_generation += 1
    assert client.get(path_of(person)).status_code == 200


def test_new_personal_link_ends_the_address_too(client: FlaskClient, meeting: Meeting) -> None:
    person = make_registration(meeting)
    old = path_of(person)
    with writing():
        person.link_generation += 1
    assert client.get(old).status_code == 404


def test_erased_person_and_deleted_meeting_have_no_calendar(client: FlaskClient, meeting: Meeting) -> None:
    gone, left = make_registration(meeting), make_registration(meeting)
    paths = [path_of(gone), path_of(left)]
    erase(gone, actor=None)
    assert client.get(paths[0]).status_code == 404
    with writing():
        meeting.deleted_at = now()
    assert client.get(paths[1]).status_code == 404


@pytest.mark.parametrize("values", [{"state": MeetingState.DRAFT}, {"date_precision": DatePrecision.MONTH}])
def test_draft_and_meeting_known_by_month_have_no_entries(client: FlaskClient, values: Any) -> None:
    assert entries(client, make_registration(make_meeting(**values))) == {}


@pytest.mark.parametrize("token", ["x", "ABCD2345.wrong", "ABCD2345.", "%00.x", "é" * 60 + ".x"])
def test_wrong_token_learns_nothing(client: FlaskClient, token: str) -> None:
    assert client.get(f"/my/{token}/en.ics").status_code == 404


def test_calendar_is_private_and_has_the_same_bytes_until_something_changes(
    client: FlaskClient, meeting: Meeting, items: Any
) -> None:
    person = make_registration(meeting)
    first = client.get(path_of(person))
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in first.headers["X-Robots-Tag"]
    tag = {"If-None-Match": first.headers["ETag"]}
    with frozen_at(now() + timedelta(hours=3)):
        assert client.get(path_of(person), headers=tag).status_code == 304
    operations.choose_items(person, [items[0].id])
    assert client.get(path_of(person), headers=tag).status_code == 200
    arabic = parse(client.get(path_of(person, "ar")).data)
    assert {str(each["UID"]) for each in arabic.walk("VEVENT")} == {person.calendar_uid, items[0].calendar_uid}


def test_items_are_chosen_on_the_page_without_script(client: FlaskClient, meeting: Meeting, items: Any) -> None:
    person = make_registration(meeting, state="approved")
    address = f"/r/{manage_token(person)}/agenda"
    assert client.get(address).text.count('type="checkbox"') == 3
    ticked = {"items": [str(items[1].id), "999999", str(2**40)]}
    assert client.post(address, data=ticked).status_code == 303
    assert client.get(address).text.count(" checked") == 1
    page = client.get(f"/r/{manage_token(person)}").text
    assert "You chose 1 item" in page and f'value="{agenda_url(person, "en")}"' in page
    assert client.post(address, data={"items": ["x"]}).status_code == 422
