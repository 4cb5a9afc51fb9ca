"""One thing is said in the same words wherever it is said: page, papers, feeds, JSON-LD, mails, editor."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from accounts.models import User
from accounts.permissions import Role
from directory.enums import OrganisationKind
from directory.models import Organisation, Person
from foundation.database import writing
from foundation.languages import force_language
from foundation.translated import Translations
from meetings.catalogue.operations.indexing import index_behind
from meetings.enums import CountedGroup, CountQualifier, ItemKind, MeetingFormat, OrganisationRole, PartRole
from meetings.models.agenda import Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.parties import MeetingOrganisation
from meetings.models.series import Series
from meetings.reading.facts import numbers_in_words
from meetings.reading.parties import organiser_names
from meetings.reading.places import place_of
from meetings.reading.presenting import Presenter, dates_of
from meetings.reading.programme import load_programme
from outbox.rendering import render
from registration.models.registrations import Registration
from registration.people import deciding
from registration.people.registering import register
from registration.reading.links import manage_token
from tests.factories import _add, make_item, make_meeting, make_rules, make_team, make_user, sign_in
from tests.registration.samples import entry, mails

LANGUAGES = ("en", "ar", "fr")


@dataclass
class Said:
    """What is said of a meeting in one language, by the presenter that all take their words from."""

    title: str
    dates: str
    place: str
    first_day: str
    items: list[str] = field(default_factory=list)
    hours: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    organisers: list[str] = field(default_factory=list)
    bigger: list[str] = field(default_factory=list)
    expected: str = ""


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    """A meeting in three languages that lacks some texts in some of them, as drafts of real ones do."""
    team = make_team()
    meeting: Meeting = make_meeting(
        team,
        title={"en": "Data for all", "ar": "البيانات للجميع"},
        page_languages=list(LANGUAGES),
        main_language="en",
        format=MeetingFormat.HYBRID,
        venue={"en": "Grand Hotel", "ar": "الفندق الكبير"},
        city={"en": "Amman", "ar": "عمّان", "fr": "Amman"},
        country_code="JO",
        online_platform="Zoom",
    )
    make_rules(meeting)
    series = _add(Series(team_id=team.id, title=Translations(en="Data forum", ar="منتدى البيانات")))
    with writing():
        meeting.series, meeting.ordinal = series, 3
        meeting.part_of = Translations(en="Week of data", fr="Semaine des données")
    organisation = _add(
        Organisation(
            team_id=team.id,
            name=Translations(en="Institute of Statistics", ar="معهد الإحصاء"),
            kind=OrganisationKind.OTHER,
        )
    )
    person = _add(
        Person(
            team_id=team.id,
            name=Translations(en="Salma Haddad", ar="سلمى حداد"),
            honorific=Translations(en="Dr.", ar="الدكتورة", fr="Mme"),
            position=Translations(en="Director", fr="Directrice"),
            organisation_id=organisation.id,
        )
    )
    plain = make_item(meeting, title={"en": "Opening", "fr": "Ouverture"}, room={"en": "Room 7", "ar": "القاعة 7"})
    untitled = make_item(meeting, kind=ItemKind.PANEL, title={}, starts=plain.ends, ends=None)
    groups = [
        BreakoutGroup(
            meeting_id=meeting.id, item_id=untitled.id, letter=Translations(letter), title=Translations(title)
        )
        for letter, title in (({"en": "A", "ar": "أ"}, {"en": "Health"}), ({"en": "B", "ar": "ب"}, {}))
    ]
    with writing() as session:
        session.add_all(groups)
        for item in (plain, untitled):
            rows = [
                Part(meeting_id=meeting.id, item_id=item.id, role=PartRole.SPEAKER, position=0, person_id=person.id),
                Part(
                    meeting_id=meeting.id,
                    item_id=item.id,
                    role=PartRole.MODERATOR,
                    position=1,
                    organisation_id=organisation.id,
                    affiliation=Translations(en="for the region"),
                ),
            ]
            session.add_all(rows)
        for role, party in (
            (OrganisationRole.ORGANISER, {"organisation_id": organisation.id}),
            (OrganisationRole.CO_ORGANISER, {"country_code": "JO"}),
        ):
            session.add(MeetingOrganisation(meeting_id=meeting.id, role=role, **party))
        for counted, number in ((CountedGroup.IN_PERSON, 60), (CountedGroup.SPEAKERS, 7)):
            values = {"counted": counted, "qualifier": CountQualifier.ABOUT, "number": number, "is_actual": False}
            session.add(ParticipantNumber(meeting_id=meeting.id, **values))
    return meeting


@pytest.fixture
def assistant(meeting: Meeting) -> User:
    return make_user(Role.ORGANISER, meeting.team)


def said(meeting: Meeting, language: str) -> Said:
    presenter = Presenter(load_programme(meeting.id), language)
    with force_language(language):
        days = presenter.days()
        dates, place = dates_of(meeting, language), place_of(meeting, language)
        words = Said(presenter.text(meeting.title), dates, place, days[0].date_label)
        words.organisers = organiser_names(meeting, language)
        assert meeting.series is not None
        words.bigger = [presenter.text(meeting.series.title), presenter.text(meeting.part_of)]
        words.expected = numbers_in_words(meeting.participant_numbers, language, actual=False)
        for item in (item for day in days for row in day.rows for item in row):
            words.items.append(item.title or item.kind_label)
            words.hours.append(item.time_label)
            words.rooms += filter(None, [item.room])
            words.groups += [" – ".join(filter(None, (group.letter, group.title))) for group in item.groups]
            holders = [holder for group in item.parts for holder in group.holders]
            words.names += [holder.name for holder in holders]
            words.details += [holder.detail for holder in holders if holder.detail]
    return words


def plain(text: str) -> str:
    """Letters and signs as they are read: without markup, marks of direction and kinds of blanks."""
    text = unescape(re.sub(r"<[^>]*>", "", text))
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return re.sub(r"\s+", " ", text).casefold()


def assert_says(where: str, text: str, *wanted: str | list[str]) -> None:
    read = plain(text)
    for each in wanted:
        for words in [each] if isinstance(each, str) else each:
            assert plain(words) in read, f"{where} does not say {words!r}"


def paper(client: FlaskClient, meeting: Meeting, language: str) -> str:
    data = client.get(f"/manage/{meeting.code}/papers/agenda-{language}.docx").data
    with ZipFile(BytesIO(data)) as archive:
        text = "".join(archive.read(n).decode() for n in archive.namelist() if n.startswith("word/"))
    return re.sub(r"</w:p>", " ", text)


def events(client: FlaskClient, address: str) -> Iterator[dict[str, str]]:
    for event in Calendar.from_ical(client.get(address).data).walk("VEVENT"):
        texts = {name: str(event.get(name, "")) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")}
        yield texts | {name: event.decoded(name).strftime("%d %H:%M") for name in ("DTSTART", "DTEND") if name in event}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_paper_say_all_of_it(client: FlaskClient, meeting: Meeting, assistant: User, language: str) -> None:
    words = said(meeting, language)
    everything = (words.title, words.dates, words.place, words.items, words.hours, words.rooms)
    page = client.get(f"/e/{meeting.code}/{language}").text
    assert_says("the page", page, words.title, words.dates, words.items, words.rooms, words.names, words.details)
    assert_says("the page", page, words.organisers, words.bigger, words.expected)
    sign_in(client, assistant)
    said_twice = (words.names, words.details, words.organisers, words.bigger)
    assert_says("the agenda paper", paper(client, meeting, language), *everything, *said_twice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_meetings_say_what_the_page_says(client: FlaskClient, meeting: Meeting, language: str) -> None:
    index_behind(100)
    words = said(meeting, language)
    listed = client.get(f"/series/{meeting.series_id}/{language}").text
    assert_says("the list of a series", listed, words.title, words.organisers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendars_say_what_the_page_says(client: FlaskClient, meeting: Meeting, language: str) -> None:
    words = said(meeting, language)
    for day in events(client, f"/e/{meeting.code}/{language}/calendar.ics"):
        assert (day["SUMMARY"], day["LOCATION"]) == (words.title, words.place)
    items = list(events(client, f"/e/{meeting.code}/{language}/agenda.ics"))
    assert [event["SUMMARY"] for event in items] == words.items
    assert items[0]["LOCATION"].startswith(words.rooms[0])
    assert_says("the calendar", items[1]["DESCRIPTION"], words.groups)


@pytest.mark.parametrize("language", LANGUAGES)
def test_machines_are_told_what_the_page_says(client: FlaskClient, meeting: Meeting, language: str) -> None:
    words = said(meeting, language)
    page = client.get(f"/e/{meeting.code}/{language}").text
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    thing = json.loads(found[1])
    assert thing["name"] == words.title
    assert [each["name"] for each in thing["subEvent"]] == words.items
    assert [each["name"] for each in thing["organizer"]] == words.organisers
    assert [each["name"] for each in thing["superEvent"]] == words.bigger[::-1]
    # The last item has no end: it lasts an hour, as in the calendar.
    (day, *_others) = events(client, f"/e/{meeting.code}/{language}/calendar.ics")
    assert datetime.fromisoformat(thing["startDate"]).strftime("%d %H:%M") == day["DTSTART"]
    performers = [each for each in thing["performer"] if each["@type"] == "Person"]
    assert f"{performers[0]['honorificPrefix']} {performers[0]['name']}" == words.names[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_editor_shows_what_the_page_says(
    client: FlaskClient, meeting: Meeting, assistant: User, language: str
) -> None:
    sign_in(client, assistant)
    client.set_cookie("language", language)
    words = said(meeting, language)
    editor = client.get(f"/manage/{meeting.code}/agenda", headers={"Accept-Language": language}).text
    assert_says("the editor", editor, words.items, words.hours, words.names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_and_the_personal_page_say_what_the_page_says(
    client: FlaskClient, meeting: Meeting, assistant: User, language: str
) -> None:
    words = said(meeting, language)
    person: Registration = register(meeting, entry(language=language))
    deciding.approve(person, actor=assistant)
    for mail in mails(person):
        letter = render(mail.template, mail.language, mail.values, recipient=mail.recipient, reply_to=mail.reply_to)
        for text in (letter.html, letter.text):
            assert_says(mail.template, text, words.title, words.first_day, place_of(meeting, language, person.mode))
    own = client.get(f"/r/{manage_token(person)}/agenda").text
    assert_says("the personal agenda", own, words.items, words.hours, words.rooms)
