from __future__ import annotations

import html
import re
from datetime import time
from enum import Enum

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect

from directory.models import Organisation, Person
from directory.operations import add_organisation, add_person, change_person
from foundation import audit, words
from foundation.database import db, writing
from foundation.history import acts_in_words, by_field, field_in_words
from foundation.languages import force_language
from foundation.text_changes import differences, plain_text
from foundation.translated import Translations
from meetings.agenda import operations as agenda
from meetings.enums import CountedGroup, ItemKind, PartRole, SectionKind
from meetings.facts.operations import texts
from meetings.facts.operations.meeting import change_meeting
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup, BreakoutInput
from meetings.models.documents import Document
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.rooms import Room
from meetings.models.sections import Section
from meetings.models.series import Series
from registration.models.registrations import Registration
from registration.people import deciding
from registration.people.entries import PERSON_FIELDS
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user, sign_in
from tests.statements import selects_of


def test_history_tells_old_and_new_values_of_a_meeting_and_of_one_record(client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    user = make_user("organiser", team, name="Nadim")
    items = [make_item(meeting), make_item(meeting)]
    with writing():
        for number, item in enumerate(items):
            changes = {"starts": (time(10), time(11 + number)), "passcode": ("old", "new")}
            audit.record("changed", item, actor=user, changes=changes)
    sign_in(client, user)
    whole = client.get("/manage/EGM/history").text
    one = client.get(f"/manage/EGM/history?kind=agenda_item&id={items[0].id}").text
    assert [text in whole for text in ("Nadim", "11:00", "12:00", "•••")] == [True] * 4
    assert ("11:00" in one, "12:00" in one) == (True, False)
    assert ">old<" not in whole


def test_history_of_a_record_of_another_meeting_is_empty(client: FlaskClient) -> None:
    team = make_team()
    make_meeting(team, code="EGM")
    foreign = make_item(make_meeting(make_team()))
    with writing():
        audit.record("changed", foreign, changes={"room": ("Hidden room", "x")})
    sign_in(client, make_user("organiser", team))
    assert "Hidden room" not in client.get(f"/manage/EGM/history?kind=agenda_item&id={foreign.id}").text


def in_words(kind: str, record_id: int, language: str = "en") -> list[tuple[str, str, str]]:
    with force_language(language):
        acts = acts_in_words(audit.entries_for(kind, record_id))
        return [(change.title, change.before, change.after) for act in acts for change in act.changes]


def test_only_the_language_that_changed_is_told(app) -> None:
    meeting = make_meeting()
    item = make_item(meeting, title={"en": "Opening", "ar": "افتتاح"})
    agenda.change_item(meeting.id, item.id, title=Translations(en="Opening", ar="الافتتاح"))
    assert in_words("agenda_item", item.id) == [("Title – العربية", "افتتاح", "الافتتاح")]


def test_references_are_told_by_name_in_the_language_of_the_page(app) -> None:
    meeting = make_meeting()
    person = add_person(meeting.team_id, name=Translations(en="Salma Haddad", ar="سلمى حداد"))
    body = add_organisation(meeting.team_id, name=Translations(en="Ministry", ar="الوزارة"))
    holder = make_item(meeting, title={"en": "Session one", "ar": "الجلسة الأولى"})
    item = agenda.add_item(meeting.id, kind=ItemKind.PRESENTATION, day=meeting.starts_on)
    agenda.change_item(meeting.id, item.id, parent_id=holder.id)
    part = agenda.add_part(meeting.id, role=PartRole.SPEAKER, item_id=item.id, person_id=person.id)
    agenda.change_part(meeting.id, part.id, person_id=None, organisation_id=body.id)
    change_meeting(meeting.id, series="Directors", country_code="JO")

    assert ("Inside of", "", "Session one") in in_words("agenda_item", item.id)
    assert in_words("part", part.id)[:2] == [("Person", "Salma Haddad", ""), ("Organisation", "", "Ministry")]
    assert ("Person", "سلمى حداد", "") in [(en, a, b) for (en, a, b) in zip_titles(part.id)]
    told = in_words("meeting", meeting.id)
    assert ("Series", "", "Directors") in told
    assert ("Country", "", "Jordan") in told


def zip_titles(part_id: int) -> list[tuple[str, str, str]]:
    """English names of the fields with Arabic values."""
    english, arabic = in_words("part", part_id), in_words("part", part_id, "ar")
    return [(title, before, after) for (title, _b, _a), (_t, before, after) in zip(english, arabic, strict=True)]


def test_reference_to_what_was_removed_is_no_number(app) -> None:
    meeting = make_meeting()
    one, two = make_item(meeting), make_item(meeting)
    agenda.change_item(meeting.id, two.id, continues_id=one.id)
    agenda.remove_item(meeting.id, one.id)
    assert ("Continues", "", "something that was removed meanwhile") in in_words("agenda_item", two.id)


def test_times_days_and_numbers_are_told_as_people_write_them(app) -> None:
    meeting = make_meeting()
    item = make_item(meeting)
    agenda.change_item(meeting.id, item.id, starts=time(9, 30), day=meeting.ends_on)
    assert set(in_words("agenda_item", item.id)) == {
        ("Start", "10:00", "09:30"),
        ("Day", "27 February 2030", "28 February 2030"),
    }


def test_long_texts_are_told_by_their_changed_words_and_rich_ones_as_text(app) -> None:
    meeting = make_meeting()
    before = "<p>" + "The experts discussed many things. " * 20 + "</p><ul><li>first point</li></ul>"
    section = texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(en=before))
    texts.change_section(meeting.id, section.id, body=Translations(en=before.replace("first", "second")))
    change = acts_in_words(audit.entries_for("section", section.id))[0].changes[0]
    assert [(piece.kind, piece.text.strip()) for piece in change.pieces if piece.kind != "same"] == [
        ("removed", "first"),
        ("added", "second"),
    ]
    assert "<" not in "".join(piece.text for piece in change.pieces)
    assert sum(len(piece.text) for piece in change.pieces) < 200


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
        ("<p>1 &lt; 2</p>", "1 < 2"),
    ],
)
def test_plain_words_of_clean_html(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_differences_of_equal_and_of_wholly_other_texts() -> None:
    assert [piece.kind for piece in differences("same words", "same words")] == ["same"]
    assert [piece.kind for piece in differences("one two", "three four")] == ["removed", "added"]


def test_history_by_field_links_from_every_edit_page(client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    user = make_user("organiser", team, name="Nadim")
    item = make_item(meeting, title={"en": "Opening"})
    agenda.change_item(meeting.id, item.id, title=Translations(en="Welcome"), actor=user)
    person = add_person(team.id, name=Translations(en="Salma Haddad"), actor=user)
    change_person(team.id, person.id, name=Translations(en="Salma M. Haddad"), actor=user)
    sign_in(client, user)

    page = client.get(f"/manage/EGM/agenda/{item.id}").text
    address = re.search(r'class="form-history[^>]*><a href="([^"]+)"', page).group(1).replace("&amp;", "&")
    told = client.get(address).text
    assert "Field by field" in told
    assert re.search(r"Opening.*Welcome.*Nadim", told, re.DOTALL)
    page = client.get(f"/teams/{team.id}/directory/persons/{person.id}").text
    address = re.search(r'class="form-history[^>]*><a href="([^"]+)"', page).group(1)
    assert "Salma M. Haddad" in client.get(address).text

    sign_in(client, make_user("viewer", team))
    assert client.get(f"/teams/{team.id}/directory/persons/{person.id}/history").status_code in (200, 403)


def test_history_costs_the_same_statements_at_1_and_30_entries(client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    sign_in(client, make_user("organiser", team))
    counts = []
    for number in (1, 30):
        for each in range(number):
            item = make_item(meeting)
            person = add_person(team.id, name=Translations(en=f"Person {number} {each}"))
            agenda.add_part(meeting.id, role=PartRole.SPEAKER, item_id=item.id, person_id=person.id)
        counts.append(selects_of(client, "/manage/EGM/history"))
    assert counts[0] == counts[1] <= 12


def test_by_field_collects_what_happened_to_each(app) -> None:
    meeting = make_meeting()
    item = make_item(meeting, title={"en": "One"})
    for text in ("Two", "Three"):
        agenda.change_item(meeting.id, item.id, title=Translations(en=text))
    fields = by_field(acts_in_words(audit.entries_for("agenda_item", item.id)))
    assert [(change.before, change.after) for _act, change in fields["Title – English"]] == [
        ("Two", "Three"),
        ("One", "Two"),
    ]
    assert db.session.get(AgendaItem, item.id).title["en"] == "Three"


RECORDED = (
    Meeting, Section, Room, MeetingOrganisation, FocalPoint, Document, ParticipationLink, Outcome, AgendaItem, Part,
    BreakoutGroup, BreakoutInput, Series, Project, Person, Organisation,
)  # fmt: skip
NEVER_TOLD = {
    "id", "meeting_id", "team_id", "position", "calendar_uid", "calendar_sequence", "hours_sequence", "text_times",
    "search_key", "version", "created_at", "changed_at", "published_at", "preview_generation", "deleted_at",
    "code_key", "written_by_id", "written_at",
}  # fmt: skip


def test_every_field_that_is_told_has_a_word_of_its_own(app) -> None:
    names = {column.key for kind in RECORDED for column in inspect(kind).column_attrs} - NEVER_TOLD
    counted = {f"{side}_{group}" for side in ("expected", "actual") for group in CountedGroup}

    with force_language("en"):
        assert {name for name in names | counted if field_in_words(name) == name.replace("_", " ")} == set()


@pytest.mark.parametrize("kind", [*RECORDED, Registration], ids=lambda kind: kind.__tablename__)
def test_every_wing_says_the_words_of_its_own_records(app, kind) -> None:
    told = {column.key: column for column in inspect(kind).columns if column.key not in NEVER_TOLD}
    if kind is Registration:
        told = {name: told.get(name) for name in (*PERSON_FIELDS, "email", "state", "mode", "reason")}
    table, known = kind.__tablename__, dict(words.fields.items())
    enums = {
        name: column.type.python_type
        for name, column in told.items()
        if column is not None and issubclass(column.type.python_type, Enum)
    }

    assert [name for name in told if not {f"{table}.{name}", f".{name}"} & set(known)] == []
    assert [
        name for name, enum in enums.items() if not set(enum) <= set(words.values.get(f"{table}.{name}") or ())
    ] == []


def test_confirmed_translation_conjunction_and_channel_are_told_in_words(app) -> None:
    meeting = make_meeting()
    item = make_item(meeting)
    words = {"visibility": (None, "approved"), "status": (None, "declined"), "state": (None, "approved")}
    confirmed = {"language": (None, "ar"), "field": (None, "state_reason")}
    changed = {"country_conjunction": ("and", "and_or"), "interpretation": ([], ["es"])}
    with writing():
        audit.record("confirmed", meeting, meeting_id=meeting.id, changes=confirmed)
        audit.record("changed", item, changes=changed | words)
    with force_language("en"):
        acts = acts_in_words(audit.entries_for_meeting(meeting.id))

    told = {change.title: change.after for act in acts for change in act.changes}
    assert told == {
        "Language": "Arabic", "Text": "Reason", "Between the countries": "and/or", "Interpretation": "Spanish",
        "Visibility": "Approved participants", "Status": "Cannot take part", "State": "Approved",
    }  # fmt: skip


def test_what_only_the_system_keeps_is_never_told_by_its_raw_name(app) -> None:
    meeting = make_meeting()
    item = make_item(meeting)
    agenda.remove_item(meeting.id, item.id)
    changes = acts_in_words(audit.entries_for_meeting(meeting.id))[0].changes
    assert {"Title", "Start"} <= {change.label for change in changes}
    assert not [change.label for change in changes if "text times" in change.label or "_" in change.label]


def test_history_says_whom_an_act_was_about_and_in_which_zone_its_times_are(client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    person = make_registration(meeting, given_name="Lina", family_name="Haddad")
    deciding.approve(person, actor=make_user("assistant", team))
    sign_in(client, make_user("organiser", team))
    page = client.get("/manage/EGM/history").text
    assert "Lina Haddad" in page
    assert "All times: Amman, UTC+3." in page


def test_conflict_is_told_in_the_time_of_the_meeting(client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    item = make_item(meeting, title={"en": "Opening"})
    sign_in(client, make_user("organiser", team))
    page = client.get(f"/manage/EGM/agenda/{item.id}").text
    values = {"kind": "session", "day": meeting.starts_on.isoformat(), "starts": "10:00", "ends": "11:00"}
    shown = html.unescape(re.search(r'name="shown" type="hidden" value="([^"]*)"', page)[1])
    agenda.change_item(meeting.id, item.id, title=Translations(en="Theirs"))
    answer = client.post(f"/manage/EGM/agenda/{item.id}", data=values | {"title_en": "Mine", "shown": shown})
    assert answer.status_code == 422
    assert "(Amman, UTC+3)</time>" in answer.text


def test_agenda_in_management_names_the_countries_of_open_parts(client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    item = make_item(meeting)
    agenda.add_part(
        meeting.id, role=PartRole.SPEAKER, item_id=item.id, label=Translations(en="Experts"), countries=["KR", "PT"]
    )
    sign_in(client, make_user("organiser", team))
    page = client.get("/manage/EGM/agenda").text
    assert re.search(r"<bdi>Experts</bdi>, <bdi>Republic of Korea and Portugal</bdi>", page)


def test_agenda_stands_among_the_texts_where_the_organiser_puts_it(client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="EGM")
    for kind in (SectionKind.ABOUT, SectionKind.OBJECTIVES, SectionKind.EXPECTED_OUTCOMES):
        texts.add_section(meeting.id, kind=kind, body=Translations(en=f"<p>{kind.value}</p>"))
    sign_in(client, make_user("organiser", team))

    def order() -> list[str]:
        page = client.get("/e/EGM/en").text
        return re.findall(r'<section class="programme-section[^"]*" id="([\w-]+)"', page)[:4]

    usual = order()
    assert usual.index("agenda") == 1
    for step, place in (("down", 2), ("down", 3), ("down", 3), ("up", 2), ("up", 1), ("up", 0), ("up", 0)):
        client.post("/manage/EGM/sections/agenda", data={"step": step})
        assert order().index("agenda") == place
        assert "section-agenda" in client.get("/manage/EGM/sections").text
