"""What the demo meetings say: dates, languages, agenda."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from demo.people import PEOPLE
from foundation import clock
from foundation.database import db
from foundation.translated import Translations
from meetings.enums import ItemKind, MeetingFormat, PartStatus
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code
from meetings.reading.programme import load_programme
from rich_text.texts import clean

CODES = ("TIN-API", "TIN-API-TODAY", "TIN-API-NEXT", "WG2", "WG2-NEXT")


def test_sample_meetings_have_their_true_dates(demo: Flask) -> None:
    tin_api, wg2 = meeting_by_code("TIN-API"), meeting_by_code("WG2")

    assert (tin_api.starts_on, tin_api.ends_on, tin_api.zone) == (
        date(2024, 2, 28),
        date(2024, 2, 29),
        "Asia/Amman",
    )
    assert (wg2.starts_on, wg2.ends_on, wg2.zone) == (date(2024, 2, 12), date(2024, 2, 12), "Asia/Dubai")


def test_french_signs_never_begin_a_line(demo: Flask) -> None:
    """Before them stands a space at which no line breaks."""
    sections = [section.body.text("fr", "fr") for section in meeting_by_code("WG2-NEXT").sections]
    assert any("le point\u00a0: où" in body for body in sections)
    assert not any(re.search(" [:;?!]", body) for body in sections)


def test_what_the_agenda_of_wg2_does_not_say_is_left_open(demo: Flask) -> None:
    wg2 = meeting_by_code("WG2")

    assert wg2.zone_assumed
    assert wg2.format is MeetingFormat.TO_BE_ANNOUNCED
    assert (dict(wg2.venue), dict(wg2.city), wg2.country_code) == ({}, {}, None)


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_written_in_every_language_of_the_page(demo: Flask, code: str) -> None:
    meeting = meeting_by_code(code)

    assert {"en", "ar"} <= set(meeting.page_languages)
    assert [text for text in _texts(meeting) if text.missing(meeting.page_languages)] == []


@pytest.mark.parametrize("code", CODES)
def test_structured_texts_are_as_the_editing_forms_keep_them(demo: Flask, code: str) -> None:
    programme = load_programme(meeting_by_code(code).id)
    items = [*programme.items, *(child for group in programme.children.values() for child in group)]
    texts = [section.body for section in programme.meeting.sections] + [item.description for item in items]

    assert [html for text in texts for html in text.values() if clean(html) != html] == []


def test_tin_api_holds_what_its_note_holds(demo: Flask) -> None:
    meeting = meeting_by_code("TIN-API")

    assert [section.kind.value for section in meeting.sections] == [
        "background",
        "project",
        "objectives",
        "discussion_topics",
        "expected_outcomes",
        "target_audience",
        "participation",
    ]
    assert [document.status.value for document in meeting.documents] == ["final"] * 3 + ["under_review"]
    assert [contact.kind.value for contact in meeting.contacts] == ["substantive"] * 2 + ["administrative"]
    assert [link["language"] for link in meeting.links] == ["en", "ar"]
    assert next(section.body["en"] for section in meeting.sections[3:4]).count("<li>") == 6
    assert load_programme(meeting.id).items == []


def test_wg2_has_the_times_of_its_agenda(demo: Flask) -> None:
    programme = load_programme(meeting_by_code("WG2").id)

    assert [(item.kind, item.starts, item.ends) for item in programme.items] == [
        (ItemKind.OPENING, time(10), time(10, 20)),
        (ItemKind.SESSION, time(10, 20), time(11, 20)),
        (ItemKind.COFFEE_BREAK, time(11, 20), time(11, 45)),
        (ItemKind.BREAKOUT, time(11, 45), time(13)),
        (ItemKind.LUNCH, time(13), time(14)),
        (ItemKind.SESSION, time(14), time(15, 30)),
        (ItemKind.CLOSING, time(15, 30), time(16)),
    ]
    [reporting] = programme.children[programme.items[3].id]
    assert (reporting.kind, reporting.starts, reporting.ends) == (ItemKind.REPORTING_BACK, None, None)


def test_wg2_has_three_groups_with_facilitators(demo: Flask) -> None:
    programme = load_programme(meeting_by_code("WG2").id)

    [groups] = programme.groups.values()
    assert [(group.letter["en"], group.letter["ar"]) for group in groups] == [
        ("A", "أ"),
        ("B", "ب"),
        ("C", "ج"),
    ]
    assert [len(programme.parts_of_groups[group.id]) for group in groups] == [1, 1, 1]


def test_open_role_of_wg2_names_its_countries(demo: Flask) -> None:
    programme = load_programme(meeting_by_code("WG2").id)

    part = programme.parts_of_items[programme.items[0].id][1]
    assert (part.countries, part.country_conjunction, part.status, part.person) == (
        ["KR", "PT"],
        "and_or",
        PartStatus.TO_BE_CONFIRMED,
        None,
    )


def test_next_editions_are_weeks_ahead_and_one_runs_today(demo: Flask) -> None:
    today = clock.local_now("Asia/Amman").date()
    ahead = {code: (meeting_by_code(code).starts_on - today) for code in CODES[1:3] + CODES[4:]}

    assert ahead["TIN-API-TODAY"] == timedelta()
    assert timedelta(weeks=5) <= ahead["TIN-API-NEXT"] < timedelta(weeks=6)
    assert timedelta(weeks=7) <= ahead["WG2-NEXT"] < timedelta(weeks=8)
    assert meeting_by_code("TIN-API-NEXT").starts_on.strftime("%a") == "Tue"


def test_an_item_continues_an_earlier_one(demo: Flask) -> None:
    [item] = db.session.scalars(select(AgendaItem).where(AgendaItem.continues_id.is_not(None)))

    earlier = db.session.get_one(AgendaItem, item.continues_id)
    assert (earlier.day, earlier.title) == (item.day, item.title)
    assert earlier.ends is not None
    assert item.starts is not None
    assert earlier.ends <= item.starts


def test_everybody_on_the_pages_has_an_example_address() -> None:
    assert [person.email for person in PEOPLE.values() if not person.email.endswith("@example.org")] == []
    assert [person for person in PEOPLE.values() if set(person.name) != {"en", "ar", "fr"}] == []


@pytest.mark.parametrize("code", CODES)
def test_addresses_to_write_to_are_example_addresses(demo: Flask, code: str) -> None:
    contacts = meeting_by_code(code).contacts

    assert contacts
    assert all(contact.email.endswith("@example.org") for contact in contacts)


def _texts(meeting: Meeting) -> Iterator[Translations]:
    programme = load_programme(meeting.id)
    items = [*programme.items, *(child for group in programme.children.values() for child in group)]
    groups = [group for each in programme.groups.values() for group in each]
    parts = [
        part for each in (*programme.parts_of_items.values(), *programme.parts_of_groups.values()) for part in each
    ]
    people = [row.person for row in (*parts, *meeting.contacts) if row.person]
    bodies = [row.organisation for row in (*parts, *meeting.organisations, *people) if row.organisation]
    rows: list[Any] = [meeting, meeting.series, meeting.project, *meeting.sections, *meeting.contacts]
    rows += [*meeting.documents, *items, *groups, *parts, *people, *bodies]
    for row in rows:
        if row is None:
            continue
        for column in row.__mapper__.columns:
            value = getattr(row, column.key)
            if isinstance(value, Translations):
                yield value
    for link in meeting.links:
        yield Translations(link["label"])
