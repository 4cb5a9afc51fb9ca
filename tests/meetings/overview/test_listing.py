"""The list of a team's meetings."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.permissions import Role
from directory.operations import add_organisation
from foundation.clock import now
from foundation.database import writing
from foundation.translated import Translations
from meetings.catalogue.operations.chains import add_chain
from meetings.enums import MeetingFormat, MeetingKind, MeetingState, OrganisationRole
from meetings.facts.operations import parties
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.overview.listing import Wanted, meetings_page, offered, read_wanted
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user, sign_in
from tests.meetings.catalogue.helpers import cost, index_all, make_many


def codes(team_ids: list[int], page: int = 1, **wanted: str) -> list[str]:
    return [meeting.code for meeting in meetings_page(team_ids, read_wanted(wanted), page).rows]


def test_coming_ones_first_then_the_latest_with_drafts_and_without_deleted_ones(app: Flask) -> None:
    team = make_team()
    for code, year, state in (
        ("OLD", 2019, MeetingState.CLOSED), ("RECENT", 2021, MeetingState.ARCHIVED),
        ("LATER", 2041, MeetingState.PUBLISHED), ("NEXT", 2040, MeetingState.DRAFT),
    ):  # fmt: skip
        make_meeting(team, code=code, state=state, starts_on=date(year, 5, 1), ends_on=date(year, 5, 2))
    make_meeting(team, code="DELETED", deleted_at=now())
    make_meeting(code="FOREIGN")
    assert codes([team.id]) == ["NEXT", "LATER", "RECENT", "OLD"]


def test_filters_and_search_go_together(app: Flask) -> None:
    team, other = make_team(), make_team()
    series = add_chain(Series, team.id, title={"en": "Directors"})
    project = add_chain(Project, team.id, title={"en": "ENACT project"})
    make_meeting(team, code="A", title={"en": "Data"}, series_id=series.id, state=MeetingState.DRAFT, country_code="TN")
    webinar = make_meeting(
        team, code="B", title={"en": "Data"}, kind=MeetingKind.WEBINAR, project_id=project.id,
        format=MeetingFormat.ONLINE, working_languages=[], page_languages=["en", "fr"],
    )  # fmt: skip
    body, host = (add_organisation(team.id, name=Translations(en=name)) for name in ("ESCWA", "Host"))
    parties.add_organisation(webinar.id, role=OrganisationRole.CO_ORGANISER, organisation_id=body.id)
    parties.add_organisation(webinar.id, role=OrganisationRole.HOST, organisation_id=host.id)
    make_meeting(other, code="C", title={"en": "Data"}, state=MeetingState.CANCELLED)
    make_meeting(code="FOREIGN", title={"en": "Data"})
    index_all()
    both = [team.id, other.id]
    assert codes(both, q="data") == ["A", "B", "C"]
    assert codes(both, q="directors") == ["A"]
    assert codes(both, state="draft") == ["A"]
    assert codes(both, kind="webinar") == ["B"]
    assert codes(both, series=str(series.id)) == ["A"]
    assert codes(both, project=str(project.id)) == ["B"]
    assert codes(both, team=str(other.id), q="data") == ["C"]
    assert codes(both, format="online") == codes(both, language="fr") == ["B"]
    assert codes(both, country="tn") == ["A"]
    assert codes(both, language="ar") == ["A", "C"]
    assert (codes(both, organiser=str(body.id)), codes(both, organiser=str(host.id))) == (["B"], [])
    wrong = {"format": "%", "country": "%_", "language": '"]', "organiser": "x"}
    assert codes(both, state="x", kind="%", series="-1", team="9" * 40, **wrong) == ["A", "B", "C"]
    there = offered(both)
    assert (there.countries, there.languages, list(there.organisers)) == ({"TN"}, {"ar", "en", "fr"}, [body.id])
    assert codes([team.id], team=str(other.id)) == []
    assert (codes(both, q="%_'"), codes(both, q="x" * 5000)) == ([], [])


def test_lists_offer_what_occurs_in_the_teams(app: Flask) -> None:
    team = make_team()
    series = add_chain(Series, team.id, title={"en": "Directors"})
    add_chain(Series, team.id, title={"en": "Empty"})
    make_meeting(team, series_id=series.id, state=MeetingState.DRAFT)
    make_meeting(state=MeetingState.CANCELLED)
    found = offered([team.id])
    assert (set(found.states), list(found.series), dict(found.projects)) == ({MeetingState.DRAFT}, [series.id], {})


def test_page_says_what_is_to_be_done(client: FlaskClient) -> None:
    team = make_team()
    waiting = make_meeting(team, code="WAITING")
    make_item(waiting)
    for _ in range(3):
        make_registration(waiting, state="pending")
    make_registration(waiting, state="approved")
    make_meeting(team, code="BARE")
    make_meeting(team, code="PAST", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 1))
    make_meeting(team, code="OFF", state=MeetingState.CANCELLED)
    make_meeting(team, code="CLOSED", state=MeetingState.CLOSED)
    sign_in(client, make_user(Role.ORGANISER, team))
    text = client.get("/manage/").text
    assert '<a href="/manage/WAITING/registrations?state=pending">3 wait for a decision</a>' in text
    assert re.findall(r'href="/manage/(\w+)/agenda">No agenda yet', text) == ["BARE"]
    for address in ("/manage/new", f"/teams/{team.id}/series", f"/teams/{team.id}/deleted-meetings"):
        assert f'href="{address}"' in text


def test_who_may_not_see_registrations_is_told_of_none(client: FlaskClient) -> None:
    team = make_team()
    make_registration(make_meeting(team), state="pending")
    sign_in(client, make_user(Role.CHECK_IN, team))
    text = client.get("/manage/").text
    assert ("for a decision" in text, "New meeting" in text, "deleted-meetings" in text) == (False, False, False)


def test_empty_lists_say_what_to_do(client: FlaskClient) -> None:
    team = make_team()
    sign_in(client, make_user(Role.ORGANISER, team))
    assert "Create the first one" in client.get("/manage/").text
    make_meeting(team)
    assert "No meeting fits." in client.get("/manage/?q=zzzz").text
    assert "No meeting fits." in client.get("/manage/?state=published&kind=webinar").text


def test_pages_keep_the_filters(client: FlaskClient) -> None:
    team = make_team()
    make_many(team, 120, state=MeetingState.DRAFT)
    sign_in(client, make_user(Role.VIEWER, team))
    text = client.get("/manage/?state=draft").text
    assert 'href="/manage/?state=draft&amp;page=2"' in text
    listed = [codes([team.id], page=number) for number in (1, 2, 3)]
    assert ([len(page) for page in listed], len({code for page in listed for code in page})) == ([50, 50, 20], 120)


@pytest.mark.parametrize("count", [30, 3000])
def test_list_costs_a_fixed_number_of_statements(client: FlaskClient, count: int) -> None:
    team = make_team()
    make_many(team, count)
    index_all()
    sign_in(client, make_user(Role.ORGANISER, team))
    assert cost(client, "/manage/") == 11
    assert cost(client, "/manage/?q=workshop&state=published&country=JO&language=ar&organiser=1") == 11


def test_question_of_only_signs_finds_nothing(app: Flask) -> None:
    team = make_team()
    make_meeting(team)
    with writing():
        index_all()
    assert meetings_page([team.id], Wanted(question="؟!")).total == 0
