"""What is said in a breakout group, written down while people speak."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from foundation.database import db
from foundation.translated import Translations
from meetings.breakouts.operations import add_group, add_input
from meetings.models.breakouts import BreakoutInput
from meetings.reading.breakouts import inputs_of
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in


@pytest.fixture
def group(client):
    team = make_team()
    sign_in(client, make_user(Role.ASSISTANT, team, name="Rana Assistant"))
    meeting = make_meeting(team, code="WG-TEST")
    item = make_item(meeting)
    return add_group(meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Health"))


def texts(group) -> list[str]:
    return [point.text for point in inputs_of(group.id)]


def test_points_are_added_one_after_the_other_and_say_who_wrote_them(client, group):
    address = f"/manage/WG-TEST/groups/{group.id}/inputs"

    for said in ("Clean water first", "  التمويل   أولاً ", "Clean water first"):
        response = client.post(address, data={"text": said})
        assert (response.status_code, response.location) == (303, address)

    assert texts(group) == ["Clean water first", "التمويل أولاً", "Clean water first"]
    page = client.get(address).text
    assert "Rana Assistant" in page
    assert "autofocus" in page


def test_points_are_corrected_moved_and_removed(client, group):
    first, second = (add_input(group.meeting_id, group.id, said, actor=None) for said in ("One", "Two"))

    client.post(f"/manage/WG-TEST/inputs/{second.id}/move", data={"step": "up"})
    assert texts(group) == ["Two", "One"]
    client.post(f"/manage/WG-TEST/inputs/{first.id}", data={"text": "One and a half"})
    assert texts(group) == ["Two", "One and a half"]
    client.post(f"/manage/WG-TEST/inputs/{second.id}/remove")
    assert texts(group) == ["One and a half"]


@pytest.mark.parametrize(
    ("said", "message"), [("  ", "Write what was said."), ("x" * 2001, "Shorten this to 2000 characters")]
)
def test_bad_point_is_refused_and_nothing_is_lost(client, group, said, message):
    response = client.post(f"/manage/WG-TEST/groups/{group.id}/inputs", data={"text": said})

    assert response.status_code == 422
    assert message in response.text
    assert said.strip() in response.text
    assert texts(group) == []


def test_hostile_point_is_shown_as_text(client, group):
    client.post(f"/manage/WG-TEST/groups/{group.id}/inputs", data={"text": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in client.get(f"/manage/WG-TEST/groups/{group.id}/inputs").text


def test_points_of_another_meeting_are_out_of_reach(client, group):
    other = make_meeting(code="OTHER")
    foreign = add_group(other.id, make_item(other).id, letter=Translations(en="A"), title=Translations(en="X"))
    point = add_input(other.id, foreign.id, "Secret", actor=None)

    assert client.get(f"/manage/WG-TEST/inputs/{point.id}").status_code == 404
    assert client.post(f"/manage/WG-TEST/inputs/{point.id}/remove").status_code == 404
    assert db.session.scalar(select(BreakoutInput.text)) == "Secret"
