"""Logos of organisations in the directory, and who may fetch which file."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from sqlalchemy import select

from directory.models import Organisation
from directory.operations import add_organisation
from foundation.database import db, writing
from foundation.files import path_of, store
from foundation.pages import path_of as address_of
from foundation.translated import Translations
from meetings.enums import MeetingState
from meetings.models.meeting import Meeting
from tests.factories import make_meeting
from tests.foundation.test_images import picture


def organisation() -> Organisation:
    return db.session.scalars(select(Organisation)).one()


def test_logo_is_written_anew_replaced_and_taken_away(client, team):
    add = f"/teams/{team.id}/directory/organisations/new"
    values = {"name_en": "Digital Office", "kind": "other"}
    huge = picture(size=(3000, 1500))

    assert client.post(add, data=values | {"logo": (BytesIO(huge), "logo.exe")}).status_code == 303
    first = organisation().logo
    with Image.open(path_of(first.sha256)) as stored:
        assert stored.size == (800, 400)
    edit = f"/teams/{team.id}/directory/organisations/{organisation().id}"
    assert 'alt="Logo of Digital Office"' in client.get(edit).text

    client.post(edit, data=values)
    assert organisation().logo_id == first.id
    client.post(edit, data=values | {"logo": (BytesIO(picture("JPEG")), "logo.jpg")})
    assert organisation().logo_id != first.id
    client.post(edit, data=values | {"remove_logo": "y"})
    assert organisation().logo_id is None


def test_bad_logo_has_a_message_and_keeps_what_was_typed(client, team):
    values = {"name_en": "Typed Office", "kind": "other", "logo": (BytesIO(b"%PDF-1.7"), "logo.png")}

    response = client.post(f"/teams/{team.id}/directory/organisations/new", data=values)

    assert response.status_code == 422
    assert "This is not a PNG or JPEG image, whatever its name says." in response.text
    assert "Typed Office</textarea>" in response.text
    assert db.session.scalars(select(Organisation)).all() == []


def test_only_files_that_are_somebodys_logo_are_for_everybody(app, client, team):
    meeting = make_meeting(team)
    with writing():
        private = store(picture(size=(11, 11)))
        of_meeting = store(picture(size=(12, 12)))
        db.session.get(Meeting, meeting.id).logo_id = of_meeting.id
    known = add_organisation(team.id, name=Translations(en="Office"), logo=picture(size=(13, 13)))

    def status(file_id: int) -> int:
        response = app.test_client().get(address_of("directory.logo", file_id=file_id))
        response.close()
        return response.status_code

    assert status(known.logo_id) == 200
    assert status(of_meeting.id) == 200
    assert status(private.id) == 404
    assert status(999_999) == 404


def test_logo_of_a_draft_is_not_found_by_counting(app, client, team):
    meeting = make_meeting(team, code="DRAFT", state=MeetingState.DRAFT)
    with writing():
        file_id = store(picture(size=(12, 12))).id
        db.session.get(Meeting, meeting.id).logo_id = file_id
    address = address_of("directory.logo", file_id=file_id)
    other = address_of("directory.logo", file_id=file_id + 1)

    assert address in client.get("/e/DRAFT/en").text
    for guess in (f"/logos/{file_id}", f"/logos/{file_id}.", other.replace(f"/{file_id + 1}.", f"/{file_id}.")):
        assert app.test_client().get(guess).status_code == 404
