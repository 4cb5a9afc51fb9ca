"""SEQUENCE rises exactly when time, place or state changed (RFC 5545 3.8.7.4)."""

from __future__ import annotations

import ast
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from foundation.database import db
from foundation.optimistic_locking import digest
from foundation.translated import Translations
from meetings.agenda import operations as agenda
from meetings.breakouts import operations as breakouts
from meetings.calendar.feeds import agenda_feed, meeting_feed
from meetings.enums import DatePrecision, ItemKind, MeetingFormat, MeetingKind, MeetingState, PartRole
from meetings.facts.operations import rooms
from meetings.facts.operations.life import change_state
from meetings.facts.operations.meeting import change_meeting
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.translations.operations import Translation, save_translations
from meetings.undo.change_sets import latest_change
from meetings.undo.operations import undo
from tests.factories import make_item, make_meeting
from tests.meetings.calendar.test_invitations import parse

ROOT = Path(__file__).parents[3]


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    """Three days; what the tests move lies inside the hours of its day."""
    meeting = make_meeting(ends_on=date(2030, 3, 1), venue={"en": "Hotel"}, city={"en": "Amman"}, country_code="JO")
    for day in range(3):
        make_item(meeting, day=meeting.starts_on + timedelta(days=day), starts=time(8), ends=time(18))
    return meeting


def sequences(meeting: Meeting) -> dict[str, int]:
    """SEQUENCE of every entry, of the meeting and of its items, by UID."""
    db.session.rollback()
    feeds = [write(meeting, "en", "https://plenary.test/x.ics") for write in (meeting_feed, agenda_feed)]
    return {str(each["UID"]): int(each["SEQUENCE"]) for feed in feeds for each in parse(feed).walk("VEVENT")}


def raised(meeting: Meeting, before: dict[str, int]) -> dict[str, int]:
    after = sequences(meeting)
    return {uid: number - before[uid] for uid, number in after.items() if uid in before and number != before[uid]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("zone", "Asia/Beirut"),
        ("format", MeetingFormat.ONLINE),
        ("venue", Translations(en="Palace")),
        ("venue_address", Translations(en="1, Road")),
        ("city", Translations(en="Irbid")),
        ("country_code", "LB"),
        ("online_platform", "Zoom"),
    ],
)
def test_time_and_place_of_the_meeting_raise_every_entry_once(meeting: Meeting, name: str, value: Any) -> None:
    before = sequences(meeting)
    change_meeting(meeting.id, **{name: value})
    assert raised(meeting, before) == dict.fromkeys(before, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", Translations(en="Other")),
        ("subtitle", Translations(en="Other")),
        ("summary", Translations(en="Other")),
        ("hashtag", "#other"),
        ("kind", MeetingKind.WORKSHOP),
        ("accent", "#112233"),
        ("symbol", "E/1"),
        ("working_languages", ["ar"]),
        ("takes_registrations", False),
    ],
)
def test_other_facts_of_the_meeting_raise_nothing(meeting: Meeting, name: str, value: Any) -> None:
    before = sequences(meeting)
    change_meeting(meeting.id, **{name: value})
    assert raised(meeting, before) == {}


def test_moving_the_meeting_with_its_agenda_raises_every_entry_once(meeting: Meeting) -> None:
    before = sequences(meeting)
    change_meeting(meeting.id, starts_on=date(2030, 4, 1), ends_on=date(2030, 4, 3))
    assert raised(meeting, before) == dict.fromkeys(before, 1)


def test_states_that_look_different_in_a_calendar_raise_every_entry_once(meeting: Meeting) -> None:
    reason = Translations(en="Flood")
    for state, step in (
        (MeetingState.POSTPONED, 1),
        (MeetingState.PUBLISHED, 1),
        (MeetingState.CANCELLED, 1),
        (MeetingState.PUBLISHED, 1),
        (MeetingState.CLOSED, 0),
    ):
        before = sequences(meeting)
        change_state(meeting.id, state, reason=reason if step else None)
        assert raised(meeting, before) == (dict.fromkeys(before, 1) if step else {}), state


def test_new_dates_after_a_postponement_raise_every_entry_once(meeting: Meeting) -> None:
    change_state(meeting.id, MeetingState.POSTPONED, reason=Translations(en="Flood"))
    before = sequences(meeting)
    period = {"date_precision": DatePrecision.DAY, "starts_on": date(2030, 5, 1), "ends_on": date(2030, 5, 3)}
    change_state(meeting.id, MeetingState.PUBLISHED, period=period)
    assert raised(meeting, before) == dict.fromkeys(before, 1)


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ({"starts": time(9)}, 1),
        ({"ends": time(12)}, 1),
        ({"starts": time(9), "ends": time(12), "room": Translations(en="B")}, 1),
        ({"ends": None}, 1),
        ({"day": date(2030, 2, 28)}, 1),
        ({"room": Translations(en="Hall B")}, 1),
        ({"title": Translations(en="Other")}, 0),
        ({"description": Translations(en="<p>Other</p>")}, 0),
        ({"kind": ItemKind.PANEL}, 0),
        ({"is_closed": True}, 0),
        ({"interpretation": ["ar"], "working_languages": ["en"]}, 0),
        ({"format": MeetingFormat.ONLINE}, 1),
        ({"format": MeetingFormat.HYBRID}, 0),
        ({"starts": time(10), "ends": time(11)}, 0),
    ],
)
def test_facts_of_an_item_raise_its_own_entry_only(meeting: Meeting, values: dict[str, Any], step: int) -> None:
    item = make_item(meeting, starts=time(10), ends=time(11))
    before = sequences(meeting)
    agenda.change_item(meeting.id, item.id, **values)
    assert raised(meeting, before) == ({item.calendar_uid: step} if step else {})


def test_speakers_raise_nothing(meeting: Meeting) -> None:
    item = make_item(meeting, starts=time(10), ends=time(11))
    before = sequences(meeting)
    agenda.add_part(meeting.id, item_id=item.id, role=PartRole.SPEAKER, countries=["JO"])
    assert raised(meeting, before) == {}


def test_another_room_is_another_place_for_what_is_held_in_it(meeting: Meeting) -> None:
    holder = make_item(meeting, starts=time(9), ends=time(12), room={"en": "A"})
    inside = make_item(meeting, starts=time(9), ends=time(10), parent_id=holder.id)
    elsewhere = make_item(meeting, starts=time(10), ends=time(11), parent_id=holder.id, room={"en": "C"})
    other = make_item(meeting, starts=time(13), ends=time(14))
    before = sequences(meeting)
    agenda.change_item(meeting.id, holder.id, room=Translations(en="B"))
    assert raised(meeting, before) == {holder.calendar_uid: 1, inside.calendar_uid: 1}
    before = sequences(meeting)
    agenda.change_item(meeting.id, inside.id, parent_id=None)
    agenda.change_item(meeting.id, elsewhere.id, parent_id=other.id)
    assert raised(meeting, before) == {inside.calendar_uid: 1}
    before = sequences(meeting)
    agenda.change_item(meeting.id, holder.id, day=date(2030, 3, 1), room=Translations(en="D"))
    assert raised(meeting, before) == {holder.calendar_uid: 1}


def test_another_room_of_a_group_is_another_place_of_its_item(meeting: Meeting) -> None:
    item = make_item(meeting, starts=time(10), ends=time(11), kind=ItemKind.BREAKOUT)
    group = breakouts.add_group(
        meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Data"), room=Translations(en="1")
    )
    before = sequences(meeting)
    breakouts.change_group(meeting.id, group.id, title=Translations(en="Models"))
    assert raised(meeting, before) == {}
    breakouts.change_group(meeting.id, group.id, room=Translations(en="2"))
    assert raised(meeting, before) == {item.calendar_uid: 1}


def test_other_hours_of_a_day_are_another_time_of_the_meeting_and_of_no_other_item(meeting: Meeting) -> None:
    before = sequences(meeting)
    late = agenda.add_item(
        meeting.id, kind=ItemKind.SOCIAL_EVENT, day=meeting.starts_on, starts=time(20), ends=time(22)
    )
    assert raised(meeting, before) == {meeting.calendar_uid: 1}
    before = sequences(meeting)
    agenda.remove_item(meeting.id, late.id)
    assert raised(meeting, before) == {meeting.calendar_uid: 1}
    assert db.session.get(AgendaItem, late.id) is None


def test_the_same_place_in_another_language_raises_nothing(app: Flask) -> None:
    meeting = make_meeting(venue={"en": "Hotel"})
    room = rooms.add_room(meeting.id, name=Translations(en="Hall"))
    item = make_item(meeting, room={"en": "Hall"})
    group = breakouts.add_group(
        meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Data"), room=Translations(en="7")
    )
    before = sequences(meeting)
    change_meeting(meeting.id, venue=Translations(en="Hotel", ar="فندق"))
    breakouts.change_group(meeting.id, group.id, room=Translations(en="7", ar="سبعة"))
    agenda.change_item(meeting.id, item.id, room=Translations(en="Hall", fr="Salle"))
    rooms.change_room(meeting.id, room.id, name=Translations(en="Hall", ar="قاعة"))
    undo(meeting.id, latest_change(meeting.id).id)
    city = Translation(f"meeting-{meeting.id}-city", "عمّان", digest(""), digest("Amman"))
    change_meeting(meeting.id, city=Translations(en="Amman"))
    before = {uid: number + 1 for uid, number in before.items()}
    save_translations(meeting.id, "ar", [city])
    assert raised(meeting, before) == {}
    right = Translation(f"meeting-{meeting.id}-city", "إربد", digest("عمّان"), digest("Amman"))
    save_translations(meeting.id, "ar", [right])
    assert raised(meeting, before) == dict.fromkeys(before, 1)


def test_undoing_another_format_of_an_item_moves_it_back(meeting: Meeting) -> None:
    item = make_item(meeting)
    agenda.change_item(meeting.id, item.id, format=MeetingFormat.ONLINE)
    before = sequences(meeting)
    undo(meeting.id, latest_change(meeting.id).id)
    assert raised(meeting, before) == {item.calendar_uid: 1}


def test_no_other_module_raises_a_count() -> None:
    """Whoever asks when SEQUENCE rises finds it in one place for what concerns all, in another for one person."""
    counts = {"calendar_sequence", "hours_sequence", "agenda_sequence"}
    raising = set()
    for path in (*ROOT.glob("meetings/**/*.py"), *ROOT.glob("registration/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if isinstance(node, ast.Assign | ast.AugAssign) and any(
                isinstance(target, ast.Attribute) and target.attr in counts for target in targets
            ):
                raising.add(path.relative_to(ROOT).as_posix())
    assert raising == {"meetings/keeping/calendar_sequence.py", "registration/people/calendar_sequence.py"}
