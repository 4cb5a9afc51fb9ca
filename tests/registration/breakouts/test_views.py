"""Breakout groups over HTTP: on the registration form, on the personal page, and on the team's pages."""

from __future__ import annotations

import re

import pytest

from accounts.permissions import Role
from directory.operations import add_person
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.agenda.operations import add_part
from meetings.breakouts.operations import change_group, remove_group
from meetings.enums import Mode, PartRole, Visibility
from meetings.joining.operations import add_participation_link
from meetings.models.meeting import Meeting
from papers.registrations_table import registrations_table
from registration.breakouts.operations import assign, set_representative
from registration.people.registering import register
from registration.reading.filters import Filter
from registration.reading.links import another_token, manage_token
from tests.factories import make_meeting, make_registration, make_team, make_user, sign_in
from tests.markup import as_shown
from tests.registration.breakouts.samples import item_with_groups, members
from tests.registration.public_form.test_public_form import address, text
from tests.registration.samples import entry, form, registrations
from tests.statements import selects, statements


def page_of(registration, suffix=""):
    return f"/r/{manage_token(registration)}{suffix}"


@pytest.fixture
def team(client):
    return make_team()


def signed_in(client, team, role):
    sign_in(client, make_user(role, team))


def test_form_offers_the_groups_and_keeps_the_choice(app, client):
    meeting = make_meeting()
    item, [_health, water] = item_with_groups(meeting, 2, None)

    page = client.get(address(meeting, "ar"))
    assert "أ – الصحة" in text(page)
    assert "2 places left" in text(client.get(address(meeting)))
    response = client.post(address(meeting), data=form(**{f"group_{item.id}": str(water.id)}))

    assert response.status_code == 303
    assert members(water) == [registrations()[0].id]


def test_full_group_is_shown_as_full_and_refused_beside_the_field_with_everything_typed(app, client):
    meeting = make_meeting()
    item, [small, _other] = item_with_groups(meeting, 1, 1)
    register(meeting, entry(groups={item.id: small.id}))

    page = client.get(address(meeting))
    response = client.post(
        address(meeting), data=form(given_name="Zeinab", needs="A ramp", **{f"group_{item.id}": str(small.id)})
    )

    control = re.search(rf'<input[^>]*value="{small.id}"[^>]*>', page.text)
    assert control is not None and "disabled" in control.group()
    assert "Full" in text(page)
    assert response.status_code == 422
    assert "This group is full. Choose another one" in text(response)
    assert f'id="group_{item.id}-error"' in response.text
    assert 'value="Zeinab"' in response.text and "A ramp" in response.text
    assert len(registrations()) == 1


@pytest.mark.parametrize("sent", ["", "0", "999999", "x", "١", "-1", "9" * 30])
def test_hostile_choice_breaks_nothing(app, client, sent):
    meeting = make_meeting()
    item, [group] = item_with_groups(meeting, 5)

    response = client.post(address(meeting), data=form(**{f"group_{item.id}": sent, "group_999": "1"}))

    assert response.status_code in (303, 422)
    assert members(group) == []


def test_group_removed_while_the_form_was_filled_in(app, client):
    meeting = make_meeting()
    item, [gone, _stays] = item_with_groups(meeting, 5, 5)
    remove_group(meeting.id, gone.id)

    response = client.post(address(meeting), data=form(**{f"group_{item.id}": str(gone.id)}))

    assert response.status_code == 422
    assert "This group is not offered any more." in text(response)


def test_another_person_of_the_address_chooses_too(app, client):
    meeting = make_meeting()
    item, [group] = item_with_groups(meeting, 5)
    first = register(meeting, entry())

    link = f"/r/{another_token(first)}/another"
    assert "A – Health" in text(client.get(link))
    client.post(link, data=form(given_name="Omar", **{f"group_{item.id}": str(group.id)}))

    assert members(group) == [registrations()[1].id]


def test_registering_without_groups_to_choose_asks_nothing_more(app, client):
    plain, grouped = make_meeting(), make_meeting()
    item_with_groups(plain, 5, chosen=False)
    item_with_groups(grouped, None)
    counts = []
    for meeting in (make_meeting(), plain, grouped):
        client.post(address(meeting), data=form())  # fills the caches
        with statements() as seen:
            assert client.post(address(meeting), data=form()).status_code == 303
        counts.append(selects(seen))

    assert counts[0] == counts[1] == counts[2]


def test_personal_page_shows_the_group_and_its_people(app, client):
    meeting = make_meeting()
    item, [health] = item_with_groups(meeting, 5, chosen=False)
    change_group(
        meeting.id, health.id, room=Translations(en="Petra Hall"), description=Translations(en="<p>On water</p>")
    )
    person = add_person(meeting.team_id, name=Translations(en="Nadia Karim"))
    add_part(meeting.id, group_id=health.id, role=PartRole.FACILITATOR, person_id=person.id)
    registration = make_registration(meeting, state="approved")
    other = make_registration(meeting, state="approved", given_name="Omar", family_name="Saleh")
    assign(meeting.id, item.id, health.id, [registration.id, other.id], actor=None)
    set_representative(meeting.id, item.id, other.id, represents=True, actor=None)

    shown = text(client.get(page_of(registration)))

    for expected in ("A – Health", "On water", "Petra Hall", "Facilitator", "Nadia Karim", "Omar Saleh"):
        assert expected in shown
    assert "You represent this group" not in shown
    assert "You represent this group" in text(client.get(page_of(other)))


def test_join_link_of_a_group_is_for_its_members_in_its_window(app, client):
    meeting = make_meeting()
    item, [health, water] = item_with_groups(meeting, 5, 5)
    member = make_registration(meeting, state="approved", mode=Mode.REMOTE)
    assign(meeting.id, item.id, health.id, [member.id], actor=None)
    add_participation_link(meeting.id, join_url="https://own.example.org/", group_id=health.id)
    add_participation_link(meeting.id, join_url="https://other.example.org/", group_id=water.id)
    later = add_participation_link(
        meeting.id, join_url="https://later.example.org/", passcode="later-code", item_id=item.id, minutes_before=15
    )

    page = client.get(page_of(member)).text

    assert "https://own.example.org/" in page
    assert "https://other.example.org/" not in page
    assert later.join_url not in page and "later-code" not in page
    assert "The link appears here on 27 February 2030, 09:45 (Amman, UTC+3)." in page
    stranger = make_registration(meeting, state="approved", mode=Mode.REMOTE)
    assert "https://own.example.org/" not in client.get(page_of(stranger)).text


def test_link_of_the_meeting_that_comes_later_is_announced_on_the_personal_page(app, client):
    meeting = make_meeting()
    item_with_groups(meeting, 5, 5)
    add_participation_link(meeting.id, join_url="https://now.example.org/")
    add_participation_link(meeting.id, join_url="https://later.example.org/", minutes_before=15)
    person = make_registration(meeting, state="approved", mode=Mode.REMOTE)

    page = client.get(page_of(person)).text

    assert "https://now.example.org/" in page and "https://later.example.org/" not in page
    assert "Another link appears here on 27 February 2030, 09:45 (Amman, UTC+3)." in page


def test_choice_on_the_personal_page(app, client):
    meeting = make_meeting()
    item, [small, other] = item_with_groups(meeting, 1, 1)
    registration = make_registration(meeting)
    field = f"group_{item.id}"
    path = page_of(registration, f"/groups/{item.id}")

    assert client.post(path, data={field: str(small.id)}).status_code == 303
    assert members(small) == [registration.id]
    assign(meeting.id, item.id, other.id, [make_registration(meeting).id], actor=None)
    refused = client.post(path, data={field: str(other.id)})
    assert refused.status_code == 422
    assert "This group is full." in text(refused)
    assert members(small) == [registration.id]
    client.post(path, data={field: ""})
    assert members(small) == []
    with writing():
        db.session.get(Meeting, meeting.id).takes_registrations = False
    assert "Save the choice" not in client.get(page_of(registration)).text
    client.post(path, data={field: str(small.id)})
    assert members(small) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_personal_page_costs_a_fixed_number_of_statements(app, client, rows):
    meeting = make_meeting()
    registration = make_registration(meeting, state="approved", mode=Mode.REMOTE)
    for _number in range(rows):
        item, [group] = item_with_groups(meeting, 5)
        assign(meeting.id, item.id, group.id, [registration.id], actor=None)
        add_participation_link(meeting.id, join_url="https://x.example.org/", group_id=group.id, minutes_before=5)
        add_participation_link(meeting.id, join_url="https://x.example.org/", visibility=Visibility.PUBLIC)
    client.get(page_of(registration))
    with statements() as seen:
        assert client.get(page_of(registration)).status_code == 200

    assert selects(seen) == 19


def test_team_assigns_several_and_is_told_when_they_do_not_fit(app, client, team):
    meeting = make_meeting(team, code="WG-TEST")
    item, [health] = item_with_groups(meeting, 2, chosen=False)
    ids = [make_registration(meeting, given_name=f"P{number}").id for number in range(3)]
    signed_in(client, team, Role.ASSISTANT)
    path = f"/manage/WG-TEST/agenda/{item.id}/members"

    refused = client.post(path, data={"id": ids, "group": health.id})
    assert refused.status_code == 422
    assert "The group has 2 places left, and 3 people were ticked. Nobody was moved." in text(refused)
    assert refused.text.count("checked") == 3
    assert client.post(path, data={"id": ids[:2], "group": health.id}).status_code == 303
    assert members(health) == ids[:2]
    client.post(f"{path}/{ids[0]}/representative", data={"on": "1"})
    page = client.get(path).text
    assert 'aria-pressed="true"' in page and "Full" in page
    client.post(path, data={"id": ids[:1], "group": "0"})
    assert members(health) == ids[1:2]
    assert "Tick at least one person first." in text(client.post(path, data={"group": health.id}))


def test_team_spreads_the_rest_evenly(app, client, team):
    meeting = make_meeting(team, code="WG-TEST")
    item, groups = item_with_groups(meeting, 2, 2, chosen=False)
    for _person in range(5):
        make_registration(meeting)
    signed_in(client, team, Role.ASSISTANT)

    response = client.post(f"/manage/WG-TEST/agenda/{item.id}/members/balance")

    page = text(client.get(response.location))
    assert "4 people got a group." in page and "All groups are full: 1 person has none." in page
    assert [len(members(group)) for group in groups] == [2, 2]


def test_viewer_sees_the_groups_and_changes_nothing(app, client, team):
    meeting = make_meeting(team, code="WG-TEST")
    item, [group] = item_with_groups(meeting, 2)
    person = make_registration(meeting, family_name="Visible")
    signed_in(client, team, Role.VIEWER)

    page = client.get(f"/manage/WG-TEST/agenda/{item.id}/members")
    assert "Visible" in page.text and 'name="id"' not in page.text
    assert client.get("/manage/WG-TEST/groups").status_code == 200
    data = {"id": person.id, "group": group.id}
    assert client.post(f"/manage/WG-TEST/agenda/{item.id}/members", data=data).status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_board_costs_a_fixed_number_of_statements(app, client, team, rows):
    meeting = make_meeting(team, code="WG-TEST")
    item, [group] = item_with_groups(meeting, None)
    ids = [make_registration(meeting).id for _person in range(rows)]
    assign(meeting.id, item.id, group.id, ids, actor=None)
    for _person in range(rows):
        make_registration(meeting)
    signed_in(client, team, Role.ASSISTANT)
    counts = []
    for path in (f"/manage/WG-TEST/agenda/{item.id}/members?q=s", "/manage/WG-TEST/groups"):
        with statements() as seen:
            assert client.get(path).status_code == 200
        counts.append(selects(seen))

    assert counts == [9, 7]


def test_search_finds_those_without_a_group(app, client, team):
    meeting = make_meeting(team, code="WG-TEST")
    item, [_group] = item_with_groups(meeting, 2)
    make_registration(meeting, family_name="Mansour")
    make_registration(meeting, family_name="Haddad")
    signed_in(client, team, Role.ASSISTANT)

    page = text(client.get(f"/manage/WG-TEST/agenda/{item.id}/members?q=mansour"))

    assert "Mansour" in page and "Haddad" not in page


def test_export_has_a_column_for_each_item_with_groups(app):
    meeting = make_meeting()
    plain = len(registrations_table(meeting, Filter(), "en").columns)
    item, [health] = item_with_groups(meeting, None)
    inside, _outside = make_registration(meeting, family_name="A"), make_registration(meeting, family_name="B")
    assign(meeting.id, item.id, health.id, [inside.id], actor=None)

    table = registrations_table(meeting, Filter(), "en")

    assert len(table.columns) == plain + 1
    assert [row[-1] for row in table.rows] == ["A – Health", ""]


def test_nobody_is_moved_whom_somebody_else_has_moved_meanwhile(client, team):
    meeting = make_meeting(team, code="WG-TEST")
    item, [health, water] = item_with_groups(meeting, 2, 2, chosen=False)
    person = make_registration(meeting, state="approved")
    signed_in(client, team, Role.ASSISTANT)
    path, key = f"/manage/WG-TEST/agenda/{item.id}/members", person.id
    ticked = re.search(rf'name="id" value="({key}-[0-9]+)"', as_shown(client.get(path).text)).group(1)
    assign(meeting.id, item.id, health.id, [key], actor=None)
    health_id, water_id = health.id, water.id

    refused = client.post(path, data={"id": ticked, "group": str(water_id)})

    assert (refused.status_code, members(health)) == (422, [key])
    assert "Somebody else has moved these people meanwhile" in as_shown(refused.text)
    again = re.search(rf'name="id" value="({key}-{health_id})"[^>]*checked', as_shown(refused.text)).group(1)
    assert client.post(path, data={"id": again, "group": str(water_id)}).status_code == 303
    assert members(water) == [key]
