from __future__ import annotations

from datetime import time

from flask.testing import FlaskClient

from foundation import audit
from foundation.database import writing
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in


def test_history_tells_old_and_new_values_of_a_meeting_and_of_one_record(client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    user = make_user("organiser", team, name="Nadim")
    items = [make_item(meeting), make_item(meeting)]
    with writing():
        for number, item in enumerate(items):
            changes = {"starts": (time(10), time(11 + number)), "passcode": ("old", "new")}
            audit.record("changed", item, actor=user, changes=changes)
    sign_in(client, user)
    whole = client.get("/manage/EGM/history").text
    one = client.get(f"/manage/EGM/history?kind=agenda_item&id={items[0].id}").text
    assert [text in whole for text in ("Nadim", "11:00", "12:00", "•••")] == [True] * 4
    assert ("11:00" in one, "12:00" in one) == (True, False)
    assert ">old<" not in whole


def test_history_of_a_record_of_another_meeting_is_empty(client: FlaskClient) -> None:
    team = make_team()
    make_meeting(team, code="EGM")
    foreign = make_item(make_meeting(make_team()))
    with writing():
        audit.record("changed", foreign, changes={"room": ("Hidden room", "x")})
    sign_in(client, make_user("organiser", team))
    assert "Hidden room" not in client.get(f"/manage/EGM/history?kind=agenda_item&id={foreign.id}").text
