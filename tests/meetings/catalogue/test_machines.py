"""Sitemap and robots."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.clock import now
from foundation.page_cache import pages
from meetings.catalogue.operations.chains import add_chain
from meetings.catalogue.views import machines
from meetings.enums import DocumentKind, DocumentStatus, MeetingState
from meetings.models.documents import Document
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.reading.previews import preview_url
from registration.reading.links import agenda_url, check_in_token, manage_token
from tests.factories import _add, make_meeting, make_registration, make_team
from tests.meetings.catalogue.helpers import cost, make_many

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client: FlaskClient, path: str = "/sitemap.xml") -> ElementTree.Element:
    """The XML of a sitemap."""
    response = client.get(path)
    assert (response.status_code, response.content_type) == (200, "application/xml; charset=utf-8")
    return ElementTree.fromstring(response.text)


def addresses(root: ElementTree.Element) -> list[str]:
    return [(each.text or "").removeprefix("http://plenary.test") for each in root.findall(".//s:loc", NAMES)]


def test_sitemap_names_each_public_page_in_each_language(client: FlaskClient) -> None:
    team = make_team()
    series = add_chain(Series, team.id, title={"en": "S"})
    project = add_chain(Project, team.id, title={"en": "P"})
    hidden = add_chain(Series, team.id, title={"en": "Hidden"})
    make_meeting(team, code="PUBLIC", series_id=series.id, project_id=project.id)
    make_meeting(team, code="ARCHIVED", state=MeetingState.ARCHIVED, page_languages=["fr"], starts_on=date(2020, 1, 1))
    make_meeting(team, code="DRAFT", state=MeetingState.DRAFT, series_id=hidden.id)
    make_meeting(team, code="DELETED", deleted_at=now())
    found = addresses(read(client))
    assert found[:3] == ["/?lang=en", "/?lang=ar", "/?lang=fr"]
    assert [each for each in found if each.startswith("/e/")] == ["/e/PUBLIC/en", "/e/PUBLIC/ar", "/e/ARCHIVED/fr"]
    assert [each for each in found if each.startswith("/series/")] == [
        f"/series/{series.id}/{code}" for code in ("en", "ar", "fr")
    ]
    assert f"/projects/{project.id}/ar" in found


@pytest.mark.parametrize("status", [DocumentStatus.FINAL, DocumentStatus.DRAFT])
def test_project_that_has_but_a_publication_is_named_as_soon_as_its_page_is_public(
    client: FlaskClient, status: DocumentStatus
) -> None:
    project = add_chain(Project, make_team().id, title={"en": "P"})
    assert f"/projects/{project.id}/en" not in addresses(read(client))
    facts = {"kind": DocumentKind.REPORT, "title": {"en": "R"}, "url": "https://un.example/r", "status": status}
    _add(Document(project_id=project.id, **facts))
    is_public = client.get(f"/projects/{project.id}/en").status_code == 200
    assert (f"/projects/{project.id}/en" in addresses(read(client))) is is_public is (status is DocumentStatus.FINAL)


def test_each_address_names_its_languages_and_its_last_change(client: FlaskClient) -> None:
    meeting = make_meeting(code="PUBLIC")
    url = next(
        each for each in read(client).findall("s:url", NAMES)
        if (each.findtext("s:loc", "", NAMES)).endswith("/e/PUBLIC/ar")
    )  # fmt: skip
    links = {each.get("hreflang"): each.get("href") for each in url.findall("x:link", NAMES)}
    assert links == {"en": "http://plenary.test/e/PUBLIC/en", "ar": "http://plenary.test/e/PUBLIC/ar"}
    assert url.findtext("s:lastmod", "", NAMES) == f"{meeting.changed_at:%Y-%m-%dT%H:%M:%S}Z"


def test_too_many_addresses_become_an_index_of_files(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "MOST_ADDRESSES", 10)
    make_many(make_team(), 10)
    files = addresses(read(client))
    assert files == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    named = [address for path in files for address in addresses(read(client, path))]
    assert len(named) == len(set(named)) == 3 + 20
    assert all(len(addresses(read(client, path))) <= 10 for path in files)
    assert client.get("/sitemap-4.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


@pytest.mark.parametrize("count", [30, 3000])
def test_sitemap_costs_a_fixed_number_of_statements_and_two_when_nothing_changed(
    app: Flask, client: FlaskClient, count: int
) -> None:
    make_many(make_team(), count)
    client.get("/sitemap.xml")  # What a new connection asks is not counted.
    pages.clear()
    app.extensions.pop("catalogue", None)
    assert cost(client, "/sitemap.xml") == 10
    assert cost(client, "/sitemap.xml") == 2


def test_sitemap_answers_304_until_something_changes(client: FlaskClient) -> None:
    make_meeting()
    tag = client.get("/sitemap.xml").headers["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": tag}).status_code == 304
    make_meeting()
    assert client.get("/sitemap.xml", headers={"If-None-Match": tag}).status_code == 200


def test_robots_may_read_what_is_public_and_nothing_of_teams(client: FlaskClient) -> None:
    from urllib.robotparser import RobotFileParser

    response = client.get("/robots.txt")
    rules = RobotFileParser()
    rules.parse(response.text.splitlines())
    assert response.content_type == "text/plain; charset=utf-8"
    assert rules.site_maps() == ["http://plenary.test/sitemap.xml"]
    for open_path in ("/", "/e/WG2/en", "/e/WG2/en/register", "/series/1/en", "/sitemap.xml", "/assets/app.css"):
        assert rules.can_fetch("*", f"http://plenary.test{open_path}"), open_path
    for closed in ("/manage/", "/manage/WG2", "/teams/1/series", "/mailbox"):
        assert not rules.can_fetch("*", f"http://plenary.test{closed}"), closed
    assert {"Disallow: /e/*/*/join", "Disallow: /e/*/*/link"} <= set(response.text.splitlines())


def test_calendar_services_may_fetch_own_agendas_and_search_engines_may_not_list_them(client: FlaskClient) -> None:
    from urllib.robotparser import RobotFileParser

    meeting = make_meeting()
    person = make_registration(meeting, state="approved")
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    personal = (
        f"/r/{manage_token(person)}",
        f"/r/{manage_token(person)}/calendar.ics",
        f"/c/{check_in_token(person)}.png",
        agenda_url(person, "en").removeprefix("http://plenary.test"),
        preview_url(make_meeting(state=MeetingState.DRAFT, preview_generation=1), "en").removeprefix(
            "http://plenary.test"
        ),
    )
    for path in (*personal, f"/e/{meeting.code}/en/agenda.ics", "/calendar/en.ics"):
        assert rules.can_fetch("Google-Calendar-Importer", f"http://plenary.test{path}"), path
    for path in personal:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex, nofollow"), path
