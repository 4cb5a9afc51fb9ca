"""Every text of a page that can lack in a language is known, and the way to where it is written leads there."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.models import Team
from accounts.permissions import Role
from directory.models import Organisation, Person
from directory.operations import add_organisation, add_person
from foundation.database import Model
from foundation.text_times import translated_columns
from foundation.translated import Translations
from meetings.enums import ContactKind, DocumentKind, MeetingState, OrganisationRole, PartRole, SectionKind, Visibility
from meetings.keeping.kept_rows import kept_rows
from meetings.keeping.missing_texts import missing_translations
from meetings.models.agenda import Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.documents import Document
from meetings.models.meeting import Meeting
from meetings.models.on_page import OnMeetingPage
from meetings.models.outcomes import Outcome
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.rooms import Room
from meetings.models.sections import Section
from meetings.models.series import Series
from tests.factories import _add, make_item, make_meeting, make_team, make_user, sign_in

NOT_ON_THE_PAGE = {("series", "description"), ("project", "description"), ("organisation", "acronym")}


def every_text(model: type[Any], /, **facts: Any) -> dict[str, Any]:
    """Values for a row whose every text is written in English alone."""
    texts = {name: Translations(en=f"{model.__tablename__} {name}") for name in translated_columns(model)}
    return {**texts, **facts}


def full_meeting(team: Team, state: MeetingState) -> Meeting:
    series, project = (_add(kind(team_id=team.id, title={"en": kind.__name__})) for kind in (Series, Project))
    link = {"label": {"en": "Site"}, "url": "https://site.example.org", "language": ""}
    facts = every_text(Meeting, state=state, series_id=series.id, project_id=project.id, links=[link])
    if state is not MeetingState.CANCELLED:
        facts["state_reason"] = Translations()
    meeting = make_meeting(team, **facts, code="WG")
    body = add_organisation(team.id, name=Translations(en="ESCWA"))
    names = {name: Translations(en=f"person {name}") for name in translated_columns(Person)}
    person = add_person(team.id, **names, organisation_id=body.id)
    letter = {"letter": Translations(en="A")}
    item = make_item(meeting, title={"en": "I"}, description={"en": "<p>D</p>"}, room={"en": "R"})
    on = {"meeting_id": meeting.id}
    group = _add(BreakoutGroup(**every_text(BreakoutGroup, **on, item_id=item.id) | letter))
    for kind, values in (
        (Section, {"kind": SectionKind.OTHER}),
        (Room, {}),
        (Document, {"kind": DocumentKind.PAPER, "url": "https://site.example.org"}),
        (Outcome, {"visibility": Visibility.PUBLIC}),
        (FocalPoint, {"kind": ContactKind.SUBSTANTIVE}),
        (Part, {"item_id": item.id, "role": PartRole.SPEAKER}),
    ):
        _add(kind(**every_text(kind, **on, **values)))
    _add(Part(**on, group_id=group.id, role=PartRole.FACILITATOR, person_id=person.id))
    _add(MeetingOrganisation(**on, role=OrganisationRole.HOST, organisation_id=body.id))
    return meeting


def test_every_text_of_the_page_is_known(app: Flask) -> None:
    kinds = [mapper.class_ for mapper in Model.registry.mappers]
    shown = [each for each in kinds if issubclass(each, OnMeetingPage)]
    shown += [Meeting, Series, Project, Person, Organisation]
    there = {(each.__tablename__, name) for each in shown for name in translated_columns(each)}
    said = [(table, kept.texts) for table, kept in kept_rows.items() if kept.texts is not None]
    assert there - NOT_ON_THE_PAGE == {(table, name) for table, texts in said for name in texts.words}


@pytest.mark.parametrize("state", [MeetingState.PUBLISHED, MeetingState.CANCELLED])
def test_way_to_each_lacking_text_leads_to_its_field(app: Flask, client: FlaskClient, state: MeetingState) -> None:
    team = make_team()
    sign_in(client, make_user(Role.ORGANISER, team))
    meeting = full_meeting(team, state)
    with app.test_request_context():
        ways = [(text.text.key, text.url) for text in missing_translations(meeting)["ar"].missing]
    assert {key.rpartition("-")[2].partition(".")[0] for key, _way in ways} >= {"title", "room", "label", "links"}
    assert ("state_reason" in str(ways)) is (state is MeetingState.CANCELLED)
    for key, way in ways:
        path, _hash, control = way.partition("#")
        assert f'id="{control}"' in client.get(path).text, (key, way)
