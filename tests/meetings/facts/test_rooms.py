"""The rooms of a venue, and what names them."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import select

from foundation.database import db
from foundation.translated import Translations
from meetings.breakouts.operations import add_group, change_group
from meetings.facts.operations import rooms as operations
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.rooms import Room
from meetings.reading.rooms import completed, means
from tests.factories import make_item, make_meeting
from tests.markup import as_shown

HALL = Translations(en="Hall A", ar="القاعة أ")


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ({"en": "hall  a"}, True),
        ({"ar": "القاعه ا"}, True),
        ({"en": "Hall A", "fr": "Salle A"}, True),
        ({"en": "Hall A", "ar": "القاعة ب"}, False),
        ({"en": "Hall"}, False),
        ({"fr": "Salle A"}, False),
        ({}, False),
    ],
)
def test_text_names_a_room_when_no_language_says_otherwise(text, is_meant):
    assert means(Translations(text), HALL) is is_meant


def test_new_name_is_the_name_in_the_agenda_and_raises_the_sequence(app):
    meeting = make_meeting()
    room = operations.add_room(meeting.id, name=HALL)
    here, elsewhere = make_item(meeting, room={"en": "Hall A"}), make_item(meeting, room={"en": "Hall B"})
    holds, inside = make_item(meeting), make_item(meeting, parent_id=here.id, starts=time(9))
    title, letter = Translations(en="Health"), Translations(en="A")
    group = add_group(meeting.id, holds.id, letter=letter, title=title, room=HALL)

    operations.change_room(meeting.id, room.id, name=Translations(en="Petra", ar="البتراء"))

    assert here.room == group.room == Translations(en="Petra", ar="البتراء")
    assert elsewhere.room == Translations(en="Hall B")
    assert [item.calendar_sequence for item in (here, holds, elsewhere, inside)] == [1, 1, 0, 1]


def test_seats_and_directions_change_no_calendar(app):
    meeting = make_meeting()
    room = operations.add_room(meeting.id, name=HALL)
    item = make_item(meeting, room=HALL)

    operations.change_room(meeting.id, room.id, seats=40, directions=Translations(en="Second floor"))

    assert (item.calendar_sequence, room.seats) == (0, 40)


def test_another_room_of_a_group_is_another_place_for_its_members(app):
    meeting = make_meeting()
    item = make_item(meeting)
    group = add_group(meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Health"))

    change_group(meeting.id, group.id, title=Translations(en="Wealth"))
    assert item.calendar_sequence == 0
    change_group(meeting.id, group.id, room=HALL)
    assert item.calendar_sequence == 1


def test_two_rooms_of_one_name_cannot_be(app):
    meeting = make_meeting()
    operations.add_room(meeting.id, name=HALL)
    other = operations.add_room(meeting.id, name=Translations(en="Hall B"))
    operations.add_room(make_meeting().id, name=HALL)

    with pytest.raises(operations.RoomExists):
        operations.change_room(meeting.id, other.id, name=Translations(en="Hall B", ar="القاعة أ"))
    db.session.refresh(other)
    assert other.name == Translations(en="Hall B")


def test_room_typed_in_one_language_is_completed(app):
    room = Room(name=HALL)

    assert completed(Translations(ar="القاعة أ"), [room]) == HALL
    assert completed(Translations(en="Garden"), [room]) == Translations(en="Garden")


def test_organiser_keeps_rooms_in_order(client, meeting):
    data = {"name_en": "Hall A", "name_ar": "القاعة أ", "seats": "١٢٠", "directions_en": "Second floor"}
    assert client.post("/manage/WG-TEST/rooms/new", data=data).status_code == 303
    client.post("/manage/WG-TEST/rooms/new", data={"name_en": "Hall B"})
    first, second = db.session.scalars(select(Room).order_by(Room.id))
    make_item(meeting, room=HALL)

    page = client.get("/manage/WG-TEST/rooms").text
    assert "120 seats" in page and "1 agenda item" in page and "Second floor" in page
    client.post(f"/manage/WG-TEST/rooms/{second.id}/move", data={"step": "up"})
    assert [room.id for room in db.session.scalars(select(Room).order_by(Room.position))] == [second.id, first.id]
    client.post(f"/manage/WG-TEST/rooms/{first.id}/remove")
    assert db.session.scalars(select(AgendaItem)).one().room == HALL
    assert len(db.session.scalars(select(Room)).all()) == 1


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"name_en": ""}, "Please fill this in."),
        ({"name_en": "hall b"}, "The venue has a room of this name already."),
        ({"name_en": "x" * 121}, "Shorten this to 120 characters"),
        ({"seats": "0"}, "Enter a whole number between 1 and 100000."),
    ],
)
def test_bad_room_is_refused_beside_the_field_and_nothing_is_lost(client, meeting, bad, message):
    operations.add_room(meeting.id, name=Translations(en="Hall B"))

    response = client.post("/manage/WG-TEST/rooms/new", data={"name_en": "C", "directions_en": "Kept words"} | bad)

    assert response.status_code == 422
    assert message in response.text
    assert "Kept words" in response.text


def test_items_and_groups_suggest_rooms_and_warn_of_too_few_seats(client, meeting):
    operations.add_room(meeting.id, name=HALL, seats=10)
    item = make_item(meeting)
    data = {"letter_en": "A", "title_en": "Health", "room_ar": "القاعة أ", "capacity": "12"}
    assert client.post(f"/manage/WG-TEST/agenda/{item.id}/groups/new", data=data).status_code == 303

    assert db.session.scalars(select(BreakoutGroup)).one().room == HALL
    page = as_shown(client.get(f"/manage/WG-TEST/agenda/{item.id}").text)
    assert 'list="rooms-en"' in page
    assert '<option value="Hall A"' in page
    assert "The room has 10 seats only." in page
