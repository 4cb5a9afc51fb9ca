from __future__ import annotations

from datetime import date

import pytest

from foundation.audit import entries_for, entries_for_meeting
from foundation.translated import Translations
from meetings.enums import OutcomeKind, OutcomeStatus, Visibility
from meetings.outcomes import operations
from meetings.outcomes.operations import (
    AlreadyThere,
    TooMany,
    add_outcome,
    add_outcomes,
    set_statuses,
)
from meetings.reading.meetings import NoSuchRecord, meeting_of_id
from meetings.reading.outcomes import (
    open_before,
    outcomes_of,
    public_outcomes,
    status_counts,
)
from tests.factories import make_meeting, make_team, make_user

ALIKE = {"kind": OutcomeKind.RECOMMENDATION, "status": OutcomeStatus.PROPOSED, "visibility": Visibility.TEAM}


@pytest.fixture
def meeting(app):
    return make_meeting()


def several(meeting, *words: str, **values):
    texts = [Translations(en=f"<p>{each}</p>") for each in words]
    return add_outcomes(meeting.id, texts, **(ALIKE | values))


def test_entries_are_added_in_order_and_each_stands_in_the_trail(meeting):
    actor = make_user()
    version = meeting_of_id(meeting.id).version
    several(meeting, "one")
    several(meeting, "two", "three", actor=actor)

    assert [row.text["en"] for row in outcomes_of(meeting.id)] == ["<p>one</p>", "<p>two</p>", "<p>three</p>"]
    assert [row.position for row in outcomes_of(meeting.id)] == [0, 1, 2]
    newest = entries_for_meeting(meeting.id)[0]
    assert (newest.act, newest.subject_kind, newest.actor_id) == ("added", "outcome", actor.id)
    assert newest.changes["text"] == [None, {"en": "<p>three</p>"}]
    assert meeting_of_id(meeting.id).version > version


def test_a_text_twice_is_refused_and_nothing_is_added(meeting):
    several(meeting, "one")

    with pytest.raises(AlreadyThere) as there:
        several(meeting, "two", "one")
    assert (there.value.language, there.value.text) == ("en", "<p>one</p>")
    with pytest.raises(AlreadyThere):
        several(meeting, "three", "three")
    with pytest.raises(AlreadyThere):
        add_outcome(meeting.id, text=Translations(en="<p>one</p>"))
    assert len(outcomes_of(meeting.id)) == 1


def test_a_meeting_has_a_limit_of_entries(meeting, monkeypatch):
    monkeypatch.setattr(operations, "MOST", 2)
    several(meeting, "one")

    with pytest.raises(TooMany):
        several(meeting, "two", "three")
    assert len(outcomes_of(meeting.id)) == 1


def test_statuses_are_set_unless_somebody_else_did_in_between(meeting):
    first, second, _third = several(meeting, "one", "two", "three")
    operations.change_outcome(meeting.id, second.id, status=OutcomeStatus.DONE)
    wanted = {
        first.id: (OutcomeStatus.PROPOSED, OutcomeStatus.AGREED),
        second.id: (OutcomeStatus.PROPOSED, OutcomeStatus.DROPPED),
        999_999: (OutcomeStatus.PROPOSED, OutcomeStatus.AGREED),
    }

    assert set_statuses(meeting.id, wanted) == (1, 2)
    statuses = [row.status for row in outcomes_of(meeting.id)]
    assert statuses == [OutcomeStatus.AGREED, OutcomeStatus.DONE, OutcomeStatus.PROPOSED]
    assert entries_for("outcome", first.id)[0].changes == {"status": ["proposed", "agreed"]}
    assert status_counts(meeting.id) == {
        OutcomeStatus.AGREED: 1,
        OutcomeStatus.DONE: 1,
        OutcomeStatus.PROPOSED: 1,
    }


def test_entries_are_moved_changed_and_removed(meeting):
    first, second = several(meeting, "one", "two")
    assert operations.move_outcome(meeting.id, second.id, -1)
    assert not operations.move_outcome(meeting.id, second.id, -1)
    operations.change_outcome(meeting.id, first.id, due_on=date(2031, 1, 31), addressee=Translations(ar="الدول"))
    operations.remove_outcome(meeting.id, second.id)

    (left,) = outcomes_of(meeting.id)
    assert (left.id, left.due_on, left.addressee) == (first.id, date(2031, 1, 31), Translations(ar="الدول"))
    with pytest.raises(NoSuchRecord):
        operations.remove_outcome(make_meeting().id, first.id)


def test_everybody_reads_only_what_is_public(meeting):
    several(meeting, "inner")
    several(meeting, "open", visibility=Visibility.PUBLIC)

    assert [row.text["en"] for row in public_outcomes(meeting.id)] == ["<p>open</p>"]


def test_a_meeting_that_follows_another_has_what_that_left_open(app):
    team = make_team()
    earlier = make_meeting(team)
    later = make_meeting(team, follows_id=earlier.id)
    first, _second = several(earlier, "one", "two")
    set_statuses(earlier.id, {first.id: (OutcomeStatus.PROPOSED, OutcomeStatus.DONE)})

    before = open_before(later)
    assert before is not None
    assert before[0].id == earlier.id
    assert [row.text["en"] for row in before[1]] == ["<p>two</p>"]
    assert open_before(earlier) is None
    assert open_before(make_meeting(make_team(), follows_id=earlier.id)) is None
