from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.models import Organisation, Person
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from foundation.files import StoredFile
from foundation.translated import Translations
from meetings.enums import (
    ContactKind,
    DocumentKind,
    ItemKind,
    MeetingFormat,
    MeetingState,
    OrganisationRole,
    PartRole,
    PartStatus,
    SectionKind,
    Visibility,
)
from meetings.models.agenda import Part
from meetings.models.documents import Document, DocumentVersion
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.rooms import Room
from meetings.models.sections import Section
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in
from tests.statements import selects, statements


def test_page_speaks_the_language_of_its_address(client: FlaskClient) -> None:
    make_meeting(code="EGM", title={"en": "Expert meeting", "ar": "اجتماع خبراء"})
    english, arabic = client.get("/e/EGM/en"), client.get("/e/egm/ar")
    assert '<html lang="en" dir="ltr">' in english.text
    assert '<html lang="ar" dir="rtl">' in arabic.text
    assert ("Expert meeting" in english.text, "اجتماع خبراء" in arabic.text) == (True, True)


def test_short_address_leads_to_the_visitors_language(client: FlaskClient) -> None:
    make_meeting(code="EGM")
    response = client.get("/e/EGM", headers={"Accept-Language": "ar-JO,ar;q=0.9"})
    assert (response.status_code, response.location) == (302, "/e/EGM/ar")


def test_unknown_meeting_and_draft_look_the_same(client: FlaskClient) -> None:
    make_meeting(code="DRAFT", state=MeetingState.DRAFT)
    assert [client.get(f"/e/{code}/en").status_code for code in ("DRAFT", "NOTHING")] == [404, 404]
    assert [client.get(f"/e/{code}").status_code for code in ("DRAFT", "NOTHING")] == [404, 404]


def test_draft_is_not_given_away_by_a_language_it_lacks(client: FlaskClient) -> None:
    make_meeting(code="SECRET", state=MeetingState.DRAFT, page_languages=["en"])
    assert client.get("/e/SECRET/fr").status_code == 404


def test_team_sees_its_draft(client: FlaskClient) -> None:
    team = make_team()
    make_meeting(team, code="DRAFT", state=MeetingState.DRAFT)
    sign_in(client, make_user("viewer", team))
    response = client.get("/e/DRAFT/en")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store, private")


def test_cached_page_costs_one_query(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    make_meeting(code="EGM")
    client.get("/e/EGM/en")
    front = app.extensions["page_cache_middleware"]
    quick: list[object] = []
    read = front._read_one

    def count_quick(statement: object, parameters: dict[str, object]) -> object:
        quick.append(statement)
        return read(statement, parameters)

    monkeypatch.setattr(front, "_read_one", count_quick)
    with statements() as others:
        response = client.get("/e/EGM/en")
    assert (response.status_code, len(quick), others) == (200, 1, [])


def test_page_is_new_after_any_write(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    item = make_item(meeting, title={"en": "Before"})
    assert "Before" in client.get("/e/EGM/en").text
    with writing():
        item.title = {"en": "After"}
    text = client.get("/e/EGM/en").text
    assert ("After" in text, "Before" in text) == (True, False)


def test_page_is_new_after_a_person_changed(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    item = make_item(meeting)
    with writing() as session:
        person = Person(team_id=meeting.team_id, name={"en": "Lina Old"})
        session.add(person)
        session.flush()
        session.add(Part(meeting_id=meeting.id, item_id=item.id, role=PartRole.SPEAKER, person_id=person.id))
    assert "Lina Old" in client.get("/e/EGM/en").text
    with writing():
        person.name = {"en": "Lina New"}
    assert "Lina New" in client.get("/e/EGM/en").text


def test_unchanged_page_is_answered_with_304(client: FlaskClient) -> None:
    make_meeting(code="EGM")
    etag = client.get("/e/EGM/en").headers["ETag"]
    response = client.get("/e/EGM/en", headers={"If-None-Match": etag})
    assert (response.status_code, response.data) == (304, b"")


def test_page_costs_the_same_statements_at_1_and_30_of_everything(app: Flask, client: FlaskClient) -> None:
    counts = []
    for number in (1, 30):
        meeting = make_meeting(code=f"M{number}")
        with writing() as session:
            file = StoredFile(sha256=f"{number:064}", size=1, content_type="application/pdf", stored_at=now())
            session.add(file)
            session.flush()
            for _ in range(number):
                body = Organisation(team_id=meeting.team_id, name={"en": "Body"}, kind="academia")
                person = Person(team_id=meeting.team_id, name={"en": "Person"}, organisation=body)
                item = make_item(meeting)
                session.add_all([body, person])
                session.flush()
                session.add_all(
                    [
                        Part(meeting_id=meeting.id, item_id=item.id, role=PartRole.SPEAKER, person=person),
                        Part(meeting_id=meeting.id, item_id=item.id, role=PartRole.SPEAKER, organisation=body),
                        Document(
                            meeting_id=meeting.id,
                            item_id=item.id,
                            kind=DocumentKind.PAPER,
                            title={"en": "Paper"},
                            versions=[DocumentVersion(language="en", file_id=file.id, file_name="a.pdf")],
                        ),
                        MeetingOrganisation(meeting_id=meeting.id, role=OrganisationRole.CHAIR, person=person),
                        FocalPoint(meeting_id=meeting.id, kind=ContactKind.SUBSTANTIVE, person=person),
                        Room(meeting_id=meeting.id, name={"en": "Room"}),
                        Section(meeting_id=meeting.id, kind=SectionKind.ABOUT, body={"en": "Text"}),
                        Outcome(meeting_id=meeting.id, text={"en": "Text"}, visibility=Visibility.PUBLIC),
                    ]
                )
        db.session.remove()
        with statements() as seen:
            assert client.get(f"/e/M{number}/en").text.count("Paper</bdi>") == number
        counts.append(selects(seen))
    assert counts == [17, 17]


def test_parallel_items_share_a_row_in_order(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    make_item(meeting, title={"en": "Hall A"}, starts=time(10), ends=time(11), position=1)
    make_item(meeting, title={"en": "Hall B"}, starts=time(10), ends=time(11), position=2)
    make_item(meeting, title={"en": "Later"}, starts=time(11), ends=time(12))
    text = client.get("/e/EGM/en").text
    rows = re.findall(r'<li class="agenda-row">.*?(?=<li class="agenda-row">|</section>)', text, re.DOTALL)
    titles = [re.findall(r"Hall A|Hall B|Later", row) for row in rows]
    assert titles == [["Hall A", "Hall B"], ["Later"]]


def test_child_without_time_stands_inside_its_parent(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    parent = make_item(meeting, title={"en": "Breakouts"}, kind=ItemKind.BREAKOUT)
    make_item(
        meeting,
        title={"en": "Reporting back"},
        kind=ItemKind.REPORTING_BACK,
        parent_id=parent.id,
        starts=None,
        ends=None,
    )
    text = client.get("/e/EGM/en").text
    children = re.search(r'<ol class="agenda-children".*?</ol>', text, re.DOTALL)
    assert children
    assert "Reporting back" in children.group()


def test_presentation_within_a_session_does_not_say_so_again(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    session = make_item(meeting, title={"en": "Session 1"})
    make_item(
        meeting, title={"en": "Results"}, kind=ItemKind.PRESENTATION, parent_id=session.id, starts=None, ends=None
    )
    assert "<span>Presentation</span>" not in client.get("/e/EGM/en").text
    make_item(meeting, title={"en": "Keynote"}, kind=ItemKind.PRESENTATION, starts=time(12), ends=time(13))
    assert client.get("/e/EGM/en").text.count("<span>Presentation</span>") == 1


def test_open_role_names_countries_and_its_status(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    item = make_item(meeting)
    with writing() as session:
        session.add(
            Part(
                meeting_id=meeting.id,
                item_id=item.id,
                role=PartRole.OPENING_REMARKS,
                label={"en": "Co-Chair of the Working Group"},
                countries=["KR", "PT"],
                country_conjunction="and_or",
                status=PartStatus.TO_BE_CONFIRMED,
            )
        )
    text = client.get("/e/EGM/en").text
    assert "Co-Chair of the Working Group" in text
    assert "Republic of Korea and/or Portugal" in text
    assert "TBC" in text


def test_hostile_title_is_escaped_everywhere(client: FlaskClient) -> None:
    title = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    make_meeting(code="EGM", title={"en": title}, summary={"en": title})
    text = client.get("/e/EGM/en").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_structured_data_describe_a_hybrid_event(client: FlaskClient) -> None:
    meeting = make_meeting(
        code="EGM",
        format=MeetingFormat.HYBRID,
        venue={"en": "Grand Hotel"},
        city={"en": "Amman"},
        country_code="JO",
        starts_on=date(2024, 2, 28),
        ends_on=date(2024, 2, 29),
    )
    with writing() as session:
        organisation = Organisation(team_id=meeting.team_id, name={"en": "ESCWA"}, kind="united_nations")
        session.add(organisation)
        session.flush()
        session.add(
            MeetingOrganisation(meeting_id=meeting.id, role=OrganisationRole.ORGANISER, organisation_id=organisation.id)
        )
    text = client.get("/e/EGM/en").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    data = json.loads(found.group(1))
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert data["startDate"] == "2024-02-28"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert data["organizer"] == [{"@type": "Organization", "name": "ESCWA"}]


def test_registration_button_follows_the_window(client: FlaskClient) -> None:
    make_meeting(
        code="EGM",
        registration_opens=datetime(2029, 12, 1, 9),
        registration_closes=datetime(2030, 2, 20, 17),
    )
    seen = []
    for moment in (
        datetime(2029, 11, 30, tzinfo=UTC),
        datetime(2030, 1, 1, tzinfo=UTC),
        datetime(2030, 2, 21, tzinfo=UTC),
    ):
        with frozen_at(moment):
            text = client.get("/e/EGM/en").text
        seen.append(("Registration opens on" in text, ">Register<" in text, "Registration is closed" in text))
    assert seen == [(True, False, False), (False, True, False), (False, False, True)]


def test_page_without_a_missing_language_redirects_to_the_main_one(client: FlaskClient) -> None:
    make_meeting(code="EGM", page_languages=["ar"], main_language="ar")
    assert client.get("/e/EGM/fr").location == "/e/EGM/ar"


def test_venue_not_announced_says_so(client: FlaskClient) -> None:
    make_meeting(code="WG", format=MeetingFormat.TO_BE_ANNOUNCED, zone_assumed=True)
    text = client.get("/e/WG/en").text
    assert "Place and format to be announced" in text
    assert "assumed; the organisers have not announced it" in text


def test_home_lists_public_meetings_only(client: FlaskClient) -> None:
    make_meeting(title={"en": "Public one"})
    make_meeting(title={"en": "Secret one"}, state=MeetingState.DRAFT)
    text = client.get("/").text
    assert ("Public one" in text, "Secret one" in text) == (True, False)


def test_version_of_the_meeting_rises_with_every_write(app: Flask) -> None:
    meeting = make_meeting()
    before = meeting.version
    make_item(meeting)
    assert db.session.get(Meeting, meeting.id, populate_existing=True).version == before + 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("held", "said", "unsaid"),
    [(MeetingFormat.IN_PERSON, "Kempinski", "Zoom"), (MeetingFormat.ONLINE, "Zoom", "Kempinski")],
)
def test_page_says_nothing_of_a_place_or_platform_that_the_format_rules_out(client, held, said, unsaid) -> None:
    values = {"venue": Translations(en="Kempinski Hotel"), "online_platform": "Zoom", "format": held}
    make_meeting(code="EGM", **values)

    words = re.sub(r"<[^>]+>", "", client.get("/e/EGM/en").text.partition("<main")[2])

    assert said in words
    assert unsaid not in words
