"""The list of participants of one language, and what the system says is missing of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from directory.scripts import has_arabic, has_latin
from foundation.database import db
from meetings.models.meeting import Meeting
from papers.participants_paper import list_of_participants
from registration.models.registrations import Registration
from registration.names.notes import printed_people
from registration.names.shown import lacks
from registration.names.table import NamesTable


@pytest.mark.parametrize(("language", "foreign"), [("en", has_arabic), ("fr", has_arabic), ("ar", has_latin)])
def test_a_list_is_in_its_script_except_for_people_who_are_named(
    demo: Flask, language: str, foreign: Callable[[str], bool]
) -> None:
    meeting = db.session.scalars(select(Meeting).where(Meeting.code == "TIN-API-TODAY")).one()
    people = db.session.scalars(select(Registration).where(Registration.meeting_id == meeting.id)).all()
    named = {registration_id for lack in lacks(meeting.team_id, people, [language]) for registration_id in lack.people}
    excused = {person.full_name(language) for person in people if person.id in named}
    paper = list_of_participants(meeting.id, language)
    printed = [
        (entry.heading, person) for group in paper.groups for entry in group.delegations for person in entry.persons
    ]
    assert len(printed) == 160
    wrong = [
        (heading, person)
        for heading, person in printed
        if person.name not in excused
        and foreign(" ".join((heading, person.name, person.position, person.organisation)))
    ]
    assert wrong == []
    assert 0 < len(excused) < 160


def test_every_missing_cell_has_a_proposal(demo: Flask) -> None:
    meeting = db.session.scalars(select(Meeting).where(Meeting.code == "TIN-API-TODAY")).one()
    table = NamesTable(meeting, printed_people(meeting.id), 1, whole=False)
    missing = [cell for cell in table.cells.values() if cell.is_missing]
    without = [cell.field for cell in missing if not cell.proposals]
    assert len(missing) > 100
    assert len(without) <= len(missing) * 0.05, without
    wrong = [
        proposal
        for cell in table.cells.values()
        for proposal in cell.proposals
        if (has_latin if cell.language == "ar" else has_arabic)(proposal.text)
    ]
    assert wrong == []
