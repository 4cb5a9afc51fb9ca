"""What is private stays private: marks in every field of people, found on no public route and in no paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import String, Text, select
from werkzeug.routing import Rule

from accounts.models import Team, User
from accounts.permissions import Role
from directory.enums import OrganisationKind
from directory.models import Organisation, Person
from foundation.access import Audience, access_of
from foundation.database import db, writing
from foundation.files import store
from foundation.translated import Translations
from meetings.catalogue.operations.indexing import index_behind
from meetings.enums import ContactKind, DocumentKind, DocumentStatus, OrganisationRole, PartRole, Visibility
from meetings.models.agenda import AgendaItem, Part
from meetings.models.documents import Document, DocumentVersion
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.series import Series
from registration.models.registrations import Answer, Registration
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user, sign_in

MARK = "zzprivate"
LANGUAGES = ("en", "ar", "fr")
PUBLIC = {
    Person: {"honorific", "name", "position"},
    Organisation: {"name", "acronym", "website"},
    Registration: set[str](),
    User: set[str](),
    ParticipationLink: set[str](),
}
"""What a page may say; every other text of these tables is marked."""


def marked(row: Any) -> Any:
    """The row with a mark of its own in every text that nobody may read; choices and codes are left alone."""
    kind = type(row)
    for column in kind.__table__.columns:
        is_text = type(column.type) in (String, Text) and (column.type.length or 999) > 16
        is_free = not column.foreign_keys and not column.primary_key and column.name not in PUBLIC[kind]
        if is_text and is_free:
            mark = f"{MARK}-{kind.__tablename__}-{column.name}".replace("_", "-")
            setattr(row, column.name, f"{mark}@example.org"[: column.type.length])
    return row


def plant() -> tuple[Meeting, User]:
    """A meeting in three languages, whose people hold every role that the page shows."""
    team: Team = make_team()
    user = make_user(Role.ORGANISER, team)
    meeting = make_meeting(
        team, code="PRIVATE", title={"en": "Data", "ar": "بيانات", "fr": "Données"}, page_languages=list(LANGUAGES)
    )
    item = make_item(meeting)
    registrations = [make_registration(meeting, state=state) for state in ("approved", "pending")]
    with writing() as session:
        marked(user)
        organisation = marked(
            Organisation(team_id=team.id, name=Translations(en="Institute"), kind=OrganisationKind.OTHER)
        )
        session.add(organisation)
        session.flush()
        person = marked(
            Person(
                team_id=team.id,
                name=Translations(en="Salma Haddad"),
                position=Translations(en="Director"),
                organisation_id=organisation.id,
            )
        )
        session.add(person)
        session.flush()
        rows: list[Any] = [
            FocalPoint(meeting_id=meeting.id, kind=kind, position=number, person_id=person.id)
            for number, kind in enumerate(ContactKind)
        ]
        rows += [Part(meeting_id=meeting.id, item_id=item.id, role=role, person_id=person.id) for role in PartRole]
        rows += [Part(meeting_id=meeting.id, item_id=item.id, role=PartRole.SPEAKER, organisation_id=organisation.id)]
        for role in OrganisationRole:
            rows.append(MeetingOrganisation(meeting_id=meeting.id, role=role, person_id=person.id))
            rows.append(MeetingOrganisation(meeting_id=meeting.id, role=role, organisation_id=organisation.id))
        session.add_all(rows)
        for registration in registrations:
            marked(registration)
            registration.printed_name = Translations(en=f"{MARK}-printed")
            session.add(Answer(registration_id=registration.id, field="needs", value=f"{MARK}-needs", form_version=1))
        series = Series(team_id=team.id, title=Translations(en="Data forum"))
        project = Project(team_id=team.id, title=Translations(en="Data for all"))
        session.add_all([series, project])
        session.flush()
        meeting.series_id, meeting.project_id = series.id, project.id
        for readers in Visibility:
            link = ParticipationLink(meeting_id=meeting.id, visibility=readers, join_url="https://meet.example.org/1")
            session.add(link if readers is Visibility.PUBLIC else marked(link))
            for holder in ({"meeting_id": meeting.id}, {"meeting_id": meeting.id, "item_id": item.id}):
                session.add(document(readers, **holder))
            # A publication is for everybody or not there yet.
            is_public = readers is Visibility.PUBLIC
            status = DocumentStatus.FINAL if is_public else DocumentStatus.DRAFT
            session.add(document(readers, project_id=project.id, visibility=Visibility.PUBLIC, status=status))
    return meeting, user


def document(readers: Visibility, **values: Any) -> Document:
    """A document with a file in each language; title, symbol and name are marked where it is not for everybody."""
    mark = "note" if readers is Visibility.PUBLIC else f"{MARK}-document-{readers.value}"
    file = store(b"%PDF-1.4 " + mark.encode() + b"\n%%EOF\n")
    versions = [DocumentVersion(language=language, file=file, file_name=f"{mark}.pdf") for language in LANGUAGES]
    values = {"visibility": readers, "symbol": f"{mark}-symbol", **values}
    return Document(kind=DocumentKind.PAPER, title=Translations(en=f"{mark}-title"), versions=versions, **values)


def addresses(app: Flask, values: dict[str, Any]) -> Iterator[str]:
    """Every public address with something for each of its arguments, in all languages."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            access = access_of(app, rule.endpoint)
            if access is None or access.audience is not Audience.PUBLIC or "GET" not in (rule.methods or ()):
                continue
            for language in LANGUAGES if "language" in rule.arguments else ("",):
                for choice in choices(rule):
                    built = rule.build({**values, "language": language, **choice}, append_unknown=False)
                    assert built is not None, f"give {rule} its values: {rule.arguments - values.keys()}"
                    yield built[1]


def choices(rule: Rule) -> list[dict[str, str]]:
    """What an argument that names its values may be."""
    for name, converter in rule._converters.items():
        found = re.fullmatch(r"\(\?:(.*)\)", converter.regex)
        if type(converter).__name__ == "AnyConverter" and found:
            return [{name: each.replace("\\", "")} for each in found[1].split("|")]
    return [{}]


def test_no_public_route_says_anything_private(app: Flask, client: FlaskClient) -> None:
    meeting, _user = plant()
    index_behind(100)
    of_meeting = select(Document.id).where(Document.meeting_id.is_not(None), Document.visibility == Visibility.PUBLIC)
    publications = select(Document.id).where(Document.project_id.is_not(None)).order_by(Document.id)
    values = {
        "code": meeting.code, "item_id": item_of(meeting), "series_id": meeting.series_id,
        "project_id": meeting.project_id, "document_id": db.session.scalars(of_meeting).first(), "number": 1,
        "version": meeting.version, "file_id": 1, "message_id": 1, "token": "x", "name": "x",
    }  # fmt: skip
    walked = set()
    published = {**values, "document_id": db.session.scalars(publications).first()}
    for address in dict.fromkeys([*addresses(app, values), *addresses(app, published)]):
        response = client.get(address)
        if response.status_code == 200:
            walked.add(re.sub(r"\d+", "N", address))
        text = response.get_data().replace(b"\r\n ", b"")
        response.close()
        assert MARK.encode() not in text, (address, re.findall(rb"zzprivate[\w-]*", text))
    expected = {"/", "/sitemap-N.xml", "/calendar/ar.ics", "/sw.js"}
    for language in LANGUAGES:
        page = f"/e/PRIVATE/{language}"
        expected |= {page, f"{page}/calendar.ics", f"{page}/agenda.ics", f"{page}/items/N.ics", f"{page}/register"}
        expected |= {f"/series/N/{language}", f"/series/N/{language}.ics", f"/projects/N/{language}"}
        expected |= {f"/e/PRIVATE/documents/N/{language}", f"/projects/N/documents/N/{language}"}
    assert expected <= walked


def test_no_document_that_is_not_for_everybody_is_sent(app: Flask, client: FlaskClient) -> None:
    meeting, _user = plant()
    for each in db.session.scalars(select(Document).where(Document.meeting_id.is_not(None))).all():
        with client.get(f"/e/{meeting.code}/documents/{each.id}/en") as answer:
            assert (answer.status_code == 200) is (each.readers is Visibility.PUBLIC)
    for each in db.session.scalars(select(Document).where(Document.project_id.is_not(None))).all():
        with client.get(f"/projects/{meeting.project_id}/documents/{each.id}/en") as answer:
            assert (answer.status_code == 200) is (each.status is DocumentStatus.FINAL)


def item_of(meeting: Meeting) -> int:
    return db.session.execute(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)).scalar_one()


def test_no_search_finds_anything_private(app: Flask, client: FlaskClient) -> None:
    plant()
    index_behind(100)
    assert "/e/PRIVATE/en" in client.get("/?q=Haddad").text
    for question in (MARK, f"{MARK}-person-email@example.org"):
        assert "/e/PRIVATE/en" not in client.get(f"/?q={question}").text


def test_no_agenda_paper_prints_anything_private(app: Flask, client: FlaskClient) -> None:
    _meeting, user = plant()
    sign_in(client, user)
    for language in LANGUAGES:
        pdf = client.get(f"/manage/PRIVATE/papers/agenda-{language}.pdf").data
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert "Salma Haddad" in text
        assert MARK not in text.replace("\n", "")
        with ZipFile(BytesIO(client.get(f"/manage/PRIVATE/papers/agenda-{language}.docx").data)) as archive:
            assert "Salma Haddad" in archive.read("word/document.xml").decode()
            assert all(MARK.encode() not in archive.read(name) for name in archive.namelist())
