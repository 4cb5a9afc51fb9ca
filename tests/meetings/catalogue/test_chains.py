"""Series and projects: their public pages, and how a team keeps them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Team
from accounts.permissions import Role
from foundation.audit import AuditEntry
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from meetings.catalogue.operations.chains import NameTaken, NotEmpty, add_chain, change_chain, remove_chain
from meetings.enums import CountedGroup, CountQualifier, DocumentKind, MeetingKind, MeetingState, Visibility
from meetings.facts.operations.meeting import find_or_create_project, find_or_create_series
from meetings.models.documents import Document
from meetings.models.meeting import Meeting
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.reading.chains import ordinal_troubles
from tests.factories import make_meeting, make_team, make_user, sign_in
from tests.markup import as_shown
from tests.meetings.catalogue.helpers import cost

NOON = datetime(2030, 6, 15, 9, tzinfo=UTC)


def make_series(team: Team, title: str = "Arab e-Government Directors", **values: object) -> Series:
    """A series of a team."""
    return add_chain(Series, team.id, title={"en": title}, **values)


def make_project(team: Team, title: str = "Expediting innovation", **values: object) -> Project:
    """A project of a team."""
    return add_chain(Project, team.id, title={"en": title}, **values)


def edition(series: Series, day: str, ordinal: int | None = None, **values: object) -> Meeting:
    """A meeting of a series."""
    first = date.fromisoformat(day)
    team = db.session.get(Team, series.team_id)
    return make_meeting(team, starts_on=first, ends_on=first, series_id=series.id, ordinal=ordinal, **values)


def in_order(text: str, *pieces: str) -> bool:
    """Whether the pieces occur in this order."""
    positions = [text.index(piece) for piece in pieces]
    return positions == sorted(positions)


# ---- public pages -----------------------------------------------------------------------------------------


def test_series_shows_the_next_edition_first_and_each_with_its_number(client: FlaskClient) -> None:
    series = make_series(make_team(), description={"en": "<p>Since 1998</p>"})
    edition(series, "2029-03-01", 10, title={"en": "Tenth"})
    edition(series, "2028-03-01", 9, title={"en": "Ninth"})
    edition(series, "2031-03-01", 12, title={"en": "Twelfth"})
    edition(series, "2030-09-01", 11, title={"en": "Eleventh"})
    with frozen_at(NOON):
        text = client.get(f"/series/{series.id}/en").text
    assert in_order(
        text, "Since 1998", "Next meeting", "Eleventh", "After that", "Twelfth", "Earlier", "Tenth", "Ninth"
    )
    assert re.findall(r'class="edition-number"[^>]*>(\d+)<', text) == ["11", "12", "10", "9"]


def test_an_edition_that_is_called_off_is_not_the_next_one(client: FlaskClient) -> None:
    series = make_series(make_team())
    edition(series, "2030-08-01", 11, title={"en": "Eleventh"}, state=MeetingState.POSTPONED)
    with frozen_at(NOON):
        alone = as_shown(client.get(f"/series/{series.id}/en").text)
        edition(series, "2030-09-01", 12, title={"en": "Twelfth"})
        text = as_shown(client.get(f"/series/{series.id}/en").text)
    assert in_order(alone, ">Upcoming<", "Eleventh") and "Next meeting" not in alone
    assert in_order(text, "Next meeting", "Twelfth", ">Upcoming<", "Eleventh")


def test_project_shows_its_chain_in_time_order_with_numbers_and_publications(client: FlaskClient) -> None:
    team = make_team()
    project = make_project(team, acronym="ENACT", url="https://project.example/enact")
    egm = make_meeting(
        team, title={"en": "Expert meeting"}, starts_on=date(2024, 2, 28), ends_on=date(2024, 2, 29),
        project_id=project.id,
    )  # fmt: skip
    make_meeting(
        team, title={"en": "First webinar"}, kind=MeetingKind.WEBINAR, starts_on=date(2023, 3, 20),
        ends_on=date(2023, 3, 20), project_id=project.id, state=MeetingState.CLOSED,
    )  # fmt: skip
    numbers = [
        (True, CountedGroup.IN_PERSON, CountQualifier.ABOUT, 60),
        (True, CountedGroup.REMOTE, CountQualifier.OVER, 100),
        (False, CountedGroup.TOTAL, CountQualifier.EXACTLY, 5),
    ]
    with writing() as session:
        for is_actual, counted, qualifier, number in numbers:
            session.add(
                ParticipantNumber(
                    meeting_id=egm.id, is_actual=is_actual, counted=counted, qualifier=qualifier, number=number
                )
            )
        session.add(Document(project_id=project.id, kind=DocumentKind.PAPER, title={"en": "Open study"}))
        session.add(
            Document(
                project_id=project.id, kind=DocumentKind.PAPER, title={"en": "Inner study"}, visibility=Visibility.TEAM
            )
        )
    text = client.get(f"/projects/{project.id}/en").text
    assert in_order(text, "ENACT", "First webinar", "Expert meeting", "Publications", "Open study")
    assert "Took part: about 60 people in the room and over 100 people remotely" in text
    assert ("Inner study" in text, 'href="https://project.example/enact"' in text) == (False, True)
    assert "badge-closed" in text


@pytest.mark.parametrize("kind", ["series", "projects"])
def test_drafts_show_nothing_of_a_chain_to_the_public(client: FlaskClient, kind: str) -> None:
    team = make_team()
    chain = make_series(team) if kind == "series" else make_project(team)
    column = "series_id" if kind == "series" else "project_id"
    make_meeting(team, title={"en": "Secret one"}, state=MeetingState.DRAFT, **{column: chain.id})
    make_meeting(team, title={"en": "Deleted one"}, deleted_at=now(), **{column: chain.id})
    assert client.get(f"/{kind}/{chain.id}/en").status_code == 404
    make_meeting(team, title={"en": "Public one"}, **{column: chain.id})
    text = client.get(f"/{kind}/{chain.id}/en").text
    assert ("Public one" in text, "Secret one" in text, "Deleted one" in text) == (True, False, False)


def test_a_team_sees_the_page_of_its_own_empty_series(client: FlaskClient) -> None:
    team = make_team()
    series = make_series(team)
    for user, status in ((make_user(Role.VIEWER, team), 200), (make_user(Role.OWNER, make_team()), 404)):
        sign_in(client, user)
        assert client.get(f"/series/{series.id}/en").status_code == status


def test_unknown_chains_and_languages_are_not_found(client: FlaskClient) -> None:
    series = make_series(make_team())
    edition(series, "2030-01-01")
    for path in ("/series/999999/en", "/projects/999999/en", f"/series/{series.id}/xx", f"/projects/{series.id}/en"):
        assert client.get(path).status_code == 404


def test_texts_in_another_language_say_so(client: FlaskClient) -> None:
    series = add_chain(Series, make_team().id, title={"ar": "سلسلة"}, description={"ar": "<p>وصف</p>"})
    edition(series, "2030-01-01")
    text = client.get(f"/series/{series.id}/en").text
    assert '<bdi lang="ar">سلسلة</bdi>' in text
    assert '<div class="prose" lang="ar" dir="auto">' in text
    assert 'hreflang="ar" href="http://plenary.test/series/' in text


@pytest.mark.parametrize("count", [1, 30])
def test_public_pages_cost_a_fixed_number_of_statements(client: FlaskClient, count: int) -> None:
    team = make_team()
    series, project = make_series(team), make_project(team)
    for number in range(count):
        meeting = edition(series, f"20{10 + number}-01-01", number + 1, project_id=project.id)
        with writing() as session:
            row = ParticipantNumber(meeting_id=meeting.id, is_actual=True, counted=CountedGroup.TOTAL, number=9)
            session.add_all(
                [row, Document(project_id=project.id, kind=DocumentKind.PAPER, title={"en": f"Study {number}"})]
            )
    assert cost(client, f"/series/{series.id}/en") == 4
    assert cost(client, f"/projects/{project.id}/en") == 6


# ---- what a team does -------------------------------------------------------------------------------------


def test_an_organiser_adds_renames_describes_and_removes_a_series(client: FlaskClient) -> None:
    team = make_team()
    sign_in(client, make_user(Role.ORGANISER, team))
    address = f"/teams/{team.id}/series"
    assert "The team has no series yet." in client.get(address).text
    added = client.post(f"{address}/new", data={"title_en": "Directors", "description_en": "Twice a year."})
    series = db.session.scalars(select(Series)).one()
    assert (added.status_code, added.location) == (303, f"{address}/{series.id}")
    assert series.description["en"] == "<p>Twice a year.</p>"
    hostile = {"description_en": "<p>Twice</p><script>alert(1)</script>", "description_en-is-html": "1"}
    client.post(f"{address}/{series.id}", data={"title_en": "Arab Directors", "title_ar": "المديرون", **hostile})
    db.session.rollback()
    assert "script" not in db.session.scalars(select(Series.description)).one()["en"]
    assert dict(db.session.scalars(select(Series.title)).one()) == {"en": "Arab Directors", "ar": "المديرون"}
    assert client.post(f"{address}/{series.id}/remove").location == address
    assert db.session.scalars(select(Series)).all() == []
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.subject_kind == "series").order_by(AuditEntry.id))
    assert list(acts) == ["added", "changed", "removed"]


def test_an_organiser_keeps_a_project(client: FlaskClient) -> None:
    team = make_team()
    sign_in(client, make_user(Role.ORGANISER, team))
    address = f"/teams/{team.id}/projects"
    values = {"title_en": "Expediting", "acronym": "ENACT", "url": "https://example.org/p", "description_ar": "وصف"}
    client.post(f"{address}/new", data=values)
    project = db.session.scalars(select(Project)).one()
    assert (project.acronym, project.url, project.description["ar"]) == ("ENACT", "https://example.org/p", "<p>وصف</p>")
    make_meeting(team, title={"en": "A draft of it"}, state=MeetingState.DRAFT, project_id=project.id)
    page = client.get(f"{address}/{project.id}").text
    assert "A draft of it" in page
    assert f"{address}/{project.id}/remove" not in page
    removal = client.post(f"{address}/{project.id}/remove", follow_redirects=True)
    assert "Take them out of it first." in removal.text
    assert db.session.scalars(select(Project)).one()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "Write the title in one language at least."),
        ({"title_en": "x" * 5000}, "Shorten this to 300 characters"),
        ({"title_en": "T", "acronym": "x" * 41}, "Shorten this to 40 characters"),
        ({"title_en": "T", "url": "javascript:alert(1)"}, "Enter a full web address"),
        ({"title_en": "expediting INNOVATION"}, "The team already has a project of this name or short form"),
        ({"title_en": "Other", "acronym": "énact"}, "The team already has a project of this name or short form"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_message(
    client: FlaskClient, values: dict[str, str], message: str
) -> None:
    team = make_team()
    make_project(team, acronym="ENACT")
    sign_in(client, make_user(Role.ORGANISER, team))
    response = client.post(f"/teams/{team.id}/projects/new", data={**values, "description_en": "Kept words"})
    assert (response.status_code, message in response.text, "Kept words" in response.text) == (422, True, True)
    assert len(db.session.scalars(select(Project)).all()) == 1


def test_the_same_name_is_free_in_another_team_and_for_oneself(app: Flask) -> None:
    team = make_team()
    series = make_series(team, "Directors")
    make_series(make_team(), "Directors")
    assert change_chain(Series, team.id, series.id, title={"en": "DIRECTORS"}).title["en"] == "DIRECTORS"
    with pytest.raises(NameTaken):
        make_series(team, "directors")


def test_the_facts_form_and_this_page_mean_the_same_series(app: Flask) -> None:
    team = make_team()
    series, project = make_series(team, "Directors"), make_project(team, acronym="ENACT")
    assert find_or_create_series(team.id, "directors").id == series.id  # type: ignore[union-attr]
    assert find_or_create_project(team.id, "enact").id == project.id  # type: ignore[union-attr]


def test_what_still_holds_something_is_not_removed(app: Flask) -> None:
    team = make_team()
    series, project = make_series(team), make_project(team)
    edition(series, "2030-01-01", deleted_at=now())
    with writing() as session:
        session.add(Document(project_id=project.id, kind=DocumentKind.PAPER, title={"en": "Study"}))
    with pytest.raises(NotEmpty):
        remove_chain(Series, team.id, series.id)
    with pytest.raises(NotEmpty):
        remove_chain(Project, team.id, project.id)


def test_another_team_s_series_cannot_be_reached_through_one_s_own(client: FlaskClient) -> None:
    series = make_series(make_team())
    team = make_team()
    sign_in(client, make_user(Role.OWNER, team))
    for act in ("", "/remove"):
        assert client.post(f"/teams/{team.id}/series/{series.id}{act}", data={"title_en": "Mine"}).status_code == 404


def test_renaming_makes_the_pages_of_its_meetings_new(app: Flask) -> None:
    series = make_series(make_team())
    meeting = edition(series, "2030-01-01")
    before = db.session.scalar(select(Meeting.version).where(Meeting.id == meeting.id))
    change_chain(Series, series.team_id, series.id, title={"en": "Another name"})
    assert db.session.scalar(select(Meeting.version).where(Meeting.id == meeting.id)) == (before or 0) + 1


@pytest.mark.parametrize(
    ("numbers", "twice", "missing", "unnumbered"),
    [
        ([], [], [], 0),
        ([None, None], [], [], 0),
        ([9, 10, 11], [], [], 0),
        ([9, 11, 11, 13], [11], [10, 12], 0),
        ([1, None, 1], [1], [], 1),
        ([1, 9999], [], list(range(2, 22)), 0),
    ],
)
def test_numbers_that_look_wrong(
    numbers: list[int | None], twice: list[int], missing: list[int], unnumbered: int
) -> None:
    troubles = ordinal_troubles([Meeting(ordinal=number) for number in numbers])
    assert (troubles.twice, troubles.missing, troubles.unnumbered) == (twice, missing, unnumbered)


def test_wrong_numbers_are_said_on_the_page_of_the_series(client: FlaskClient) -> None:
    series = make_series(make_team())
    for day, number in (("2028-01-01", 9), ("2029-01-01", 9), ("2030-01-01", 11)):
        edition(series, day, number)
    sign_in(client, make_user(Role.ORGANISER, db.session.get(Team, series.team_id)))
    text = client.get(f"/teams/{series.team_id}/series/{series.id}").text
    assert "The number 9 stands at more than one meeting." in text
    assert "No meeting has the number 10." in text


@pytest.mark.parametrize("count", [1, 30])
def test_a_team_s_pages_cost_a_fixed_number_of_statements(client: FlaskClient, count: int) -> None:
    team = make_team()
    for number in range(count):
        series, project = make_series(team, f"Series {number}"), make_project(team, f"Project {number}")
        edition(series, "2030-01-01", project_id=project.id)
    sign_in(client, make_user(Role.ORGANISER, team))
    assert cost(client, f"/teams/{team.id}/series") == 3  # the team, for its name, is the third
    assert cost(client, f"/teams/{team.id}/projects") == 3
