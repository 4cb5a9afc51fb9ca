from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from directory.operations import add_organisation, add_person
from directory.queries import NoSuchEntry
from foundation.audit import entries_for
from foundation.countries import UnknownCountry
from foundation.database import db
from foundation.translated import Translations
from meetings.agenda import operations
from meetings.breakouts import operations as breakouts
from meetings.enums import ItemKind, MeetingFormat, PartRole
from meetings.facts.operations import life
from meetings.facts.operations import meeting as record_operations
from meetings.models.agenda import AgendaItem, Part
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchRecord
from tests.factories import make_item, make_meeting, make_team

FIRST, SECOND = date(2030, 2, 27), date(2030, 2, 28)


@pytest.fixture
def meeting(app):
    return make_meeting(code="WG-TEST")


def sequence(row) -> int:
    db.session.refresh(row)
    return row.calendar_sequence


def own_sequence(meeting) -> int:
    """SEQUENCE of the entry of the meeting itself."""
    return sequence(meeting) + meeting.hours_sequence


def order(meeting) -> list[str]:
    from meetings.reading.programme import load_programme

    return [item.title["en"] for item in load_programme(meeting.id).items]


def test_item_without_title_has_the_name_of_its_kind_in_each_language(meeting):
    item = operations.add_item(meeting.id, kind=ItemKind.LUNCH, starts=time(13), ends=time(14))

    assert set(item.title) == {"en", "ar"}
    assert item.title["en"] == "Lunch"
    assert item.day == FIRST


def test_item_may_start_before_the_usual_hour_and_be_open_ended(meeting):
    item = operations.add_item(meeting.id, kind=ItemKind.REGISTRATION, starts=time(8, 30))

    assert (item.starts, item.ends) == (time(8, 30), None)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"day": date(2030, 3, 1)}, operations.DayOutside),
        ({"starts": time(10), "ends": time(10)}, operations.ItemEndsBeforeStart),
        ({"starts": time(10), "ends": time(9)}, operations.ItemEndsBeforeStart),
        ({"ends": time(9)}, operations.EndWithoutStart),
        ({"parent_id": 999}, NoSuchRecord),
        ({"continues_id": 999}, NoSuchRecord),
    ],
)
def test_impossible_items_are_refused(meeting, values, error):
    with pytest.raises(error):
        operations.add_item(meeting.id, kind=ItemKind.SESSION, **values)
    assert db.session.scalar(select(AgendaItem)) is None


def test_item_of_another_meeting_cannot_hold_this_one(meeting):
    other = make_item(make_meeting())

    with pytest.raises(NoSuchRecord):
        operations.add_item(meeting.id, kind=ItemKind.SESSION, parent_id=other.id)


def test_child_has_the_day_of_its_parent_and_needs_no_time(meeting):
    parent = make_item(meeting, day=SECOND)

    child = operations.add_item(meeting.id, kind=ItemKind.PRESENTATION, day=FIRST, parent_id=parent.id)
    grandchild = operations.add_item(meeting.id, kind=ItemKind.DISCUSSION, parent_id=child.id)
    assert (child.day, child.starts, grandchild.day) == (SECOND, None, SECOND)

    operations.change_item(meeting.id, parent.id, day=FIRST)
    db.session.refresh(grandchild)
    assert grandchild.day == FIRST


def test_items_do_not_hold_themselves_nor_nest_without_end(meeting):
    top = make_item(meeting)
    child = operations.add_item(meeting.id, kind=ItemKind.SESSION, parent_id=top.id)
    lowest = operations.add_item(meeting.id, kind=ItemKind.SESSION, parent_id=child.id)

    for item, parent in ((top, top), (top, lowest)):
        with pytest.raises(operations.UnsuitableParent):
            operations.change_item(meeting.id, item.id, parent_id=parent.id)
    with pytest.raises(operations.UnsuitableParent):
        operations.add_item(meeting.id, kind=ItemKind.SESSION, parent_id=lowest.id)
    other = make_item(meeting)
    with pytest.raises(operations.UnsuitableParent):
        operations.change_item(meeting.id, top.id, parent_id=other.id)


def test_sequence_of_an_item_rises_exactly_when_time_or_place_changes(meeting):
    item = operations.add_item(meeting.id, kind=ItemKind.SESSION, starts=time(10), ends=time(11))

    operations.change_item(meeting.id, item.id, description=Translations(en="<p>x</p>"), is_closed=True)
    operations.change_item(meeting.id, item.id, title=Translations(en="T"), interpretation=["ar"])
    assert sequence(item) == 0
    operations.change_item(meeting.id, item.id, starts=time(10), ends=time(11))
    assert sequence(item) == 0
    changes = [{"ends": time(11, 30)}, {"day": SECOND}, {"room": Translations(en="Hall")}]
    for number, change in enumerate(changes, 1):
        operations.change_item(meeting.id, item.id, **change)
        assert sequence(item) == number


def test_sequence_of_the_meeting_rises_when_its_hours_change(meeting):
    operations.add_item(meeting.id, kind=ItemKind.SESSION, starts=time(9), ends=time(17))
    before = own_sequence(meeting)

    inner = operations.add_item(meeting.id, kind=ItemKind.LUNCH, starts=time(13), ends=time(14))
    assert own_sequence(meeting) == before
    operations.change_item(meeting.id, inner.id, starts=time(17), ends=time(18))
    assert own_sequence(meeting) == before + 1
    operations.remove_item(meeting.id, inner.id)
    assert own_sequence(meeting) == before + 2


def test_sequence_of_the_meeting_rises_exactly_when_time_place_or_state_changes(meeting):
    change = record_operations.change_meeting
    change(meeting.id, title=Translations(en="New", ar="جديد"), summary=Translations(en="x"), hashtag="#x")
    assert sequence(meeting) == 0
    change(meeting.id, zone="Asia/Dubai", venue=Translations(en="Hall"))
    assert sequence(meeting) == 1
    change(meeting.id, format=MeetingFormat.ONLINE)
    assert sequence(meeting) == 2
    life.publish_meeting(meeting.id)
    assert sequence(meeting) == 2
    life.withdraw_meeting(meeting.id)
    assert sequence(meeting) == 3


def test_version_of_the_meeting_rises_with_each_write(meeting):
    versions = [db.session.get(Meeting, meeting.id).version]
    item = operations.add_item(meeting.id, kind=ItemKind.SESSION)
    part = operations.add_part(meeting.id, item_id=item.id, role=PartRole.SPEAKER, label=Translations(en="Expert"))
    for act in (
        lambda: operations.change_part(meeting.id, part.id, label=Translations(en="Two experts")),
        lambda: operations.remove_part(meeting.id, part.id),
        lambda: operations.remove_item(meeting.id, item.id),
    ):
        db.session.expire_all()
        versions.append(db.session.get(Meeting, meeting.id).version)
        act()
    db.session.expire_all()
    versions.append(db.session.get(Meeting, meeting.id).version)
    assert versions == sorted(set(versions))


def test_parallel_items_are_moved_among_those_of_their_time_only(meeting):
    for name, starts in (("A", 10), ("B", 10), ("C", 10), ("D", 12)):
        operations.add_item(meeting.id, kind=ItemKind.SESSION, starts=time(starts), title=Translations(en=name))
    ids = {item.title["en"]: item.id for item in db.session.scalars(select(AgendaItem))}

    assert operations.move_item(meeting.id, ids["C"], -1)
    assert order(meeting) == ["A", "C", "B", "D"]
    assert not operations.move_item(meeting.id, ids["D"], -1)
    assert not operations.move_item(meeting.id, ids["A"], -1)
    assert order(meeting) == ["A", "C", "B", "D"]


def test_removing_an_item_removes_what_it_holds_and_leaves_a_trail(meeting):
    top = make_item(meeting)
    child = operations.add_item(meeting.id, kind=ItemKind.SESSION, parent_id=top.id)
    group = breakouts.add_group(meeting.id, child.id, letter=Translations(en="A"), title=Translations(en="Rules"))
    operations.add_part(meeting.id, group_id=group.id, role=PartRole.FACILITATOR, label=Translations(en="Expert"))
    later = operations.add_item(meeting.id, kind=ItemKind.SESSION, continues_id=child.id)
    child_id = child.id

    operations.remove_item(meeting.id, top.id)

    assert [item.id for item in db.session.scalars(select(AgendaItem))] == [later.id]
    assert db.session.get(AgendaItem, later.id).continues_id is None
    assert db.session.scalar(select(Part)) is None
    assert entries_for("agenda_item", child_id)[0].act == "removed"


def test_part_has_exactly_one_holder(meeting):
    item = make_item(meeting)
    person = add_person(meeting.team_id, name=Translations(en="Salma Haddad"))
    organisation = add_organisation(meeting.team_id, name=Translations(en="Digital Office"))

    def add(**values):
        return operations.add_part(meeting.id, item_id=item.id, role=PartRole.SPEAKER, **values)

    for values in ({}, {"person_id": person.id, "organisation_id": organisation.id},
                   {"person_id": person.id, "countries": ["TN"]}):  # fmt: skip
        with pytest.raises(operations.HolderMissing):
            add(**values)
    with pytest.raises(UnknownCountry):
        add(countries=["XX"])
    stranger = add_person(make_team().id, name=Translations(en="Stranger"))
    with pytest.raises(NoSuchEntry):
        add(person_id=stranger.id)
    part = add(countries=["KR", "PT"], country_conjunction="and_or", label=Translations(en="Co-Chair"))
    assert part.countries == ["KR", "PT"]
    with pytest.raises(operations.HolderMissing):
        operations.change_part(meeting.id, part.id, person_id=person.id)
    operations.change_part(meeting.id, part.id, person_id=person.id, countries=[], label=Translations())


def test_parts_stand_by_role_and_can_be_moved(meeting):
    item = make_item(meeting)

    def add(name: str, role: PartRole) -> int:
        return operations.add_part(meeting.id, item_id=item.id, role=role, label=Translations(en=name)).id

    first = add("speaker 1", PartRole.SPEAKER)
    add("rapporteur", PartRole.RAPPORTEUR)
    add("moderator", PartRole.MODERATOR)
    second = add("speaker 2", PartRole.SPEAKER)

    def names() -> list[str]:
        return [part.label["en"] for part in db.session.scalars(select(Part).order_by(Part.position))]

    assert names() == ["moderator", "speaker 1", "speaker 2", "rapporteur"]
    operations.move_part(meeting.id, second, -1)
    assert names() == ["moderator", "speaker 2", "speaker 1", "rapporteur"]
    assert not operations.move_part(meeting.id, first, 5)


def test_groups_are_ordered_within_their_item(meeting):
    item = make_item(meeting)
    ids = [
        breakouts.add_group(
            meeting.id, item.id, letter=Translations(en=letter), title=Translations(en=letter), capacity=12
        ).id
        for letter in "ABC"
    ]

    breakouts.move_group(meeting.id, ids[2], -1)
    breakouts.remove_group(meeting.id, ids[0])

    db.session.refresh(item)
    assert [group.id for group in item.groups] == [ids[2], ids[1]]
    with pytest.raises(breakouts.UnusableCapacity):
        breakouts.change_group(meeting.id, ids[1], capacity=0)


def test_item_that_is_sent_twice_is_refused_beside_its_title(client, team):
    make_meeting(team, code="WG-TEST")
    values = {"kind": "session", "day": "2030-02-27", "starts": "10:00", "title_en": "Session 1"}
    assert client.post("/manage/WG-TEST/agenda/new", data=values).status_code == 303

    again = client.post("/manage/WG-TEST/agenda/new", data=values)

    assert again.status_code == 422
    assert "This item is in the agenda already." in again.text
    assert client.post("/manage/WG-TEST/agenda/new", data=values | {"starts": "11:00"}).status_code == 303
    assert client.post("/manage/WG-TEST/agenda/new", data=values | {"title_en": ""}).status_code == 303
