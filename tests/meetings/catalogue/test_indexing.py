"""The index follows the meetings, whatever is lost or ended in between."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from directory.models import Person
from foundation import jobs
from foundation.database import db, writing
from meetings.catalogue import tasks
from meetings.catalogue.operations import indexing
from meetings.enums import PartRole
from meetings.models.agenda import Part
from meetings.models.meeting import Meeting
from meetings.models.search import MeetingSearch
from meetings.models.series import Series
from tests.factories import make_item, make_meeting, make_team
from tests.meetings.catalogue.helpers import found, index_all, make_many
from tests.statements import statements
from tests.threads import at_once


def indexed_version(meeting: Meeting) -> tuple[int, int]:
    return (
        db.session.scalar(select(MeetingSearch.version).where(MeetingSearch.meeting_id == meeting.id)) or 0,
        db.session.scalar(select(Meeting.version).where(Meeting.id == meeting.id)) or 0,
    )


def test_worker_is_woken_after_the_commit_of_a_change(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(jobs, "wake", lambda name: woken.append(name))
    make_item(make_meeting())
    assert set(woken) == {"meetings.catalogue.tasks.index_meetings"}
    assert jobs.name_of(tasks.index_meetings) == "meetings.catalogue.tasks.index_meetings"


def test_sweep_finds_what_no_wake_up_told(app: Flask) -> None:
    assert "meetings.catalogue.tasks.index_meetings" in jobs.periods()
    make_meeting(code="ONE", title={"en": "Statistics"})
    assert found("statistics") == []
    jobs.run_task(app, "meetings.catalogue.tasks.index_meetings")
    assert found("statistics") == ["ONE"]


def test_each_change_is_found_afterwards(app: Flask) -> None:
    team = make_team()
    series = Series(team_id=team.id, title={"en": "First name"})
    person = Person(team_id=team.id, name={"en": "Salma"})
    with writing() as session:
        session.add_all([series, person])
    meeting = make_meeting(team, code="ONE", series_id=series.id)
    item = make_item(meeting)
    with writing() as session:
        session.add(Part(meeting_id=meeting.id, item_id=item.id, role=PartRole.SPEAKER, person_id=person.id))
    index_all()
    assert (found("first name"), found("salma")) == (["ONE"], ["ONE"])
    with writing():
        db.session.get(Series, series.id).title = {"en": "Other name"}  # type: ignore[union-attr]
        db.session.get(Person, person.id).name = {"en": "Noura"}  # type: ignore[union-attr]
    index_all()
    assert (found("first name"), found("salma"), found("noura"), found("other")) == ([], [], ["ONE"], ["ONE"])


def test_what_changes_while_it_is_read_is_read_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = make_meeting(code="ONE", title={"en": "Before"})
    read = indexing.read_words

    def read_and_change(ids: list[int]) -> object:
        words = read(ids)
        with writing():
            db.session.get(Meeting, meeting.id).title = {"en": "After"}  # type: ignore[union-attr]
        return words

    monkeypatch.setattr(indexing, "read_words", read_and_change)
    indexing.index_behind(10)
    stored, true = indexed_version(meeting)
    assert stored < true
    monkeypatch.setattr(indexing, "read_words", read)
    index_all()
    assert (found("before"), found("after")) == ([], ["ONE"])


def test_ended_between_two_batches_nothing_is_lost(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make_many(make_team(), 60)
    read, batches = indexing.read_words, []

    def die_in_the_second(ids: list[int]) -> object:
        batches.append(len(ids))
        if len(batches) == 2:
            raise SystemExit
        return read(ids)

    monkeypatch.setattr(indexing, "read_words", die_in_the_second)
    with pytest.raises(SystemExit):
        tasks.index_meetings()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(MeetingSearch)) == 25
    monkeypatch.setattr(indexing, "read_words", read)
    tasks.index_meetings()
    assert db.session.scalar(select(func.count()).select_from(MeetingSearch)) == 60


def test_a_meeting_removed_meanwhile_is_left_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, stays = make_meeting(title={"en": "Gone"}), make_meeting(code="STAYS", title={"en": "Here"})
    read = indexing.read_words

    def read_and_remove(ids: list[int]) -> object:
        words = read(ids)
        with writing() as session:
            session.execute(delete(Meeting).where(Meeting.id == gone.id))
        return words

    monkeypatch.setattr(indexing, "read_words", read_and_remove)
    assert indexing.index_behind(10) == 2
    assert list(db.session.scalars(select(MeetingSearch.meeting_id))) == [stays.id]


def test_two_workers_at_once_write_the_same(app: Flask) -> None:
    make_many(make_team(), 40)
    assert at_once(app, [lambda: jobs.run_task(app, "meetings.catalogue.tasks.index_meetings")] * 4) == []
    assert db.session.scalar(select(func.count()).select_from(MeetingSearch)) == 40
    assert indexing.index_behind(100) == 0


@pytest.mark.parametrize("count", [1, 30])
def test_a_batch_costs_a_fixed_number_of_statements(app: Flask, count: int) -> None:
    for _ in range(count):
        make_item(make_meeting())
    with statements() as seen:
        assert indexing.index_behind(50) == count
    # One insert names many rows on one database and one each on the other.
    assert (
        len([each for each in seen if each.startswith("SELECT") and not re.search("advisory|set_config", each)]) == 12
    )
