from __future__ import annotations

import json
import re
from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.models import Organisation, Person
from foundation.clock import now
from foundation.database import db, writing
from foundation.files import StoredFile
from meetings.enums import (
    DatePrecision,
    ItemKind,
    MeetingFormat,
    MeetingKind,
    MeetingState,
    OrganisationRole,
    PartRole,
    PartStatus,
)
from meetings.models.agenda import Part
from meetings.models.meeting import Meeting
from meetings.models.parties import MeetingOrganisation
from meetings.models.series import Series
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in
from tests.meetings.programme.schema_org import RECOMMENDED, faults, google_faults


def data_of(client: FlaskClient, address: str) -> dict[str, Any]:
    text = client.get(address).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def full_meeting(**values: Any) -> Meeting:
    """A meeting with everything that structured data may say."""
    team = make_team()
    with writing() as session:
        logo = StoredFile(sha256="0" * 64, size=10, content_type="image/png", stored_at=now())
        series = Series(team_id=team.id, title={"en": "Directors", "ar": "المدراء"})
        body = Organisation(
            team_id=team.id, name={"en": "ESCWA"}, kind="united_nations", website="https://escwa.example.org"
        )
        host = Organisation(team_id=team.id, name={"en": "Ministry"}, kind="government")
        speaker = Person(team_id=team.id, name={"en": "Lina Haddad"}, honorific={"en": "Dr."}, position={"en": "Head"})
        session.add_all([logo, series, body, host, speaker])
        session.flush()
        body.logo_id = logo.id
        speaker.organisation_id = host.id
    facts = {
        "code": "FULL",
        "kind": MeetingKind.WORKSHOP,
        "format": MeetingFormat.HYBRID,
        "summary": {"en": "What it is about.", "ar": "عن الاجتماع."},
        "venue": {"en": "Grand Hotel"},
        "venue_address": {"en": "1 Rainbow Street"},
        "venue_map_url": "https://map.example.org/1",
        "city": {"en": "Amman"},
        "country_code": "JO",
        "online_platform": "Zoom",
        "symbol": "E/ESCWA/2030/1",
        "hashtag": "#directors",
        "part_of": {"en": "Summit"},
        "part_of_url": "https://summit.example.org",
        "series_id": series.id,
        "logo_id": logo.id,
    }
    meeting = make_meeting(team, **(facts | values))
    session_ = make_item(meeting, title={"en": "Opening"}, room={"en": "Hall A"}, starts=time(9), ends=time(10))
    make_item(meeting, title={"en": "Coffee"}, kind=ItemKind.COFFEE_BREAK, starts=time(10), ends=time(10, 15))
    make_item(meeting, title={"en": "Closing"}, day=meeting.ends_on, starts=time(15), ends=time(16, 30))
    with writing() as session:
        session.add_all(
            [
                MeetingOrganisation(meeting_id=meeting.id, role=OrganisationRole.ORGANISER, organisation_id=body.id),
                MeetingOrganisation(meeting_id=meeting.id, role=OrganisationRole.HOST, organisation_id=host.id),
                Part(meeting_id=meeting.id, item_id=session_.id, role=PartRole.SPEAKER, person_id=speaker.id),
                Part(meeting_id=meeting.id, item_id=session_.id, role=PartRole.PANELLIST, organisation_id=host.id),
            ]
        )
    return meeting


@pytest.mark.parametrize("kind", list(MeetingKind))
@pytest.mark.parametrize("form", list(MeetingFormat))
def test_data_follow_the_vocabulary_and_say_all_that_google_asks(
    client: FlaskClient, kind: MeetingKind, form: MeetingFormat
) -> None:
    full_meeting(kind=kind, format=form)
    for language in ("en", "ar"):
        data = data_of(client, f"/e/FULL/{language}")
        assert faults(data) == []
        assert google_faults(data) == []
        assert [name for name in RECOMMENDED if name not in data] == []


def test_bare_meeting_follows_the_vocabulary_too(client: FlaskClient) -> None:
    make_meeting(code="BARE", format=MeetingFormat.TO_BE_ANNOUNCED, working_languages=[], takes_registrations=False)
    data = data_of(client, "/e/BARE/en")
    assert faults(data) == []
    assert (data["startDate"], data["endDate"]) == ("2030-02-27", "2030-02-28")


def test_checker_finds_what_is_wrong() -> None:
    wrong = {
        "@type": "Event",
        "name": "x",
        "colour": "red",
        "startDate": "27 February",
        "eventStatus": "https://schema.org/EventForgotten",
        "location": {"@type": "Person", "name": "x"},
        "url": "/e/FULL/en",
    }
    assert len(faults(wrong)) == 5
    assert google_faults({"@type": "Event", "location": [{"@type": "Place", "name": "x"}]}) != []


def test_times_are_those_of_the_agenda(client: FlaskClient) -> None:
    full_meeting()
    data = data_of(client, "/e/FULL/en")
    assert (data["startDate"], data["endDate"]) == ("2030-02-27T09:00:00+03:00", "2030-02-28T16:30:00+03:00")


def test_month_alone_makes_up_no_day(client: FlaskClient) -> None:
    meeting = make_meeting(
        code="MONTH", starts_on=date(2030, 6, 1), ends_on=date(2030, 6, 30), date_precision=DatePrecision.MONTH
    )
    make_item(meeting)
    data = data_of(client, "/e/MONTH/en")
    assert (data["startDate"], data["endDate"]) == ("2030-06", "2030-06")
    assert "subEvent" not in data


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (MeetingState.PUBLISHED, "EventScheduled"),
        (MeetingState.POSTPONED, "EventPostponed"),
        (MeetingState.CANCELLED, "EventCancelled"),
        (MeetingState.CLOSED, "EventScheduled"),
        (MeetingState.ARCHIVED, "EventScheduled"),
    ],
)
def test_state_is_said(client: FlaskClient, state: MeetingState, status: str) -> None:
    full_meeting(state=state)
    data = data_of(client, "/e/FULL/en")
    assert data["eventStatus"] == f"https://schema.org/{status}"
    assert {part["eventStatus"] for part in data["subEvent"]} == {f"https://schema.org/{status}"}


def test_series_and_bigger_event_stand_above_and_sessions_below(client: FlaskClient) -> None:
    full_meeting()
    data = data_of(client, "/e/FULL/en")
    assert [(event["@type"], event["name"]) for event in data["superEvent"]] == [
        ("Event", "Summit"),
        ("EventSeries", "Directors"),
    ]
    assert [event["name"] for event in data["subEvent"]] == ["Opening", "Closing"]
    opening = data["subEvent"][0]
    assert opening["location"][0]["name"] == "Hall A, Grand Hotel"
    assert [(who["@type"], who["name"]) for who in opening["performer"]] == [
        ("Person", "Lina Haddad"),
        ("Organization", "Ministry"),
    ]
    assert opening["performer"][0]["worksFor"]["name"] == "Ministry"


def test_item_held_otherwise_than_the_meeting_says_so(client: FlaskClient) -> None:
    meeting = full_meeting(format=MeetingFormat.HYBRID)
    tour = {"title": {"en": "Tour"}, "format": MeetingFormat.IN_PERSON, "working_languages": ["ar"]}
    make_item(meeting, **tour, starts=time(11), ends=None)
    make_item(meeting, title={"en": "Briefing"}, format=MeetingFormat.ONLINE, starts=time(12), ends=None)
    data = data_of(client, "/e/FULL/en")
    assert faults(data) == []
    sessions = {event["name"]: event for event in data["subEvent"]}
    assert [place["@type"] for place in sessions["Opening"]["location"]] == ["Place", "VirtualLocation"]
    assert [place["@type"] for place in sessions["Tour"]["location"]] == ["Place"]
    assert [place["@type"] for place in sessions["Briefing"]["location"]] == ["VirtualLocation"]
    assert sessions["Tour"]["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert sessions["Tour"]["inLanguage"] == ["ar"]
    assert "inLanguage" not in sessions["Opening"]


def test_who_is_only_invited_or_has_declined_is_not_announced(client: FlaskClient) -> None:
    full_meeting()
    with writing():
        for part in db.session.query(Part):
            part.status = PartStatus.INVITED if part.person_id else PartStatus.DECLINED
    assert "performer" not in data_of(client, "/e/FULL/en")


def test_sessions_are_bounded(client: FlaskClient) -> None:
    meeting = make_meeting(code="MANY")
    for _ in range(103):
        make_item(meeting)
    assert len(data_of(client, "/e/MANY/en")["subEvent"]) == 100


def test_draft_says_nothing_to_machines(app: Flask, client: FlaskClient) -> None:
    team = make_team()
    make_meeting(team, code="DRAFT", state=MeetingState.DRAFT)
    sign_in(client, make_user("viewer", team))
    text = client.get("/e/DRAFT/en").text
    assert "application/ld+json" not in text
    assert '<meta name="robots" content="noindex">' in text


def test_page_names_its_address_and_its_other_languages_in_full(app: Flask, client: FlaskClient) -> None:
    full_meeting(page_languages=["en", "ar"])
    text = client.get("/e/FULL/ar").text
    base = app.config["SETTINGS"].base_url
    assert base.startswith("http")
    assert f'<link rel="canonical" href="{base}/e/FULL/ar">' in text
    assert re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text) == [
        ("en", f"{base}/e/FULL/en"),
        ("ar", f"{base}/e/FULL/ar"),
        ("x-default", f"{base}/e/FULL"),
    ]
    shared = dict(re.findall(r'<meta property="og:([^"]+)" content="([^"]*)">', text))
    assert shared["url"] == f"{base}/e/FULL/ar"
    assert (shared["locale"], shared["locale:alternate"]) == ("ar_AR", "en_GB")
    assert shared["image"].startswith(f"{base}/logos/")
    assert shared["description"] == "عن الاجتماع."


def test_place_of_a_session_is_listed_with_the_comma_of_the_language(client: FlaskClient) -> None:
    meeting = make_meeting(code="PLACE", venue={"en": "UN House", "ar": "بيت الأمم المتحدة"})
    make_item(meeting, room={"en": "Hall A", "ar": "القاعة أ"})
    names = [
        place["name"]
        for language in ("en", "ar")
        for place in data_of(client, f"/e/PLACE/{language}")["subEvent"][0]["location"]
        if place["@type"] == "Place"
    ]
    assert names == ["Hall A, UN House", "القاعة أ، بيت الأمم المتحدة"]
