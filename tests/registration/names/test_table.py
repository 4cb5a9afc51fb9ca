"""Filling in what the papers of a meeting lack."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.operations import add_organisation, add_person
from foundation.database import db
from foundation.translated import Translations
from meetings.models.meeting import Meeting
from papers.participants_paper import list_of_participants
from registration.models.registrations import Registration
from registration.names.notes import missing_notes, printed_people
from registration.names.proposals import ProposalSource
from registration.names.shown import Kind
from registration.names.table import NamesTable
from registration.people.changing import correct
from registration.people.entries import Entry
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.markup import as_shown
from tests.statements import statements


@pytest.fixture
def meeting(app: Flask, client: FlaskClient) -> Meeting:
    meeting = make_meeting(page_languages=["en", "ar", "fr"])
    sign_in(client, make_user("assistant", meeting.team))
    return meeting


def approved(meeting: Meeting, **values: Any) -> Registration:
    usual = {"state": "approved", "given_name": "كريم", "family_name": "حداد", "honorific": "م."}
    usual |= {"organisation": "وزارة الصحة", "position": "مدير التحول الرقمي"}
    return make_registration(meeting, **(usual | values))


def address(meeting: Meeting) -> str:
    return f"/manage/{meeting.code}/papers/names"


def controls(page: str) -> dict[str, str]:
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', as_shown(page))
    }


def proposals(meeting: Meeting, kind: str) -> list[tuple[str, str, str]]:
    table = NamesTable(meeting, printed_people(meeting.id), 1, whole=False)
    return [
        (cell.language, proposal.text, proposal.source.value)
        for name, cell in table.cells.items()
        if name.startswith(kind)
        for proposal in cell.proposals
    ]


def test_the_page_of_papers_says_how_many_are_missing_and_who(meeting: Meeting, client: FlaskClient) -> None:
    approved(meeting)
    approved(meeting, given_name="Rana", family_name="Amin", organisation="ITU", position="", honorific="Ms.")
    page = client.get(f"/manage/{meeting.code}/papers").get_data(as_text=True)
    assert "1 name is missing in Latin letters." in page
    assert "1 name is missing in Arabic letters." in page
    assert "م. كريم حداد" in page
    assert address(meeting) in page


def test_what_is_typed_is_printed_for_everybody_with_the_same_text(meeting: Meeting, client: FlaskClient) -> None:
    first, second = (approved(meeting, honorific="السيد", given_name=name) for name in ("كريم", "سعيد"))
    sent = controls(client.get(address(meeting)).get_data(as_text=True))
    sent[f"name-{first.id}-en"] = "Karim Haddad"
    sent[f"position-{first.id}-en"] = "Director of Digital Transformation"
    sent[f"organisation-{first.id}-en"] = "Ministry of Health"
    assert client.post(address(meeting), data=sent).status_code == 303
    printed = [
        (person.name, person.position, person.organisation)
        for group in list_of_participants(meeting.id, "en").groups
        for entry in group.delegations
        for person in entry.persons
    ]
    assert sorted(printed) == [
        ("Mr. Karim Haddad", "Director of Digital Transformation", "Ministry of Health"),
        ("السيد سعيد حداد", "Director of Digital Transformation", "Ministry of Health"),
    ]
    assert second.name("en") == "سعيد حداد"


def test_nothing_is_printed_that_nobody_took(meeting: Meeting, client: FlaskClient) -> None:
    person = approved(meeting)
    page = client.get(address(meeting)).get_data(as_text=True)
    assert "Karim Haddad" in page
    sent = controls(page)
    taken = client.post(address(meeting), data=sent | {"take": f"name-{person.id}-en=0"}).get_data(as_text=True)
    assert controls(taken)[f"name-{person.id}-en"] == "Karim Haddad"
    assert printed_people(meeting.id)[0].name("en") == "كريم حداد"
    client.post(address(meeting), data=controls(taken))
    db.session.expire_all()
    assert printed_people(meeting.id)[0].name("en") == "Karim Haddad"
    assert printed_people(meeting.id)[0].position_in("en") == "مدير التحول الرقمي"


def test_all_of_a_source_are_taken_at_once(meeting: Meeting, client: FlaskClient) -> None:
    person = approved(meeting)
    sent = controls(client.get(address(meeting)).get_data(as_text=True))
    typed = {f"organisation-{person.id}-en": "Health Ministry"}
    page = client.post(address(meeting), data=sent | typed | {"take_all": "dictionary"}).get_data(as_text=True)
    values = controls(page)
    assert values[f"position-{person.id}-en"] == "Director of Digital Transformation"
    assert values[f"position-{person.id}-fr"] == "Directeur de la transformation numérique"
    assert values[f"organisation-{person.id}-en"] == "Health Ministry"
    assert values[f"organisation-{person.id}-fr"] == "Ministère de la Santé"
    assert values[f"name-{person.id}-en"] == ""


def test_proposals_come_from_directory_earlier_meetings_dictionary_and_spelling(meeting: Meeting) -> None:
    person = approved(meeting, email="karim@example.org")
    assert proposals(meeting, "name") == [("en", "Karim Haddad", "spelt")]
    earlier = make_meeting(meeting.team)
    make_registration(earlier, given_name="Kareem", family_name="Haddad", email="karim@example.org")
    assert proposals(meeting, "name")[0] == ("en", "Kareem Haddad", "earlier")
    add_person(meeting.team_id, name=Translations(en="Karim Al-Haddad", ar="كريم حداد"))
    assert proposals(meeting, "name")[0] == ("en", "Karim Al-Haddad", ProposalSource.DIRECTORY.value)
    assert ("fr", "Ministère de la Santé", "dictionary") in proposals(meeting, "organisation")
    assert person.printed_name == {} or dict(person.printed_name) == {}


def test_an_organisation_of_the_directory_needs_no_typing(meeting: Meeting) -> None:
    approved(meeting, organisation="UNESCWA")
    names = Translations(en="Economic and Social Commission", ar="اللجنة الاقتصادية", fr="Commission économique")
    add_organisation(meeting.team_id, name=names, acronym=Translations(en="ESCWA"))
    assert proposals(meeting, "organisation") == []
    for language, name in names.items():
        entry = list_of_participants(meeting.id, language).groups[0].delegations[0]
        assert entry.persons[0].organisation == name


def test_two_who_fill_in_the_same_cell_lose_nothing(meeting: Meeting, client: FlaskClient) -> None:
    person = approved(meeting)
    field = f"name-{person.id}-en"
    sent = controls(client.get(address(meeting)).get_data(as_text=True))
    client.post(address(meeting), data=sent | {field: "Karim Haddad"})
    late = client.post(address(meeting), data=sent | {field: "Kareem Hadad"})
    page = late.get_data(as_text=True)
    assert late.status_code == 422
    assert "Somebody else has written «Karim Haddad» here meanwhile." in html.unescape(page)
    assert controls(page)[field] == "Kareem Hadad"
    client.post(address(meeting), data=controls(page))
    assert db.session.scalar(select(Registration.printed_name)) == Translations(en="Kareem Hadad")


def test_hostile_fields_change_nothing_of_others(meeting: Meeting, client: FlaskClient) -> None:
    foreign = approved(make_meeting())
    own = approved(meeting)
    sent = {
        f"name-{foreign.id}-en": "Stolen", "name-999999999-en": "x", f"name-{own.id}-zz": "x",
        f"email-{own.id}-en": "x", "seen": "[1, 2", "take": "name-1-en=99999999", "page": "-5",
    }  # fmt: skip
    assert client.post(address(meeting), data=sent).status_code in (200, 303)
    assert client.post(address(meeting), data=sent | {"take": "", "seen": json.dumps([1])}).status_code == 303
    long = client.post(address(meeting), data={f"position-{own.id}-en": "x" * 300})
    assert (long.status_code, "Shorten this to 250 characters" in long.get_data(as_text=True)) == (422, True)
    db.session.expire_all()
    texts = db.session.execute(select(Registration.printed_name, Registration.position_texts)).all()
    assert texts == [(Translations(), Translations())] * 2


@pytest.mark.parametrize("path", ["papers", "papers/names"])
def test_statements_do_not_grow_with_people(meeting: Meeting, client: FlaskClient, path: str) -> None:
    counts = []
    for _time in range(2):
        for number in range(20):
            approved(meeting, given_name=f"كريم{number}", position=f"مدير {number}")
        with statements("BEGIN", "SAVEPOINT") as seen:
            assert client.get(f"/manage/{meeting.code}/{path}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_notes_are_empty_where_nothing_is_missing(meeting: Meeting) -> None:
    approved(
        meeting,
        given_name="Rana",
        family_name="Amin",
        honorific="Ms.",
        printed_name=Translations(ar="رنا أمين"),
        organisation="ITU",
        organisation_texts=Translations(ar="الاتحاد الدولي للاتصالات"),
        position="",
    )
    assert missing_notes(meeting, printed_people(meeting.id)) == []


def test_a_text_typed_for_a_position_is_not_written_onto_another(meeting: Meeting, client: FlaskClient) -> None:
    first = approved(meeting, honorific="السيد", position="Cybersecurity Specialist")
    sent = controls(client.get(address(meeting)).get_data(as_text=True))
    entry = Entry(
        given_name="كريم",
        family_name="حداد",
        honorific="السيد",
        position="Minister of Finance",
        email="x",
        mode=first.mode,
    )
    correct(first, entry, actor=make_user())
    field = f"position-{first.id}-ar"
    late = client.post(address(meeting), data=sent | {field: "أخصائي الأمن السيبراني"})
    page = late.get_data(as_text=True)
    assert late.status_code == 422
    assert "You wrote this for «Cybersecurity Specialist», which somebody has changed meanwhile." in html.unescape(page)
    db.session.expire_all()
    assert first.position_texts == Translations()
    client.post(address(meeting), data=controls(page) | {field: "وزير المالية"})
    db.session.expire_all()
    assert first.position_texts == Translations(ar="وزير المالية")


def test_a_text_follows_those_who_still_have_the_position(meeting: Meeting, client: FlaskClient) -> None:
    first, second = (approved(meeting, honorific="السيد", given_name=name) for name in ("أحمد", "سعيد"))
    sent = controls(client.get(address(meeting)).get_data(as_text=True))
    field = next(name for name in sent if name.startswith("position-") and name.endswith("-en"))
    moved, stayed = (first, second) if field == f"position-{first.id}-en" else (second, first)
    entry = Entry(
        given_name=moved.given_name, family_name="حداد", honorific="السيد", position="وزير", email="x", mode=moved.mode
    )
    correct(moved, entry, actor=make_user())
    client.post(address(meeting), data=sent | {field: "Director of Digital Transformation"})
    db.session.expire_all()
    assert moved.position_texts == Translations()
    assert stayed.position_texts == Translations(en="Director of Digital Transformation")


def test_a_text_whose_row_is_no_longer_on_the_page_is_named(meeting: Meeting, client: FlaskClient) -> None:
    first = approved(meeting, honorific="السيد")
    sent = controls(client.get(address(meeting)).get_data(as_text=True))
    entry = Entry(given_name="كريم", family_name="حداد", honorific="السيد", position="", email="x", mode=first.mode)
    correct(first, entry, actor=make_user())
    late = client.post(address(meeting), data=sent | {f"position-{first.id}-en": "Director"}, follow_redirects=True)
    page = html.unescape(late.get_data(as_text=True))
    assert "Not saved, since somebody has changed meanwhile what it was for: «Director»" in page
    db.session.expire_all()
    assert first.position_texts == Translations()


def test_positions_are_one_for_all_only_where_the_gender_is_known(meeting: Meeting, client: FlaskClient) -> None:
    for honorific in ("Dr.", "Dr.", "", "", "Mr.", "Mr.", "Ms."):
        approved(meeting, honorific=honorific, position="Director-General", organisation="")
    table = NamesTable(meeting, printed_people(meeting.id), 1, whole=True)
    (positions,) = (section for section in table.sections if section.kind is Kind.POSITION)
    assert len(positions.rows) == 6


@pytest.mark.parametrize("button", ["take", "take_all"])
def test_taking_without_script_takes_nothing_for_seen(meeting: Meeting, client: FlaskClient, button: str) -> None:
    person = approved(meeting)
    field = f"name-{person.id}-en"
    sent = controls(client.get(address(meeting)).get_data(as_text=True))
    client.post(address(meeting), data=sent | {field: "Kareem Haddad"})
    wish = {button: f"{field}=0" if button == "take" else "dictionary"}
    taken = controls(client.post(address(meeting), data=sent | {field: "Karim Hadad"} | wish).get_data(as_text=True))
    late = client.post(address(meeting), data=taken)
    assert late.status_code == 422
    assert "Somebody else has written «Kareem Haddad» here meanwhile." in html.unescape(late.get_data(as_text=True))
    db.session.expire_all()
    assert person.printed_name == Translations(en="Kareem Haddad")


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("ar", "Karim Haddad", "This is not in Arabic letters."),
        ("en", "كريم حداد", "This is not in Latin letters."),
        ("en", "Карим", "This is not in Latin letters."),
    ],
)
def test_letters_of_another_script_are_asked_about_once(
    meeting: Meeting, client: FlaskClient, language: str, text: str, question: str
) -> None:
    person = approved(meeting, given_name="Карим", family_name="")
    field = f"name-{person.id}-{language}"
    sent = controls(client.get(address(meeting)).get_data(as_text=True))
    asked = client.post(address(meeting), data=sent | {field: text})
    page = asked.get_data(as_text=True)
    assert (asked.status_code, question in page) == (422, True)
    assert controls(page)[field] == text
    db.session.expire_all()
    assert person.printed_name == Translations()
    assert client.post(address(meeting), data=controls(page)).status_code == 303
    db.session.expire_all()
    assert person.printed_name == Translations({language: text})
