"""Two people at once whose acts need the same locks and rows: neither waits for the other in a circle (PostgreSQL)."""

from __future__ import annotations

from io import BytesIO
from threading import Event

import pytest
from PIL import Image

from directory.operations import add_organisation, change_organisation
from foundation.database import db, lock_number
from foundation.images import read_image
from foundation.optimistic_locking import digest
from foundation.translated import Translations
from meetings.catalogue.operations import chains
from meetings.documents.operations import add_document, save_document
from meetings.enums import DocumentKind, OrganisationRole
from meetings.facts.operations.meeting import change_meeting
from meetings.facts.operations.parties import add_organisation as give_role
from meetings.facts.operations.parties import save_role
from meetings.keeping.rows import lock_of
from meetings.models.meeting import Meeting
from meetings.models.projects import Project
from meetings.reading.documents import Shelf
from meetings.reading.meetings import NoSuchRecord
from meetings.translations.operations import Translation, save_translations
from tests.factories import make_meeting, make_team
from tests.threads import at_once
from tests.waiting import PATIENCE, leave_room_for

ROUNDS = 8


@pytest.fixture
def team(app):
    return make_team()


def picture(shade: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (4, 4), (shade, 0, 0)).save(written, "PNG")
    return read_image(written.getvalue())


def test_translating_while_a_role_is_given(app, team):
    meeting = make_meeting(team)
    while lock_number(f"directory:{team.id}") > lock_number(lock_of(meeting.id)):
        meeting = make_meeting(team)
    meeting_id, key = meeting.id, f"meeting-{meeting.id}-title"
    for number in range(ROUNDS):
        title = db.session.get(Meeting, meeting_id).title
        written = Translation(key, f"عنوان {number}", digest(title["ar"]), digest(title["en"]))
        acts = [
            lambda written=written: save_translations(meeting_id, "ar", [written]),
            lambda number=number: save_role(meeting_id, None, role=OrganisationRole.HOST, organisation=f"Org {number}"),
        ]
        assert at_once(app, acts) == []


def test_document_is_saved_while_the_logo_of_an_organisation_changes(app, team):
    meeting = make_meeting(team)
    organisation = add_organisation(team.id, name=Translations(en="ITU"))
    give_role(meeting.id, role=OrganisationRole.HOST, organisation_id=organisation.id)
    shelf, team_id, organisation_id = Shelf(meeting_id=meeting.id), team.id, organisation.id
    document_id = add_document(shelf, kind=DocumentKind.PAPER, title=Translations(en="Paper")).id
    for number in range(ROUNDS):
        file = {"en": ("paper.pdf", b"%PDF-1.7 " + bytes([number]))}
        title = Translations(en=f"Paper {number}")
        acts = [
            lambda file=file, title=title: save_document(shelf, document_id, file, title=title),
            lambda number=number: change_organisation(team_id, organisation_id, logo=picture(number)),
        ]
        assert at_once(app, acts) == []


def test_role_with_a_logo_is_given_while_another_meeting_gets_a_logo(app, team):
    meeting, other = make_meeting(team), make_meeting(team)
    meeting_id, other_id = meeting.id, other.id
    for number in range(ROUNDS):
        names = {"name": Translations(ar=f"منظمة {number}"), "acronym": Translations(en=f"ORG {number}")}
        organisation = add_organisation(team.id, **names)
        give_role(other_id, role=OrganisationRole.HOST, organisation_id=organisation.id)
        acts = [
            lambda number=number: save_role(
                meeting_id, None, role=OrganisationRole.HOST, organisation=f"ORG {number}", logo=picture(number)
            ),
            lambda number=number: change_meeting(other_id, logo=picture(100 + number)),
        ]
        assert at_once(app, acts) == []


def test_project_is_not_removed_with_a_publication_that_comes_meanwhile(app, team, monkeypatch):
    real = chains.record

    has_counted, has_added = Event(), Event()

    def slowly(*arguments, **named):
        has_counted.set()  # what belongs to the project
        leave_room_for(has_added)
        return real(*arguments, **named)

    project_id, team_id = chains.add_chain(Project, team.id, title=Translations(en="ENACT")).id, team.id
    monkeypatch.setattr(chains, "record", slowly)
    shelf = Shelf(project_id=project_id)

    def add():
        assert has_counted.wait(PATIENCE)
        add_document(shelf, kind=DocumentKind.PAPER, title=Translations(en="Paper"))
        has_added.set()

    raised = at_once(app, [lambda: chains.remove_chain(Project, team_id, project_id), add])

    assert [type(each) for each in raised] == [NoSuchRecord]
    assert db.session.get(Project, project_id) is None
