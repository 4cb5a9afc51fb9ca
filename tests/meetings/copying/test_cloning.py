"""A copy of a meeting for another time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from accounts.permissions import Role
from directory.operations import add_organisation, add_person
from foundation.audit import entries_for_meeting
from foundation.clock import frozen_at
from foundation.database import db, writing
from foundation.files import store
from foundation.text_times import older_languages
from foundation.translated import Translations
from meetings.copying.operations import USUAL_PARTS, AgendaNeeded, MeetingPart, clone_meeting, usual_first_day
from meetings.enums import (
    ContactKind,
    CountedGroup,
    DatePrecision,
    DocumentKind,
    MeetingState,
    OrganisationRole,
    PartRole,
    PartStatus,
    SectionKind,
)
from meetings.facts.operations.meeting import change_meeting
from meetings.facts.operations.short_codes import CodeTaken, UnusableCode
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup, BreakoutInput
from meetings.models.documents import Document, DocumentVersion
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.rooms import Room
from meetings.models.sections import Section
from registration.enums import ApprovalMode
from registration.models.registrations import Registration
from registration.models.rules import RegistrationRules
from tests.factories import make_item, make_meeting, make_registration, make_rules, make_team, make_user, sign_in
from tests.statements import statements
from tests.threads import at_once

PDF = b"%PDF-1.7 minimal"
EVERYTHING = frozenset(MeetingPart)


@pytest.fixture
def source(app):
    """A meeting of three days with something of every kind."""
    meeting = make_meeting(
        make_team(),
        code="WS-1",
        title={"en": "First workshop", "ar": "الورشة الأولى", "fr": "Premier atelier"},
        starts_on=date(2030, 2, 26),
        ends_on=date(2030, 2, 28),
        ordinal=1,
        symbol="E/ESCWA/2030/1",
        calendar_sequence=4,
        venue=Translations(en="Hall", ar="قاعة"),
        registration_opens=datetime.fromisoformat("2030-01-01T09:00"),
        registration_closes=datetime.fromisoformat("2030-02-20T17:00"),
        links=[{"label": {"en": "Photos"}, "url": "https://example.org", "language": ""}],
    )
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=40)
    make_registration(meeting)
    person = add_person(meeting.team_id, name=Translations(en="Salma Haddad"))
    organisation = add_organisation(meeting.team_id, name=Translations(en="ITU"))
    top = make_item(meeting, day=date(2030, 2, 26), starts=time(9), ends=time(12), room=Translations(en="Room 1"))
    child = make_item(meeting, day=date(2030, 2, 26), starts=None, ends=None, parent_id=top.id, calendar_sequence=3)
    later = make_item(meeting, day=date(2030, 2, 28), continues_id=top.id)
    with writing() as session:
        group = BreakoutGroup(
            meeting_id=meeting.id, item_id=later.id, letter=Translations(en="A"), title=Translations(en="Data")
        )
        file = store(PDF)
        session.add_all(
            [
                group,
                Section(meeting_id=meeting.id, kind=SectionKind.BACKGROUND, body=Translations(en="<p>x</p>", ar="س")),
                MeetingOrganisation(
                    meeting_id=meeting.id, role=OrganisationRole.PARTNER, organisation_id=organisation.id
                ),
                FocalPoint(meeting_id=meeting.id, kind=ContactKind.SUBSTANTIVE, person_id=person.id),
                Room(meeting_id=meeting.id, name=Translations(en="Room 1"), seats=60),
                ParticipantNumber(meeting_id=meeting.id, is_actual=True, counted=CountedGroup.TOTAL, number=100),
            ]
        )
        session.flush()
        session.add(BreakoutInput(group_id=group.id, text="A point", written_at=datetime.now(UTC)))
        for status in PartStatus:
            session.add(
                Part(
                    meeting_id=meeting.id, item_id=child.id, role=PartRole.SPEAKER, status=status, person_id=person.id,
                    position=list(PartStatus).index(status),
                )
            )  # fmt: skip
        session.add(
            Part(
                meeting_id=meeting.id, group_id=group.id, role=PartRole.FACILITATOR,
                status=PartStatus.CONFIRMED, organisation_id=organisation.id,
            )
        )  # fmt: skip
        session.add(
            Document(
                meeting_id=meeting.id, item_id=top.id, kind=DocumentKind.PAPER, title=Translations(en="Paper"),
                symbol="E/1",
                versions=[DocumentVersion(language="en", file_id=file.id, file_name="p.pdf", downloads=9)],
            )
        )  # fmt: skip
        for values in ({}, {"item_id": later.id}, {"group_id": group.id}):
            session.add(
                ParticipationLink(
                    meeting_id=meeting.id, join_url="https://example.org/j", tested_at=datetime.now(UTC), **values
                )
            )
    return meeting


def rows(kind, meeting):
    order = (kind.day, kind.id) if kind is AgendaItem else (kind.id,)
    return list(db.session.scalars(select(kind).where(kind.meeting_id == meeting.id).order_by(*order)))


def test_copy_is_a_draft_of_its_own_that_follows_its_source(source):
    clone = clone_meeting(source.id, code="WS-2", starts_on=date(2031, 2, 25), ordinal=2)

    assert (clone.state, clone.version >= 1, clone.published_at) == (MeetingState.DRAFT, True, None)
    assert (clone.follows_id, clone.ordinal, clone.symbol) == (source.id, 2, "")
    assert (clone.starts_on, clone.ends_on) == (date(2031, 2, 25), date(2031, 2, 27))
    assert clone.title == Translations(en="First workshop", ar="الورشة الأولى", fr="Premier atelier")
    assert clone.venue == Translations(en="Hall", ar="قاعة")
    assert clone.calendar_sequence == 0
    assert clone.calendar_uid != source.calendar_uid
    assert clone.registration_opens == datetime.fromisoformat("2030-12-31T09:00")
    assert clone.registration_closes == datetime.fromisoformat("2031-02-19T17:00")
    assert [entry.act for entry in entries_for_meeting(clone.id)] == ["cloned"]
    assert rows(ParticipantNumber, clone) == []
    assert db.session.scalars(select(Registration).where(Registration.meeting_id == clone.id)).all() == []


def test_weekdays_local_times_nesting_and_continuation_move_along(source):
    clone = clone_meeting(source.id, code="WS-2", starts_on=date(2031, 2, 25))

    top, child, later = rows(AgendaItem, clone)
    assert [item.day for item in (top, child, later)] == [date(2031, 2, 25), date(2031, 2, 25), date(2031, 2, 27)]
    assert [item.day.weekday() for item in (top, later)] == [1, 3]
    assert (top.starts, top.ends, child.starts) == (time(9), time(12), None)
    assert (child.parent_id, later.continues_id) == (top.id, top.id)
    old = {item.calendar_uid for item in rows(AgendaItem, source)}
    new = {item.calendar_uid for item in (top, child, later)}
    assert len(new) == 3
    assert not new & old
    assert {item.calendar_sequence for item in (top, child, later)} == {0}
    assert top.room == Translations(en="Room 1")


def test_people_are_to_be_confirmed_again_and_those_who_left_are_left_out(source):
    clone = clone_meeting(source.id, code="WS-2", starts_on=date(2031, 2, 25))

    assert [part.status for part in rows(Part, clone)] == [
        PartStatus.TO_BE_CONFIRMED,  # was invited
        PartStatus.TO_BE_CONFIRMED,
        PartStatus.TO_BE_DETERMINED,
        PartStatus.TO_BE_CONFIRMED,  # was confirmed
        PartStatus.TO_BE_CONFIRMED,  # the organisation in the group
    ]
    (group,) = rows(BreakoutGroup, clone)
    assert rows(Part, clone)[-1].group_id == group.id
    assert group.item_id == rows(AgendaItem, clone)[2].id
    assert db.session.scalars(select(BreakoutInput).where(BreakoutInput.group_id == group.id)).all() == []


def test_documents_and_join_links_come_along_only_when_asked_for(source):
    usual = clone_meeting(source.id, code="WS-2", starts_on=date(2031, 2, 25))
    assert (rows(Document, usual), rows(ParticipationLink, usual)) == ([], [])

    whole = clone_meeting(source.id, code="WS-3", starts_on=date(2031, 2, 25), parts=EVERYTHING)
    (document,) = rows(Document, whole)
    assert document.item_id == rows(AgendaItem, whole)[0].id
    assert (document.symbol, document.versions[0].file_name, document.versions[0].downloads) == ("", "p.pdf", 0)
    links = rows(ParticipationLink, whole)
    assert [bool(link.item_id) for link in links] == [False, True, False]
    assert [bool(link.group_id) for link in links] == [False, False, True]
    assert {link.tested_at for link in links} == {None}
    assert rows(Document, source)[0].versions[0].downloads == 9


def test_only_chosen_parts_are_taken_over(source):
    bare = clone_meeting(source.id, code="WS-2", starts_on=date(2031, 2, 25), parts=())

    for kind in (Section, AgendaItem, Part, BreakoutGroup, MeetingOrganisation, FocalPoint, Room, Document):
        assert rows(kind, bare) == [], kind
    assert (bare.links, bare.takes_registrations, bare.registration_opens) == ([], False, None)
    assert db.session.get(RegistrationRules, bare.id) is None
    usual = clone_meeting(source.id, code="WS-3", starts_on=date(2031, 2, 25))
    for kind in (Section, MeetingOrganisation, FocalPoint, Room):
        assert len(rows(kind, usual)) == 1, kind
    assert usual.links == source.links
    assert db.session.get(RegistrationRules, usual.id).capacity_in_person == 40


def test_join_links_of_groups_stay_behind_with_their_groups(source):
    parts = EVERYTHING - {MeetingPart.GROUPS, MeetingPart.PEOPLE}
    clone = clone_meeting(source.id, code="WS-2", starts_on=date(2031, 2, 25), parts=parts)

    assert [link.group_id for link in rows(ParticipationLink, clone)] == [None, None]


def test_people_without_agenda_are_refused(source):
    with pytest.raises(AgendaNeeded):
        clone_meeting(source.id, code="WS-2", starts_on=date(2031, 2, 25), parts={MeetingPart.PEOPLE})


def test_taken_or_unusable_code_leaves_nothing_behind(source):
    for code, error in (("ws-1", CodeTaken), ("new", UnusableCode), ("a b", UnusableCode)):
        with pytest.raises(error):
            clone_meeting(source.id, code=code, starts_on=date(2031, 2, 25))
    assert db.session.scalars(select(Meeting)).all() == [source]


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("WS-1", "WS-1-2031"),
        ("TIN-API-2030", "TIN-API-2031"),
        ("EGM2030-2", "EGM-2031"),
        ("2030", "2031"),
        ("L" * 40, f"{'L' * 30}-2031"),
    ],
)
def test_copy_without_a_code_has_that_of_its_source_with_the_new_year(team, code, made):
    source = make_meeting(team, code=code)
    assert clone_meeting(source.id, starts_on=date(2031, 2, 25)).code == made
    assert clone_meeting(source.id, starts_on=date(2031, 2, 25)).code == f"{made}-2"


def test_copies_without_a_code_at_once_have_different_ones(app, source):
    source_id = source.id
    assert at_once(app, [lambda: clone_meeting(source_id, starts_on=date(2031, 2, 25))] * 6) == []
    assert len(set(db.session.scalars(select(Meeting.code)))) == 7


def test_meeting_known_by_month_is_copied_by_month(app):
    source = make_meeting(
        starts_on=date(2030, 12, 1), ends_on=date(2031, 1, 31), date_precision=DatePrecision.MONTH,
    )  # fmt: skip
    make_item(source, day=date(2031, 1, 31))

    with frozen_at(datetime(2030, 6, 1, tzinfo=UTC)):
        first = usual_first_day(source, date(2030, 6, 1))
    clone = clone_meeting(source.id, code="BY-MONTH", starts_on=first)

    assert (clone.starts_on, clone.ends_on) == (date(2031, 12, 1), date(2032, 1, 31))
    assert clone.date_precision is DatePrecision.MONTH
    shorter = clone_meeting(source.id, code="SHORTER", starts_on=date(2032, 1, 1))
    assert (shorter.starts_on, shorter.ends_on) == (date(2032, 1, 1), date(2032, 2, 29))
    assert rows(AgendaItem, shorter)[0].day == date(2032, 2, 29)


@pytest.mark.parametrize(
    ("starts", "today", "expected"),
    [
        (date(2026, 3, 3), date(2026, 1, 1), date(2027, 3, 2)),
        (date(2026, 3, 3), date(2027, 3, 2), date(2027, 3, 2)),
        (date(2020, 3, 3), date(2026, 11, 22), date(2027, 2, 23)),
    ],
)
def test_usual_day_is_the_same_weekday_a_year_later_and_not_past(app, starts, today, expected):
    day = usual_first_day(make_meeting(starts_on=starts, ends_on=starts), today)

    assert day == expected
    assert day.weekday() == starts.weekday()


def statements_of_clone(source, code: str) -> int:
    with statements() as seen:
        clone_meeting(source.id, code=code, starts_on=date(2031, 2, 25), parts=EVERYTHING)
    return len(seen)


def test_copy_costs_the_same_statements_however_long_the_agenda(source):
    first = statements_of_clone(source, "SMALL")
    team = source.team_id
    person = add_person(team, name=Translations(en="Omar"))
    top = rows(AgendaItem, source)[0]
    with writing() as session:
        for number in range(60):
            item = AgendaItem(
                meeting_id=source.id, kind=top.kind, day=top.day, starts=time(9), ends=time(10), parent_id=top.id,
                continues_id=top.id, title=Translations(en=f"Item {number}"), calendar_uid=f"uid-{number}@plenary.test",
            )  # fmt: skip
            session.add(item)
            session.flush()
            session.add(Part(meeting_id=source.id, item_id=item.id, role=PartRole.SPEAKER, person_id=person.id))

    assert statements_of_clone(source, "LARGE") == first


def test_two_copies_with_one_code_at_once_give_one(app, source):
    source_id, results = source.id, []

    def clone() -> None:
        results.append(clone_meeting(source_id, code="SAME", starts_on=date(2031, 2, 25)).code)

    (refused,) = at_once(app, [clone] * 2)

    assert isinstance(refused, CodeTaken)
    assert results == ["SAME"]


# ---- page -------------------------------------------------------------------------------------------------


@pytest.fixture
def organiser(client, source):
    sign_in(client, make_user(Role.ORGANISER, source.team))
    return client


def test_page_suggests_a_year_later_and_the_next_number(organiser, source):
    with frozen_at(datetime(2029, 6, 1, tzinfo=UTC)):
        sign_in(organiser, make_user(Role.ORGANISER, source.team))
        page = organiser.get("/manage/WS-1/clone").text

    assert 'value="2031-02-25"' in page
    assert "This meeting began on a Tuesday." in page
    assert 'id="ordinal" inputmode' in page or 'value="2"' in page
    assert "الورشة الأولى</textarea>" in page
    assert page.count("checked") == len(USUAL_PARTS)


def test_page_makes_the_copy(organiser, source):
    data = {
        "title_en": "Second workshop",
        "title_ar": "الورشة الثانية",
        "code": "WS-2",
        "starts_on": "2031-02-25",
        "ordinal": "2",
        "parts": ["agenda", "sections"],
    }

    assert organiser.post("/manage/WS-1/clone", data=data).location == "/manage/WS-2"
    assert organiser.post("/manage/WS-1/clone", data=data | {"code": ""}).location == "/manage/WS-1-2031"

    clone = db.session.scalar(select(Meeting).where(Meeting.code == "WS-2"))
    assert clone.title == Translations(en="Second workshop", ar="الورشة الثانية", fr="Premier atelier")
    assert (len(rows(AgendaItem, clone)), rows(Part, clone)) == (3, [])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"code": "ws-1"}, "Another meeting has this short code. Choose another one."),
        ({"code": "a/b"}, "Use the letters a to z, digits and hyphens"),
        ({"starts_on": ""}, "Please fill this in."),
        ({"starts_on": "tomorrow"}, "Enter a date such as 28 February 2030 or 2030-02-28."),
        ({"title_en": ""}, "Please fill this in."),
        ({"title_en": "x" * 5_000_000}, "Shorten this to 300 characters; it has 5000000."),
        ({"parts": ["people"]}, "People and breakout groups stand in the agenda: tick the agenda too."),
        ({"parts": ["everything"]}, "Choose from the list."),
        ({"ordinal": "-1"}, "Enter a whole number between 1 and 9999."),
    ],
)
def test_bad_input_has_a_message_and_nothing_typed_is_lost(organiser, source, values, message):
    data = {"title_en": "Second", "title_ar": "الثانية", "code": "WS-2", "starts_on": "2031-02-25", "parts": ["rooms"]}

    response = organiser.post("/manage/WS-1/clone", data=data | values)

    assert response.status_code == 422
    assert message in response.text
    assert "الثانية</textarea>" in response.text
    for name in ("code", "starts_on"):
        assert f'value="{(data | values)[name]}"' in response.text
    assert len(db.session.scalars(select(Meeting)).all()) == 1


def test_viewer_may_not_copy(client, source):
    sign_in(client, make_user(Role.VIEWER, source.team))

    assert client.get("/manage/WS-1/clone").status_code == 403


def test_translation_older_than_its_original_is_so_in_the_copy_too(app):
    meeting = make_meeting(title={"en": "First", "ar": "الأول"}, summary={"en": "A", "ar": "أ"})
    with frozen_at(datetime(2031, 1, 1, tzinfo=UTC)):
        change_meeting(meeting.id, summary=Translations(en="B", ar="أ"))
    with frozen_at(datetime(2031, 2, 1, tzinfo=UTC)):
        title = Translations(en="Second", ar="الأول")
        clone = clone_meeting(meeting.id, code="AGAIN", starts_on=date(2031, 2, 26), title=title)

    older = {name: older_languages(clone, name, ["ar"], "en") for name in ("title", "summary")}
    assert older == {"title": ["ar"], "summary": ["ar"]}
