"""Stored files stay as long as a meeting or an undo needs them, and no longer."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from directory.operations import add_organisation
from foundation.ageing import remove_aged
from foundation.clock import frozen_at, now
from foundation.database import db
from foundation.files import StoredFile, forget_unneeded, path_of, remove_left_overs
from foundation.jobs import periods
from foundation.translated import Translations
from meetings.documents.operations import remove_document, save_document
from meetings.enums import DocumentKind, MeetingState
from meetings.facts import tasks
from meetings.facts.operations import deleting
from meetings.facts.operations.meeting import change_meeting
from meetings.models.changes import ChangeSet
from meetings.models.documents import DocumentVersion
from meetings.models.meeting import Meeting
from meetings.reading.documents import Shelf
from meetings.undo.operations import undo
from tests.factories import make_meeting, make_team
from tests.foundation.test_images import picture


@pytest.fixture
def team(app):
    return make_team()


def paper(meeting: Meeting, word: bytes) -> int:
    values = {"kind": DocumentKind.PAPER, "title": Translations(en="Paper")}
    file = {"en": ("x.pdf", b"%PDF-1.7 " + word)}
    return save_document(Shelf(meeting_id=meeting.id), None, file, **values).id


def swept(days: int) -> set[bytes]:
    """What is written in the papers that are left so many days from now."""
    with frozen_at(now() + timedelta(days=days)):
        tasks.remove_deleted_meetings()
        remove_aged()
        forget_unneeded()
        paths = [path for path in path_of("00").parents[1].glob("*/*") if path.is_file()]
        for path in paths:
            os.utime(path, (1, 1))
        remove_left_overs()
    return {path.read_bytes()[9:] for path in paths if path.exists() and path.read_bytes().startswith(b"%PDF")}


def test_files_of_a_removed_meeting_go_unless_another_one_has_them(team):
    going, staying = make_meeting(team, state=MeetingState.DRAFT), make_meeting(team)
    for meeting, word in ((going, b"shared"), (staying, b"shared"), (going, b"alone")):
        paper(meeting, word)
    deleting.delete_meeting(going.id)

    assert swept(days=29) == {b"shared", b"alone"}
    assert swept(days=31) == {b"shared"}
    assert len(db.session.scalars(select(StoredFile)).all()) == 1
    assert "foundation.files.forget_unneeded" in periods()


def test_removed_file_stays_as_long_as_its_removal_can_be_undone(team):
    meeting = make_meeting(team)
    document_id = paper(meeting, b"removed")
    remove_document(Shelf(meeting_id=meeting.id), document_id)

    assert swept(days=29) == {b"removed"}
    last = db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1))
    undo(meeting.id, last)
    assert db.session.scalars(select(DocumentVersion)).one().file_name == "x.pdf"
    remove_document(Shelf(meeting_id=meeting.id), document_id)
    assert swept(days=31) == set()
    assert db.session.scalars(select(StoredFile)).all() == []


def test_logos_stay(team):
    meeting_id = change_meeting(make_meeting(team).id, logo=picture(size=(9, 9))).id
    organisation = add_organisation(team.id, name=Translations(en="ITU"), logo=picture(size=(8, 8)))
    used = {organisation.logo_id, change_meeting(meeting_id, logo=picture(size=(7, 7))).logo_id}

    swept(days=1)
    assert len(db.session.scalars(select(StoredFile)).all()) == 3
    swept(days=31)
    assert set(db.session.scalars(select(StoredFile.id))) == used
