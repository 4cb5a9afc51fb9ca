"""Agenda and list of participants of a real meeting, read back from the files."""

from __future__ import annotations

import io
import unicodedata

import docx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.enums import OrganisationKind, ProtocolCategory
from directory.models import CountryCategory, Person
from foundation.database import writing
from meetings.enums import ItemKind, Mode, PartRole, PartStatus
from meetings.models.agenda import Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from papers.content import AgendaItem
from papers.participants_paper import list_of_participants
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user, sign_in


@pytest.fixture
def meeting(client: FlaskClient) -> Meeting:
    """A meeting with a session, a breakout group and its team's assistant signed in."""
    team = make_team()
    meeting = make_meeting(
        team,
        code="EGM",
        title={"en": "Technology and innovation", "ar": "التكنولوجيا والابتكار"},
        symbol="E/X/2030/WG.1",
    )
    session = make_item(meeting, title={"en": "Opening session", "ar": "الجلسة الافتتاحية"}, kind=ItemKind.OPENING)
    breakout = make_item(meeting, title={"en": "Breakout groups", "ar": "مجموعات العمل"}, kind=ItemKind.BREAKOUT)
    with writing() as database:
        person = Person(
            team_id=team.id,
            name={"en": "Huda Karam", "ar": "هدى كرم"},
            honorific={"en": "Dr.", "ar": "د."},
            position={"en": "Director", "ar": "مديرة"},
        )
        group = BreakoutGroup(
            meeting_id=meeting.id,
            item_id=breakout.id,
            letter={"en": "A", "ar": "أ"},
            title={"en": "Governance", "ar": "الحوكمة"},
        )
        database.add_all([person, group])
        database.flush()
        database.add(
            Part(
                meeting_id=meeting.id,
                item_id=session.id,
                role=PartRole.SPEAKER,
                person_id=person.id,
                status=PartStatus.TO_BE_CONFIRMED,
            )
        )
    make_registration(
        meeting,
        state="approved",
        given_name="Ahmad",
        family_name="Zayd",
        country_code="LB",
        printed_name={"ar": "أحمد زيد"},
    )
    make_registration(meeting, state="approved", given_name="Rana", family_name="Amin", country_code="JO")
    make_registration(
        meeting,
        state="approved",
        given_name="Paul",
        family_name="Roy",
        mode=Mode.REMOTE,
        country_code="FR",
        organisation="University of Example",
        organisation_kind=OrganisationKind.ACADEMIA,
    )
    make_registration(meeting, state="pending", given_name="Pending", family_name="Person")
    sign_in(client, make_user("assistant", team))
    return meeting


INVISIBLE = {ord(letter): None for letter in "\u2066\u2067\u2068\u2069\u200b\u200e\u200f"}


def pdf_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = unicodedata.normalize("NFKC", " ".join(page.extract_text() for page in pages))
    return " ".join(text.translate(INVISIBLE).split())


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


READERS = {"pdf": pdf_text, "docx": docx_text}


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_agenda_in_english_has_items_people_and_groups(client: FlaskClient, meeting: Meeting, form: str) -> None:
    response = client.get(f"/manage/EGM/papers/agenda-en.{form}")
    text = READERS[form](response.data)
    assert response.headers["Content-Disposition"] == f'attachment; filename="EGM-agenda-en.{form}"'
    found = [word for word in ("Opening session", "10:00", "Dr. Huda Karam", "TBC", "Governance") if word in text]
    assert found == ["Opening session", "10:00", "Dr. Huda Karam", "TBC", "Governance"]


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_agenda_in_arabic_is_arabic(client: FlaskClient, meeting: Meeting, form: str) -> None:
    text = READERS[form](client.get(f"/manage/EGM/papers/agenda-ar.{form}").data)
    # pypdf gives the words of a right-to-left line in visual order; the words themselves are whole.
    words = ("التكنولوجيا", "والابتكار", "هدى", "كرم", "الحوكمة")
    assert [word in text for word in words] == [True] * len(words)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_list_of_participants_has_the_approved_alone(client: FlaskClient, meeting: Meeting, form: str) -> None:
    text = READERS[form](client.get(f"/manage/EGM/papers/participants-en.{form}").data)
    assert [name in text for name in ("Ahmad Zayd", "Rana Amin", "Paul Roy", "Pending Person")] == [
        True,
        True,
        True,
        False,
    ]
    assert "@example.org" not in text


def test_list_of_participants_prints_the_name_of_its_script(client: FlaskClient, meeting: Meeting) -> None:
    text = docx_text(client.get("/manage/EGM/papers/participants-ar.docx").data)
    assert ("أحمد زيد" in text, "لبنان" in text) == (True, True)


def test_list_of_participants_is_in_protocol_order(app: Flask, client: FlaskClient, meeting: Meeting) -> None:
    with writing() as session:
        session.add(CountryCategory(team_id=meeting.team_id, country_code="LB", category=ProtocolCategory.MEMBER))
    paper = list_of_participants(meeting.id, "en")
    assert [(group.heading, [d.heading for d in group.delegations]) for group in paper.groups] == [
        ("Member States", ["Lebanon"]),
        ("Other countries", ["Jordan"]),
        ("University or research centre", ["University of Example"]),
    ]


def test_countries_are_alphabetical_in_the_language_of_the_paper(app: Flask, meeting: Meeting) -> None:
    for code in ("EG", "TN", "SY"):
        make_registration(meeting, state="approved", country_code=code)
    orders = [
        [d.heading for d in list_of_participants(meeting.id, language).groups[0].delegations]
        for language in ("en", "ar")
    ]
    assert orders == [
        ["Egypt", "Jordan", "Lebanon", "Syrian Arab Republic", "Tunisia"],
        ["الأردن", "تونس", "الجمهورية العربية السورية", "لبنان", "مصر"],
    ]


def test_language_the_page_does_not_have_is_not_printed(client: FlaskClient, meeting: Meeting) -> None:
    assert client.get("/manage/EGM/papers/agenda-fr.pdf").status_code == 404


@pytest.mark.parametrize(
    ("kind", "title", "printed"),
    [
        ("الافتتاح", "الافتتاح", ""), ("افتتاح", "الافتتاح", ""), ("الافتتاح", "افتتاح الاجتماع", ""),
        ("جلسة", "الجلسة 1", ""), ("جلسة", "نقاش", "جلسة"),
        ("Session", "Session 1", ""), ("Session", "Data", "Session"),
    ],
)  # fmt: skip
def test_kind_is_printed_unless_the_title_begins_with_it_article_or_not(kind: str, title: str, printed: str) -> None:
    assert AgendaItem(title=title, kind=kind).printed_kind == printed
