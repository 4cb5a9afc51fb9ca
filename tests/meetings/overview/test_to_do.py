"""What is to be done about a meeting: most urgent first, for each role what it may do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from accounts.models import Membership, Team
from accounts.permissions import Role
from foundation.clock import now
from foundation.database import db, writing
from meetings.agenda import operations as agenda
from meetings.enums import MeetingFormat, MeetingState, PartRole, PartStatus
from meetings.facts.operations import life
from meetings.joining import operations as participation
from meetings.models.meeting import Meeting
from registration.enums import ApprovalMode
from tests.factories import make_item, make_meeting, make_registration, make_rules, make_team, make_user, sign_in
from tests.statements import selects_of


@pytest.fixture
def team() -> Team:
    return make_team()


def lines(client: FlaskClient, code: str = "WG") -> list[tuple[str, str]]:
    """What is open, in order: words and address."""
    page = client.get(f"/manage/{code}").text
    shown = re.search(r'<ol class="to-do-lines">(.*?)</ol>', page, re.DOTALL)
    found = re.findall(r'<li[^>]*>\s*<a href="([^"]+)">(.*?)</a>', shown[1]) if shown else []
    return [(words, address.replace("&amp;", "&")) for address, words in found]


def done(client: FlaskClient, code: str = "WG") -> str:
    page = client.get(f"/manage/{code}").text
    return page[page.index('class="to-do-done') :].split("</details>")[0] if 'class="to-do-done' in page else ""


def test_most_urgent_first_with_a_way_to_each(client: FlaskClient, team: Team) -> None:
    meeting = make_meeting(team, code="WG", title={"en": "Only English"})
    make_rules(meeting, approval=ApprovalMode.BY_HAND, capacity_in_person=6)
    make_registration(meeting, registered_at=now() - timedelta(days=5, hours=1))
    for _each in range(2):
        make_registration(meeting, state="waiting")
    item = make_item(meeting)
    agenda.add_part(
        meeting.id, role=PartRole.SPEAKER, item_id=item.id, label={"en": "Expert"}, status=PartStatus.TO_BE_CONFIRMED
    )
    sign_in(client, make_user("organiser", team))

    found = lines(client)

    assert [words for words, _url in found] == [
        "5 places in the room are free, and 2 people wait: move them up",
        "1 registration to decide",
        "No link to join online",
        "1 part of the agenda is not confirmed",
        found[4][0],
        found[5][0],
    ]
    assert "missing or old" in found[4][0]
    assert found[5][0].startswith("Registration is open until 1 March 2030")
    assert "The oldest has waited 5 days." in client.get("/manage/WG").text
    assert all(client.get(address).status_code == 200 for _words, address in found)


def test_names_that_the_papers_lack_are_to_be_filled_in(client: FlaskClient, team: Team) -> None:
    meeting = make_meeting(team, code="WG")
    make_registration(meeting, state="approved", given_name="Lina", family_name="Haddad")
    sign_in(client, make_user("assistant", team))
    what = "Name or details of 1 person are missing in the languages of the papers"
    assert dict(lines(client))[what] == "/manage/WG/papers/names"
    assert "Arabic 1" in client.get("/manage/WG").text


def test_what_is_done_folds(client: FlaskClient, team: Team) -> None:
    meeting = make_meeting(team, code="WG", format=MeetingFormat.ONLINE)
    make_item(meeting)
    link = participation.add_participation_link(meeting.id, provider="Zoom", join_url="https://zoom.example.org/j/1")
    sign_in(client, make_user("organiser", team))
    assert "Joining link not tested" in dict(lines(client))

    participation.mark_tested(meeting.id, link.id, works=True)

    assert "Joining link not tested" not in dict(lines(client))
    assert "Joining online is tested" in done(client)


def test_registration_that_is_off_is_said_and_can_be_switched_on(client: FlaskClient, team: Team) -> None:
    make_meeting(team, code="WG", takes_registrations=False)
    sign_in(client, make_user("organiser", team))
    address = dict(lines(client))["Registration is switched off: nobody can register"]

    assert client.post(address, data={"approval": "by_hand", "meeting-takes_registrations": "y"}).status_code == 303

    assert "Registration is switched off: nobody can register" not in dict(lines(client))


def test_each_role_sees_what_it_may_do(client: FlaskClient, team: Team) -> None:
    meeting = make_meeting(team, code="WG", state=MeetingState.DRAFT)
    make_registration(meeting)
    seen = {}
    for role in ("organiser", "assistant", "viewer", "check_in"):
        sign_in(client, make_user(role, team))
        seen[role] = {words for words, _address in lines(client)}

    assert {"Not published", "1 registration to decide", "No agenda yet"} <= seen["organiser"]
    assert seen["assistant"] == {"1 registration to decide"}
    assert (seen["viewer"], seen["check_in"]) == (set(), set())


def test_statements_do_not_grow_with_what_is_to_be_done(client: FlaskClient, team: Team) -> None:
    meeting = make_meeting(team, code="WG")
    sign_in(client, make_user("organiser", team))
    make_item(meeting)
    make_registration(meeting)
    few = selects_of(client, "/manage/WG")
    for _each in range(20):
        make_registration(meeting, state="waiting")
        make_item(meeting)

    assert selects_of(client, "/manage/WG") == few <= 30


def test_a_draft_that_takes_no_registrations_asks_before_it_is_public(client: FlaskClient, team: Team) -> None:
    meeting = make_meeting(team, code="WG", state=MeetingState.DRAFT, takes_registrations=False)
    sign_in(client, make_user("organiser", team))
    page = client.get("/manage/WG").text
    assert 'href="/manage/WG/publish"' in page

    asked = client.get("/manage/WG/publish").text
    client.post("/manage/WG/publish", data={"registration": "here"})

    assert 'value="here"' in asked
    db.session.expire_all()
    saved = db.session.get(Meeting, meeting.id)
    assert (saved.state, saved.takes_registrations) == (MeetingState.PUBLISHED, True)


def test_publishing_without_being_asked_says_that_registration_is_off(client: FlaskClient, team: Team) -> None:
    make_meeting(team, code="WG", state=MeetingState.DRAFT, takes_registrations=False)
    sign_in(client, make_user("organiser", team))
    page = client.post("/manage/WG/publish", follow_redirects=True).text
    assert "Registration is switched off: nobody can register." in page


def test_what_ends_something_is_behind_more_and_names_its_object(client: FlaskClient, team: Team) -> None:
    meeting = make_meeting(team, code="WG")
    sign_in(client, make_user("organiser", team))
    for state in (MeetingState.PUBLISHED, MeetingState.POSTPONED):
        if state is MeetingState.POSTPONED:
            life.change_state(meeting.id, state, reason=meeting.title)
        panel = client.get("/manage/WG").text.split('class="menu-panel">')[-1].split("</details>")[0]
        assert "Cancel the meeting…" in panel
        assert "Delete the meeting…" in panel


def test_a_new_meeting_takes_registrations_unless_somebody_says_otherwise(client: FlaskClient, team: Team) -> None:
    sign_in(client, make_user("organiser", team))
    typed = {
        "team_id": str(team.id), "title_en": "Workshop", "kind": "workshop", "starts_on": "2030-02-27",
        "ends_on": "2030-02-28", "zone": "Asia/Amman", "format": "hybrid", "main_language": "en",
        "page_languages": ["en"],
    }  # fmt: skip
    for code, wish in (("ASKED", {}), ("ELSE", {"registration": "elsewhere"})):
        assert client.post("/manage/new", data=typed | wish | {"code": code}).status_code == 303
    found = {meeting.code: meeting.takes_registrations for meeting in db.session.query(Meeting)}
    assert (found["ASKED"], found["ELSE"]) == (True, False)


def test_the_team_used_last_is_proposed_in_every_language(client: FlaskClient, team: Team) -> None:
    other = make_team()
    for each in (other, team):
        make_meeting(each)
    organiser = make_user("organiser", team)
    with writing():
        db.session.add(Membership(team_id=other.id, user_id=organiser.id, role=Role.ORGANISER))
    sign_in(client, organiser)
    for language in ("en", "ar", "fr"):
        client.set_cookie("language", language)
        assert re.search(rf'<option selected value="{team.id}"', client.get("/manage/new").text)
