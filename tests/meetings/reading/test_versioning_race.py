"""Two people at once on meetings that show each other: whoever raises several versions waits for nobody in a circle."""

from __future__ import annotations

import pytest

from directory.operations import add_person, change_person
from foundation.database import db
from foundation.translated import Translations
from meetings.agenda.operations import add_part
from meetings.enums import PartRole
from meetings.facts.operations.meeting import change_meeting
from meetings.models.meeting import Meeting
from tests.factories import make_item, make_meeting, make_team
from tests.threads import at_once

ROUNDS = 6


@pytest.fixture
def neighbours(app):
    team = make_team()
    earlier = make_meeting(team, code="EARLIER")
    later = make_meeting(team, code="LATER", follows_id=earlier.id)
    return team, earlier, later


def test_neighbours_are_changed_at_the_same_time(app, neighbours):
    _team, earlier, later = neighbours
    ids = (earlier.id, later.id)
    for number in range(ROUNDS):
        title = Translations(en=f"Title {number}")
        acts = [
            lambda meeting_id=meeting_id, title=title: change_meeting(meeting_id, title=title) for meeting_id in ids
        ]
        assert at_once(app, acts) == []
    titles = [db.session.get(Meeting, meeting_id).title["en"] for meeting_id in ids]
    assert titles == [f"Title {ROUNDS - 1}"] * 2


def test_a_person_is_corrected_while_the_meetings_are_changed(app, neighbours):
    team, earlier, later = neighbours
    person = add_person(team.id, name=Translations(en="Nadim"))
    for meeting in (later, earlier):
        add_part(meeting.id, role=PartRole.SPEAKER, item_id=make_item(meeting).id, person_id=person.id)
    ids, team_id, person_id = (earlier.id, later.id), team.id, person.id
    for number in range(ROUNDS):
        title = Translations(en=f"Title {number}")
        acts = [
            lambda meeting_id=meeting_id, title=title: change_meeting(meeting_id, title=title) for meeting_id in ids
        ]
        acts.append(lambda title=title: change_person(team_id, person_id, name=title))
        assert at_once(app, acts) == []
