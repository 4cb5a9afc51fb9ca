"""What a reader finds on the page of a meeting beside its agenda."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.models import Organisation, Person
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from foundation.files import StoredFile
from foundation.isolating import without_isolates
from foundation.languages import force_language
from foundation.pages import path_of
from meetings.enums import (
    ContactKind,
    CountedGroup,
    CountQualifier,
    DatePrecision,
    DocumentKind,
    DocumentStatus,
    MeetingFormat,
    MeetingState,
    OrganisationRole,
    OutcomeKind,
    OutcomeStatus,
    PartRole,
    Visibility,
)
from meetings.models.agenda import Part
from meetings.models.documents import Document, DocumentVersion
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.rooms import Room
from meetings.models.series import Series
from meetings.reading.facts import numbers_in_words
from tests.factories import make_item, make_meeting
from tests.markup import as_shown


def add(row: Any) -> Any:
    with writing() as session:
        session.add(row)
    return row


def numbers(*rows: tuple[CountedGroup, CountQualifier, int], actual: bool = False) -> list[ParticipantNumber]:
    return [ParticipantNumber(is_actual=actual, counted=group, qualifier=how, number=n) for group, how, n in rows]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], ""),
        ([(CountedGroup.TOTAL, CountQualifier.EXACTLY, 1)], "1 person"),
        ([(CountedGroup.TOTAL, CountQualifier.UP_TO, 60)], "up to 60 people"),
        (
            [(CountedGroup.IN_PERSON, CountQualifier.ABOUT, 60), (CountedGroup.REMOTE, CountQualifier.OVER, 100)],
            "about 60 people in the room and over 100 people remotely",
        ),
        (
            [(CountedGroup.TOTAL, CountQualifier.ABOUT, 160), (CountedGroup.IN_PERSON, CountQualifier.ABOUT, 60)],
            "about 160 people: about 60 people in the room",
        ),
        (
            [(CountedGroup.TOTAL, CountQualifier.ABOUT, 160), (CountedGroup.SPEAKERS, CountQualifier.ABOUT, 20)],
            "about 160 people, among them about 20 speakers",
        ),
        ([(CountedGroup.SPEAKERS, CountQualifier.EXACTLY, 1)], "1 speaker"),
    ],
)
def test_numbers_read_as_people_write_them(
    app: Flask, rows: list[tuple[CountedGroup, CountQualifier, int]], words: str
) -> None:
    with app.test_request_context(), force_language("en"):
        assert numbers_in_words(numbers(*rows), "en", actual=False) == words
        assert numbers_in_words(numbers(*rows), "en", actual=True) == ""


def test_numbers_that_took_part_stand_in_place_of_those_expected(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    for is_actual, number in ((False, 40), (True, 62)):
        add(
            ParticipantNumber(
                meeting_id=meeting.id,
                is_actual=is_actual,
                counted=CountedGroup.TOTAL,
                qualifier=CountQualifier.EXACTLY,
                number=number,
            )
        )
    text = client.get("/e/EGM/en").text
    assert ("62 people" in text, "40 people" in text) == (True, False)


@pytest.mark.parametrize(
    ("state", "sentence", "shows_reason", "calendar"),
    [
        (MeetingState.PUBLISHED, None, False, True),
        (MeetingState.POSTPONED, "This meeting has been postponed", True, False),
        (MeetingState.CANCELLED, "This meeting has been cancelled", True, False),
        (MeetingState.CLOSED, "This meeting has taken place", False, False),
        (MeetingState.ARCHIVED, "This meeting is in the archive", False, False),
    ],
)
def test_state_and_its_reason_stand_before_all_else(
    client: FlaskClient, state: MeetingState, sentence: str | None, shows_reason: bool, calendar: bool
) -> None:
    make_meeting(code="EGM", state=state, state_reason={"en": "The airport is closed."})
    text = client.get("/e/EGM/en").text
    notice = re.search(r'<div class="notice[^>]*id="state">(.*?)</div>', text, re.DOTALL)
    assert (notice is not None) is (sentence is not None)
    assert sentence is None or (notice is not None and sentence in notice.group(1))
    assert ("The airport is closed." in text) is shows_reason
    assert ("Add to calendar" in text) is calendar
    assert (">Register<" in text) is (state is MeetingState.PUBLISHED)


def test_postponed_meeting_does_not_claim_its_old_dates(client: FlaskClient) -> None:
    make_meeting(code="EGM", state=MeetingState.POSTPONED)
    text = client.get("/e/EGM/en").text
    assert "Was planned for 27–28 February 2030" in text
    assert re.search(r"<title>\s*Postponed: ", text)


@pytest.mark.parametrize(("hour", "is_over"), [(20, False), (22, True)])
def test_page_speaks_of_what_is_past_as_past_though_nobody_closed_the_meeting(
    client: FlaskClient, hour: int, is_over: bool
) -> None:
    """From the midnight in Amman on that ends the last day, also where the page is in the cache."""
    make_meeting(code="EGM", venue={}, city={}, country_code=None, format=MeetingFormat.TO_BE_ANNOUNCED)
    with frozen_at(datetime(2030, 2, 1, tzinfo=UTC)):
        assert "Place and format to be announced" in client.get("/e/EGM/en").text
    with frozen_at(datetime(2030, 2, 28, hour, tzinfo=UTC)):
        text = client.get("/e/EGM/en").text
    assert ("This meeting has taken place" in text) is is_over
    assert ("No agenda was published" in text) is is_over
    assert ("o be announced" in text, "Add to calendar" in text, "will be published here" in text) == (not is_over,) * 3


@pytest.mark.parametrize("precision", DatePrecision)
@pytest.mark.parametrize("state", [MeetingState.PUBLISHED, MeetingState.POSTPONED, MeetingState.CANCELLED])
def test_page_leads_to_the_addresses_for_calendars(
    client: FlaskClient, precision: DatePrecision, state: MeetingState
) -> None:
    """Also where there are no days to add yet: whoever subscribes learns them."""
    make_meeting(code="EGM", date_precision=precision, state=state)
    leads_there = 'href="/e/EGM/en/calendar"' in client.get("/e/EGM/en").text
    assert leads_there is (state is not MeetingState.CANCELLED)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Beirut, UTC+2, and UTC+3 from 31 March"),
        ("fr", "Beyrouth, UTC+2, puis UTC+3 à partir du 31 mars"),
        ("ar", "بيروت، UTC+2، ثم UTC+3 اعتباراً من 31 آذار / مارس"),
    ],
)
def test_zone_says_when_clocks_are_changed_while_the_meeting_lasts(
    client: FlaskClient, language: str, said: str
) -> None:
    days = {"starts_on": date(2030, 3, 30), "ends_on": date(2030, 4, 1), "zone": "Asia/Beirut"}
    make_item(make_meeting(code="EGM", page_languages=["en", "ar", "fr"], **days), day=days["starts_on"])
    assert without_isolates(client.get(f"/e/EGM/{language}").text).count(said) == 2
    make_meeting(code="JUNE", date_precision=DatePrecision.MONTH, **days)
    assert "from 31 March" not in client.get("/e/JUNE/en").text


def test_month_without_days_reads_naturally(client: FlaskClient) -> None:
    make_meeting(code="JUNE", starts_on=date(2030, 6, 1), ends_on=date(2030, 6, 30), date_precision=DatePrecision.MONTH)
    text = as_shown(client.get("/e/JUNE/en").text)
    assert "<p>June 2030 <span" in text
    assert "the days will be announced" in text
    assert ("Add to calendar" in text, "1–30" in text) == (False, False)


def test_next_item_of_an_agenda_is_not_called_like_the_next_page_of_a_list(client: FlaskClient) -> None:
    make_item(make_meeting(code="EGM", page_languages=["en", "fr"]))
    assert 'data-next-label="À suivre"' in client.get("/e/EGM/fr").text


def test_meeting_without_agenda_says_what_to_expect(client: FlaskClient) -> None:
    make_meeting(code="NONE")
    make_meeting(code="OVER", state=MeetingState.CLOSED)
    assert "The agenda is being prepared and will be published here." in client.get("/e/NONE/en").text
    assert "No agenda was published for this meeting." in client.get("/e/OVER/en").text


def test_experts_of_several_countries_and_an_organisation_alone_are_speakers(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    first, second = make_item(meeting), make_item(meeting, starts=time(11), ends=time(12))
    with writing() as session:
        body = Organisation(team_id=meeting.team_id, name={"en": "ITU"}, kind="united_nations")
        session.add(body)
        session.flush()
        session.add_all(
            [
                Part(
                    meeting_id=meeting.id,
                    item_id=first.id,
                    role=PartRole.SPEAKER,
                    label={"en": "Experts"},
                    countries=["TN", "JO", "LB"],
                ),
                Part(meeting_id=meeting.id, item_id=second.id, role=PartRole.SPEAKER, organisation_id=body.id),
            ]
        )
    text = as_shown(client.get("/e/EGM/en").text)
    assert re.findall(r"<dt>([^<]*)</dt>\s*<dd><bdi class=\"person\">(.*?)</bdi>", text) == [
        ("Speakers", "Experts"),
        ("Speaker", "ITU"),
    ]
    assert "Tunisia, Jordan and Lebanon" in text


def test_text_of_another_language_says_which_and_the_reader_is_told(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM", title={"ar": "اجتماع"}, main_language="ar")
    make_item(meeting, title={"ar": "الافتتاح"}, description={"ar": "<p>نص</p>"})
    text = as_shown(client.get("/e/EGM/en").text)
    assert '<h1 class="masthead-title"><bdi lang="ar">اجتماع</bdi></h1>' in text
    assert '<bdi lang="ar">الافتتاح</bdi>' in text
    assert '<div class="prose" dir="auto" lang="ar">' in text
    assert "Some texts on this page exist only in: Arabic." in text
    arabic = as_shown(client.get("/e/EGM/ar").text)
    assert '<h1 class="masthead-title"><bdi>اجتماع</bdi></h1>' in arabic
    assert "Some texts on this page" not in arabic


def test_documents_stand_under_their_item_and_only_public_ones(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    item = make_item(meeting)
    slides = add(StoredFile(sha256="1" * 64, size=1_234_000, content_type="application/pdf", stored_at=now()))
    rows: dict[str, dict[str, Any]] = {
        "Slides": {"item_id": item.id},
        "Note": {},
        "Secret": {"visibility": Visibility.APPROVED},
        "Unfinished": {"status": DocumentStatus.DRAFT},
    }
    for title, values in rows.items():
        document = Document(meeting_id=meeting.id, kind=DocumentKind.PRESENTATION, title={"en": title}, **values)
        document.versions = [DocumentVersion(language="ar", file_id=slides.id, file_name="slides.pdf")]
        add(document)
    text = as_shown(client.get("/e/EGM/en").text)
    agenda = re.search(r'<article class="agenda-item".*?</article>', text, re.DOTALL)
    assert agenda
    section = text[text.index('id="documents"') :]
    found = [[title in part for title in rows] for part in (agenda.group(), section)]
    assert found == [[True, False, False, False], [False, True, False, False]]
    assert "<bdi>PDF</bdi>, 1.2 MB" in section
    assert "<bdi>PDF</bdi>، 1.2 ميغابايت" in as_shown(client.get("/e/EGM/ar").text)
    assert 'hreflang="ar"' in section


def test_contacts_are_those_of_the_language(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    for language in ("", "en", "ar"):
        email = f"{language or 'all'}@example.org"
        add(
            FocalPoint(
                meeting_id=meeting.id,
                kind=ContactKind.SUBSTANTIVE,
                unit={"en": "Unit"},
                email=email,
                language=language,
            )
        )
    found = {language: re.findall(r"mailto:(\w+)@", client.get(f"/e/EGM/{language}").text) for language in ("en", "ar")}
    assert found == {"en": ["all", "en"], "ar": ["all", "ar"]}


def test_chairs_are_persons_or_countries(client: FlaskClient) -> None:
    meeting = make_meeting(code="WG")
    with writing() as session:
        person = Person(team_id=meeting.team_id, name={"en": "Lina Haddad"}, position={"en": "Minister"})
        session.add(person)
        session.flush()
        holders: list[dict[str, Any]] = [{"person_id": person.id}, {"country_code": "PT"}, {"country_code": "KR"}]
        for position, holder in enumerate(holders):
            role = OrganisationRole.CO_CHAIR if position else OrganisationRole.CHAIR
            session.add(MeetingOrganisation(meeting_id=meeting.id, role=role, position=position, **holder))
    text = as_shown(client.get("/e/WG/en").text)
    assert re.search(r"<dt>Chair</dt><dd><bdi>Lina Haddad</bdi> <span[^>]*>Minister</span>", text)
    assert re.search(r"<dt>Co-chairs</dt><dd><bdi>Portugal</bdi><br><bdi>Republic of Korea</bdi>", text)


def test_logos_have_alternative_texts(client: FlaskClient) -> None:
    logo = add(StoredFile(sha256="2" * 64, size=10, content_type="image/png", stored_at=now()))
    meeting = make_meeting(code="EGM", logo_id=logo.id)
    with writing() as session:
        body = Organisation(team_id=meeting.team_id, name={"en": "ITU"}, kind="united_nations", logo_id=logo.id)
        session.add(body)
        session.flush()
        session.add(
            MeetingOrganisation(meeting_id=meeting.id, role=OrganisationRole.ORGANISER, organisation_id=body.id)
        )
    text = as_shown(client.get("/e/EGM/en").text)
    assert re.findall(rf'src="{path_of("directory.logo", file_id=logo.id)}" alt="([^"]*)"', text) == [
        "Logo of the meeting",
        "Logo of ITU",
    ]


def test_rooms_tell_the_way_and_the_agenda_leads_there(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    room = add(
        Room(meeting_id=meeting.id, name={"en": "Petra"}, directions={"en": "First floor"}, seats=40, position=1)
    )
    make_item(meeting, room={"en": "Petra"})
    make_item(meeting, room={"en": "Elsewhere"}, starts=time(12), ends=time(13))
    text = as_shown(client.get("/e/EGM/en").text)
    assert re.search(rf'<li id="room-{room.id}"><bdi>Petra</bdi>.*?First floor.*?40 seats', text, re.DOTALL)
    assert f'<a class="agenda-room" href="#room-{room.id}"><bdi>Petra</bdi></a>' in text
    assert '<bdi class="agenda-room">Elsewhere</bdi>' in text


def test_only_public_outcomes_are_read_and_first_when_the_meeting_is_over(client: FlaskClient) -> None:
    for code, state in (("COMING", MeetingState.PUBLISHED), ("OVER", MeetingState.CLOSED)):
        meeting = make_meeting(code=code, state=state)
        for visibility in Visibility:
            add(
                Outcome(
                    meeting_id=meeting.id,
                    kind=OutcomeKind.RECOMMENDATION,
                    text={"en": f"<p>For {visibility.value} eyes</p>"},
                    addressee={"en": "Governments"},
                    status=OutcomeStatus.AGREED,
                    due_on=date(2031, 1, 1),
                    visibility=visibility,
                )
            )
    text = client.get("/e/OVER/en").text
    assert re.findall(r"For (\w+) eyes", text) == ["public"]
    assert "Addressed to <bdi>Governments</bdi>" in text
    assert "Due by 1 January 2031" in text
    assert text.index('id="outcomes"') < text.index('id="agenda"')
    coming = client.get("/e/COMING/en").text
    assert coming.index('id="outcomes"') > coming.index('id="agenda"')


def test_page_leads_to_series_project_and_the_meetings_before_and_after(client: FlaskClient) -> None:
    first = make_meeting(code="FIRST", title={"en": "First meeting"})
    series = add(Series(team_id=first.team_id, title={"en": "Directors"}))
    project = add(Project(team_id=first.team_id, acronym="ENACT", title={"en": "Enhanced operations"}))
    make_meeting(code="SECOND", follows_id=first.id, series_id=series.id, ordinal=2, project_id=project.id)
    make_meeting(code="DRAFT", follows_id=first.id, state=MeetingState.DRAFT, title={"en": "Secret plan"})
    make_meeting(code="GONE", follows_id=first.id, deleted_at=datetime(2029, 1, 1, tzinfo=UTC), title={"en": "Binned"})
    second = client.get("/e/SECOND/en").text
    for address in (f"/series/{series.id}/en", f"/projects/{project.id}/en", "/e/FIRST/en"):
        assert f'href="{address}"' in second
    text = client.get("/e/FIRST/en").text
    assert ('href="/e/SECOND/en"' in text, "Secret plan" in text, "Binned" in text) == (True, False, False)


def test_page_is_new_after_the_meeting_before_it_changed(client: FlaskClient) -> None:
    first = make_meeting(code="FIRST", title={"en": "Old name"})
    make_meeting(code="SECOND", follows_id=first.id)
    assert "Old name" in client.get("/e/SECOND/en").text
    with writing():
        meeting = db.session.get(Meeting, first.id)
        assert meeting is not None
        meeting.title = {"en": "New name"}  # type: ignore[assignment]
    assert "New name" in client.get("/e/SECOND/en").text


@pytest.mark.parametrize(("visibility", "leads"), [(Visibility.PUBLIC, True), (Visibility.APPROVED, False)])
def test_only_a_public_link_gets_a_button(client: FlaskClient, visibility: Visibility, leads: bool) -> None:
    meeting = make_meeting(code="EGM")
    add(ParticipationLink(meeting_id=meeting.id, join_url="https://zoom.example.org/j/1", visibility=visibility))
    text = client.get("/e/EGM/en").text
    assert ('href="/e/EGM/en/join"' in text, "zoom.example.org" in text) == (leads, False)


def test_items_and_groups_have_addresses(client: FlaskClient) -> None:
    meeting = make_meeting(code="EGM")
    item = make_item(meeting)
    assert f'<a class="item-link" href="#item-{item.id}"' in client.get("/e/EGM/en").text


def test_agenda_of_a_month_makes_up_no_days(client: FlaskClient) -> None:
    month = {"starts_on": date(2030, 6, 1), "ends_on": date(2030, 6, 30), "date_precision": DatePrecision.MONTH}
    meeting = make_meeting(code="JUNE", **month)
    make_item(meeting, title={"en": "Opening"})
    make_item(meeting, title={"en": "Closing"}, day=date(2030, 6, 2))
    text = client.get("/e/JUNE/en").text
    assert re.findall(r"agenda-day-title[^>]*>(.*?)<", text) == ["Day 1", "Day 2"]
    assert ("2030-06-0" in text, "Saturday" in text, "data-end" in text) == (False, False, False)
    assert '<time datetime="10:00"' in text
    assert "Day 1" not in client.get("/e/JUNE/ar").text


@pytest.mark.parametrize(
    ("state", "is_on"),
    [(MeetingState.PUBLISHED, True), (MeetingState.POSTPONED, False), (MeetingState.CANCELLED, False)],
)
def test_nothing_is_on_now_of_a_meeting_that_is_called_off(
    client: FlaskClient, state: MeetingState, is_on: bool
) -> None:
    make_item(make_meeting(code="EGM", state=state, state_reason={"en": "Flood"}))
    assert ("data-end=" in client.get("/e/EGM/en").text) is is_on, "by which the page marks what is on"


@pytest.mark.parametrize("value", ["venue_address", "part_of"])
def test_page_says_that_something_is_written_in_another_language(client: FlaskClient, value: str) -> None:
    make_meeting(code="EGM", **{value: {"en": "1 Rainbow Street"}})
    make_meeting(code="OWN", **{value: {"en": "1 Rainbow Street", "ar": "شارع قوس قزح 1"}})
    note = "بعض نصوص هذه الصفحة لم تُترجم بعد. لغة الأصل: الإنكليزية."
    assert note in client.get("/e/EGM/ar").text
    assert note not in client.get("/e/OWN/ar").text


def test_days_begin_with_a_capital_where_they_are_headings(client: FlaskClient) -> None:
    meeting = make_meeting(code="WG", page_languages=["fr"], main_language="fr")
    make_item(meeting)
    make_item(meeting, day=meeting.ends_on)
    page = client.get("/e/WG/fr").text
    assert '-title">Mercredi 27 février 2030</h' in page
    assert ">Mercredi 27</a>" in page


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"0": "today", "1": "tomorrow", "other": "in {} days"}),
        ("fr", {"0": "aujourd’hui", "1": "demain", "other": "dans {} jours"}),
        (
            "ar",
            {
                "0": "اليوم", "1": "غداً", "two": "بعد يومين", "few": "بعد {} أيام", "many": "بعد {} يوماً",
                "other": "بعد {} يوم",
            },
        ),
    ],
)  # fmt: skip
def test_days_until_the_meeting_have_the_forms_of_the_language(
    app: Flask, client: FlaskClient, language: str, forms: dict[str, str]
) -> None:
    meeting = make_meeting(page_languages=["en", "ar", "fr"])
    page = client.get(f"/e/{meeting.code}/{language}").text
    found = re.search(r'data-in-days="([^"]*)"', page)
    assert found is not None
    assert json.loads(unescape(found[1])) == forms
