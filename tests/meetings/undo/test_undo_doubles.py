"""An undo brings nothing back that somebody has put there again meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from foundation.database import db
from foundation.translated import Translations
from meetings.enums import OrganisationRole
from meetings.facts.operations.parties import add_organisation
from meetings.facts.operations.rooms import add_room, change_room
from meetings.keeping.rows import remove_row
from meetings.models.changes import ChangeSet
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.parties import MeetingOrganisation
from meetings.models.rooms import Room
from meetings.outcomes.operations import add_outcome, remove_outcome
from meetings.undo.operations import CannotUndo, undo
from tests.factories import make_meeting

HALL = Translations(en="Hall A")


@pytest.fixture
def meeting(app):
    return make_meeting()


def last(meeting: Meeting) -> int:
    return db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1)) or 0


def chaired(meeting: Meeting) -> Callable[[], MeetingOrganisation]:
    return lambda: add_organisation(meeting.id, role=OrganisationRole.CHAIR, country_code="JO")


def test_room_does_not_get_the_name_that_another_one_has_now(meeting):
    room = add_room(meeting.id, name=HALL)
    change_room(meeting.id, room.id, name=Translations(en="Hall B"))
    renamed = last(meeting)
    add_room(meeting.id, name=Translations(en="hall a"))

    with pytest.raises(CannotUndo):
        undo(meeting.id, renamed)

    assert sorted(room.name["en"] for room in db.session.scalars(select(Room))) == ["Hall B", "hall a"]


def test_removed_room_role_and_outcome_do_not_come_back_beside_their_like(meeting):
    text = Translations(en="<p>Share data.</p>")
    cases = (
        (Room, lambda: add_room(meeting.id, name=HALL), partial(remove_row, Room, actor=None)),
        (MeetingOrganisation, chaired(meeting), partial(remove_row, MeetingOrganisation, actor=None)),
        (Outcome, lambda: add_outcome(meeting.id, text=text), remove_outcome),
    )
    for kind, add, remove in cases:
        remove(meeting.id, add().id)
        removed = last(meeting)
        add()

        with pytest.raises(CannotUndo):
            undo(meeting.id, removed)

        assert len(db.session.scalars(select(kind)).all()) == 1
