"""No address of one meeting or team reaches what belongs to another one, whatever number stands in it."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from directory.operations import add_organisation, add_person
from foundation.clock import now
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.agenda import operations as agenda
from meetings.breakouts import operations as breakouts
from meetings.catalogue.operations.chains import add_chain
from meetings.documents import operations as documents
from meetings.enums import ContactKind, DocumentKind, ItemKind, OrganisationRole, PartRole, SectionKind
from meetings.facts.operations import deleting, parties, rooms, texts
from meetings.joining import operations as participation
from meetings.models.changes import ChangeSet
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.outcomes.operations import add_outcome
from meetings.reading.documents import Shelf
from papers.making import ask_for
from papers.models import PaperKind
from papers.printing import Order
from registration.models.decisions import Decision
from tests.factories import make_meeting, make_registration, make_team, make_user, sign_in

NAME = Translations(en="Foreign", ar="غريب")
PLACES = {"number", "user_id", "message_id", "sending_id", "membership_id", "invitation_id"}
"""Numbers that are counted within a meeting, or that other tests see to."""


@pytest.fixture
def foreign(app) -> dict[str, int]:
    """A record of each kind in a meeting and a team of somebody else, by the name of the number in addresses."""
    team = make_team()
    meeting = make_meeting(team, code="FOREIGN")
    person, organisation = add_person(team.id, name=NAME), add_organisation(team.id, name=NAME)
    series, project = (add_chain(kind, team.id, title=NAME) for kind in (Series, Project))
    item = agenda.add_item(meeting.id, kind=ItemKind.BREAKOUT, starts=time(9), ends=time(10))
    group = breakouts.add_group(meeting.id, item.id, letter=NAME, title=NAME)
    part = agenda.add_part(meeting.id, role=PartRole.SPEAKER, item_id=item.id, person_id=person.id)
    file = {"en": ("x.pdf", b"%PDF-1.7")}
    document = documents.save_document(Shelf(meeting_id=meeting.id), None, file, kind=DocumentKind.PAPER, title=NAME)
    point = breakouts.add_input(meeting.id, group.id, "Said", actor=make_user())
    link = participation.add_participation_link(meeting.id, join_url="https://example.org")
    role = parties.add_organisation(meeting.id, role=OrganisationRole.HOST, organisation_id=organisation.id)
    contact = parties.add_contact(meeting.id, kind=ContactKind.SUBSTANTIVE, unit=NAME, email="x@example.org")
    section = texts.add_section(meeting.id, kind=SectionKind.OTHER, body=NAME)
    decider = make_user().id
    with writing():
        decision = Decision(
            meeting_id=meeting.id, act="approve", at=now(), actor_id=decider,
            changes=[], told=[], groups=[], messages=[],
        )  # fmt: skip
        db.session.add(decision)
    gone = make_meeting(team, state="draft")
    deleting.delete_meeting(gone.id)
    return {
        "team_id": team.id, "meeting_id": gone.id, "person_id": person.id, "organisation_id": organisation.id,
        "series_id": series.id, "project_id": project.id, "item_id": item.id, "group_id": group.id,
        "part_id": part.id, "document_id": document.id, "input_id": point.id, "link_id": link.id, "row_id": role.id,
        "contact_id": contact.id, "section_id": section.id, "room_id": rooms.add_room(meeting.id, name=NAME).id,
        "outcome_id": add_outcome(meeting.id, text=NAME).id,
        "registration_id": make_registration(meeting, state="approved").id,
        "decision_id": decision.id,
        "paper_id": ask_for(meeting, Order(PaperKind.PARTICIPANTS, "pdf", "en"), make_user()).id,
        "change_set_id": db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1)) or 0,
    }  # fmt: skip


def everything() -> dict[str, list[Any]]:
    """Every row there is, without what notes that somebody came by."""
    passing = ("audit_entry", "user", "failure", "job")
    return {
        table.name: [tuple(row) for row in db.session.execute(table.select().order_by(*table.primary_key))]
        for table in db.metadata.sorted_tables
        if table.name not in passing
    }


def test_numbers_of_others_are_found_nowhere(app, client, foreign):
    team = make_team()
    make_meeting(team, code="OWN")
    sign_in(client, make_user(Role.OWNER, team))
    before, tried = everything(), []
    for rule in app.url_map.iter_rules():
        numbers = {name for name in rule.arguments if name.endswith("_id") or name == "number"} - {"team_id"}
        if not numbers or not rule.arguments & {"code", "team_id"} or numbers & PLACES:
            continue
        assert numbers <= foreign.keys(), f"give {rule.rule} a record of somebody else"
        if "language" in rule.arguments and rule.rule.startswith("/e/"):
            continue  # public pages: of which meeting something is has its own tests
        values = {name: foreign[name] for name in numbers} | {"code": "OWN", "team_id": team.id, "language": "en"}
        values |= {"act": "approve", "mode": "remote"}
        with app.test_request_context():
            address = app.url_map.bind("plenary.test").build(
                rule.endpoint, {name: value for name, value in values.items() if name in rule.arguments}
            )
        for method in rule.methods & {"GET", "POST"}:
            status = client.open(address, method=method, data={"step": "up", "group": "0", "id": "1"}).status_code
            tried.append((method, rule.endpoint, status))

    assert len(tried) > 60
    undone = {("POST", "undo.undo", 303), ("POST", "registration.undo", 303)}  # say that it was too long ago
    assert [each for each in tried if each[2] != 404 and each not in undone] == []
    assert everything() == before
