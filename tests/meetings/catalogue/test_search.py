"""What is found by what: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.enums import OrganisationKind
from directory.models import Organisation, Person
from foundation.database import writing
from meetings.catalogue.search import LONGEST_QUESTION, asked_words
from meetings.enums import (
    DocumentKind,
    MeetingKind,
    MeetingState,
    OrganisationRole,
    OutcomeKind,
    PartRole,
    PartStatus,
    SectionKind,
    Visibility,
)
from meetings.models.agenda import Part
from meetings.models.documents import Document
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.sections import Section
from meetings.models.series import Series
from tests.factories import make_item, make_meeting, make_team
from tests.markup import as_shown
from tests.meetings.catalogue.helpers import found, index_all


def add(*rows: object) -> None:
    with writing() as session:
        session.add_all(rows)


def make_full_meeting() -> Meeting:
    """A meeting that says something in every place that is searched."""
    team = make_team()
    series = Series(team_id=team.id, title={"en": "Arab e-Government Directors"})
    project = Project(team_id=team.id, acronym="ENACT", title={"en": "Expediting innovation"})
    add(series, project)
    meeting = make_meeting(
        team,
        code="TIN-API",
        kind=MeetingKind.WEBINAR,
        title={"en": "Technology for Public Institutions", "ar": "التكنولوجيا والذكاء الاصطناعي للمؤسسات"},
        subtitle={"en": "From reports to practice"},
        summary={"en": "A résumé of lessons", "ar": "خلاصة"},
        part_of={"en": "World Governments Summit"},
        venue={"en": "Landmark Hotel"},
        city={"en": "Ankara", "ar": "أنقرة"},
        country_code="TR",
        hashtag="#GovTech2030",
        series_id=series.id,
        project_id=project.id,
    )
    item = make_item(
        meeting, title={"en": "Opening", "ar": "كلمة أحمد الافتتاحية"}, description={"en": "<p>Panel&amp;talk</p>"}
    )
    ministry = Organisation(team_id=team.id, name={"en": "Ministry of Posts"}, kind=OrganisationKind.GOVERNMENT)
    bank = Organisation(team_id=team.id, name={"en": "World Bank"}, kind=OrganisationKind.OTHER)
    add(ministry, bank)
    person = Person(
        team_id=team.id, name={"en": "Zaki Khoury"}, organisation_id=ministry.id, email="zaki@private.example"
    )
    ousted = Person(team_id=team.id, name={"en": "Ousted Speaker"})
    add(person, ousted)
    add(
        Section(meeting_id=meeting.id, kind=SectionKind.BACKGROUND, body={"en": "<p>Interoperable<b> registers</b>"}),
        MeetingOrganisation(meeting_id=meeting.id, role=OrganisationRole.PARTNER, organisation_id=bank.id),
        MeetingOrganisation(meeting_id=meeting.id, role=OrganisationRole.CHAIR, country_code="KR"),
        Part(meeting_id=meeting.id, item_id=item.id, role=PartRole.SPEAKER, person_id=person.id),
        Part(
            meeting_id=meeting.id, item_id=item.id, role=PartRole.SPEAKER, person_id=ousted.id,
            status=PartStatus.REPLACED,
        ),
        Document(meeting_id=meeting.id, kind=DocumentKind.PAPER, title={"en": "Blueprint"}, symbol="E/ESCWA/2030/7"),
        Document(
            meeting_id=meeting.id, kind=DocumentKind.PAPER, title={"en": "Confidential"}, visibility=Visibility.TEAM
        ),
        Outcome(
            meeting_id=meeting.id, kind=OutcomeKind.DECISION, text={"en": "<p>Harmonise</p>"},
            visibility=Visibility.PUBLIC,
        ),
        Outcome(meeting_id=meeting.id, kind=OutcomeKind.DECISION, text={"en": "<p>Undecided</p>"}),
        FocalPoint(meeting_id=meeting.id, kind="administrative", unit={"en": "Desk"}, email="desk@private.example"),
        ParticipationLink(meeting_id=meeting.id, join_url="https://zoom.example/j/424242", passcode="sesame"),
    )  # fmt: skip
    index_all()
    return meeting


@pytest.mark.parametrize(
    "question",
    [
        "technology public", "institutions TECHNOLOGY", "practice", "resume", "RÉSUMÉ", "tin-api", "tin", "webinar",
        "e-government", "e government directors", "enact", "expediting", "world governments summit", "landmark",
        "ankara", "انقره", "turkiye", "Türkiye", "TÜRKİYE", "turkey", "تركيا", "Turquie", "govtech2030", "#GovTech",
        "zaki khoury", "ministry posts", "bank", "republic of korea", "interoperable registers", "panel talk",
        "احمد", "أحمد", "أَحْمَد", "أحــمــد", "الذكاء", "ذكاء", "الاصطناعى", "للمؤسسات", "المؤسسات", "بالمؤسسات",
        "blueprint", "E/ESCWA/2030/7", "harmonise", "٢٠٣٠", "february 2030", "شباط", "technol",
    ],
)  # fmt: skip
def test_what_the_page_says_is_found(app: Flask, question: str) -> None:
    make_full_meeting()
    assert found(question) == ["TIN-API"]


@pytest.mark.parametrize(
    "question",
    [
        "technology cooking", "ousted", "confidential", "undecided", "zaki@private.example", "private", "desk@",
        "zoom.example", "424242", "sesame", "nology", "%", "_", "'", '"', "\\", "' OR 1=1 --", "***", "؟!", "🙂",
        "technology % cooking", "t_n",
    ],
)  # fmt: skip
def test_what_the_page_does_not_say_is_not_found(app: Flask, question: str) -> None:
    make_full_meeting()
    assert found(question) == []


def test_wildcards_and_quotes_are_passed_over_like_all_punctuation(app: Flask) -> None:
    make_full_meeting()
    assert found("100% technology_public") == []
    assert found("% technology _ 'public' \"institutions\" \\") == ["TIN-API"]


def test_an_article_does_not_make_germany_of_romania(app: Flask) -> None:
    make_meeting(code="RO", country_code="RO")
    make_meeting(code="DE", country_code="DE")
    index_all()
    assert (found("ألمانيا"), found("رومانيا")) == (["DE"], ["RO"])


@pytest.mark.parametrize("question", ["الأعمال", "للأعمال", "بالأعمال", "والأعمال", "أعمال"])
@pytest.mark.parametrize("title", ["ريادة الأعمال", "منتدى للأعمال", "التقنية والأعمال"])
def test_particles_before_an_article_do_not_count(app: Flask, question: str, title: str) -> None:
    make_meeting(code="ONE", title={"ar": title})
    index_all()
    assert found(question) == ["ONE"]


def test_titles_come_first_then_the_latest(app: Flask) -> None:
    make_meeting(code="TEXT-NEW", summary={"en": "Statistics"}, starts_on=date(2031, 5, 1), ends_on=date(2031, 5, 1))
    make_meeting(code="TITLE-OLD", title={"en": "Statistics"}, starts_on=date(2029, 5, 1), ends_on=date(2029, 5, 1))
    make_meeting(code="TITLE-NEW", title={"en": "On statistics"}, starts_on=date(2030, 5, 1), ends_on=date(2030, 5, 1))
    index_all()
    assert found("statistics") == ["TITLE-NEW", "TITLE-OLD", "TEXT-NEW"]


def test_search_goes_with_filters(app: Flask) -> None:
    make_meeting(code="A", title={"en": "Data"}, country_code="JO")
    make_meeting(code="B", title={"en": "Data"}, country_code="TN")
    index_all()
    assert (found("data", country="TN"), found("data", country="EG")) == (["B"], [])


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.POSTPONED, MeetingState.CANCELLED])
def test_drafts_are_not_found_and_every_public_state_is(app: Flask, state: MeetingState) -> None:
    make_meeting(code="ONE", title={"en": "Statistics"}, state=state)
    index_all()
    assert found("statistics") == ([] if state is MeetingState.DRAFT else ["ONE"])


def test_what_is_in_the_archive_is_found_and_says_so(app: Flask, client: FlaskClient) -> None:
    make_meeting(code="OLD", title={"en": "Statistics"}, state=MeetingState.ARCHIVED, starts_on=date(2020, 1, 1))
    make_meeting(code="NEW", title={"en": "Statistics today"})
    index_all()
    assert (found("statistics"), found("statistics", when="coming")) == (["NEW", "OLD"], ["NEW"])
    text = as_shown(client.get("/?q=statistics").text)
    assert 'All meetings <span class="count">2</span>' in text
    assert "badge-archived" in text and "/e/OLD/en" not in as_shown(client.get("/").text)


def test_a_question_has_a_longest_length_and_a_largest_number_of_words() -> None:
    assert len(asked_words(" ".join(f"word{n}" for n in range(100)))) == 12
    assert max(len(word) for word in asked_words("a" * 5000)) <= 60
    assert sum(len(word) + 1 for word in asked_words("ab " * 5000)) <= LONGEST_QUESTION


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("x" * 5000, "Only the first 200 characters were searched for."),
        ("%_'\"", "There is no word in your search."),
        ("zzzz", "No meeting was found."),
        ("<script>alert(1)</script>", "No meeting was found."),
        ("statistics", "1 meeting was found."),
    ],
)
def test_the_page_gives_a_clear_answer(app: Flask, client: FlaskClient, question: str, answer: str) -> None:
    make_meeting(title={"en": "Statistics"})
    index_all()
    response = client.get("/", query_string={"q": question})
    assert (response.status_code, answer in response.text) == (200, True)
    assert "<script>alert" not in response.text


def test_nul_in_the_question_is_refused(client: FlaskClient) -> None:
    assert client.get("/?q=a%00b").status_code == 400
