"""Many people at once for few places, on the database under test, and proof that the test can fail."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from threading import Barrier, Event

from foundation.database import db
from meetings.enums import Mode
from meetings.facts.operations import deleting
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchMeeting
from registration.enums import ApprovalMode, RegistrationState
from registration.errors import NoPlaceLeft
from registration.models.registrations import Registration
from registration.people import registering
from registration.people.changing import switch_mode
from registration.people.deciding import cancel
from registration.people.registering import register
from registration.places.modes import places
from tests.factories import make_meeting, make_registration, make_rules
from tests.registration.samples import entry, registrations, templates
from tests.threads import at_once
from tests.waiting import PATIENCE, leave_room_for

PEOPLE = 40
PLACES = 10
S = RegistrationState


def in_meeting(act, meeting_id, *arguments):
    """An act on a meeting that each thread loads for itself."""

    def run():
        from meetings.models.meeting import Meeting

        act(db.session.get(Meeting, meeting_id), *arguments)

    return run


def on_registration(act, registration_id, *arguments, **named):
    """An act on a registration that each thread loads for itself."""
    return lambda: act(db.session.get(Registration, registration_id), *arguments, **named)


def a_meeting(**rules):
    """A meeting with automatic approval."""
    meeting = make_meeting()
    make_rules(meeting, **{"approval": ApprovalMode.AUTOMATIC, "capacity_in_person": PLACES} | rules)
    return meeting


def states() -> Counter[str]:
    """How many registrations are in each state."""
    return Counter(each.state.value for each in registrations())


def test_places_are_never_oversold_and_the_waiting_list_is_in_order(app):
    meeting = a_meeting()

    raised = at_once(app, [in_meeting(register, meeting.id, entry()) for _person in range(PEOPLE)])

    assert raised == []
    assert states() == {"approved": PLACES, "waiting": PEOPLE - PLACES}
    assert Counter(templates()) == {"approved": PLACES, "waiting": PEOPLE - PLACES}
    approved = [each.id for each in registrations() if each.state is S.APPROVED]
    queue = [each for each in registrations() if each.state is S.WAITING]
    assert max(approved) < min(each.id for each in queue)
    assert [each.id for each in sorted(queue, key=lambda each: (each.waiting_since, each.id))] == sorted(
        each.id for each in queue
    )


def test_control_counting_before_the_lock_oversells(app, monkeypatch):
    """The same race with the count taken before the lock: the test above would notice."""
    meeting = a_meeting()
    counted = Barrier(PEOPLE)
    real_writing, real_availability = registering.writing, registering.availability

    def counting_first(*locks):
        seen = places(meeting_id)
        db.session.rollback()
        counted.wait()
        db.session.info["seen"] = seen
        return real_writing(*locks)

    meeting_id = meeting.id
    monkeypatch.setattr(registering, "writing", counting_first)

    def as_seen_before(meeting, mode, address):
        return replace(real_availability(meeting, mode, address), places=db.session.info["seen"][mode])

    monkeypatch.setattr(registering, "availability", as_seen_before)

    raised = at_once(app, [in_meeting(register, meeting_id, entry()) for _person in range(PEOPLE)])

    assert raised == []
    assert states() == {"approved": PEOPLE}


def test_control_without_the_named_lock_postgresql_oversells(app, monkeypatch):
    """PostgreSQL needs the lock of the places; SQLite has one writer at a time, whatever the locks are called."""
    meeting = a_meeting()
    real_availability = registering.availability
    people = PLACES + 1
    all_have_counted = Barrier(people if db.engine.dialect.name == "postgresql" else 1)

    def slowly_counted(*arguments):
        seen = real_availability(*arguments)
        all_have_counted.wait(PATIENCE)
        return seen

    monkeypatch.setattr(registering, "place_locks", lambda *_arguments: ())
    monkeypatch.setattr(registering, "availability", slowly_counted)

    raised = at_once(app, [in_meeting(register, meeting.id, entry()) for _person in range(people)])

    assert raised == []
    assert states()["approved"] == (people if db.engine.dialect.name == "postgresql" else PLACES)


def test_one_address_sent_many_times_at_once_is_registered_once(app):
    meeting = a_meeting(capacity_in_person=None)
    wish = entry(email="layla@example.org")

    raised = at_once(app, [in_meeting(register, meeting.id, wish) for _click in range(12)])

    assert raised == []
    assert len(registrations()) == 1
    assert Counter(templates()) == {"approved": 1, "again": 1}


def test_cancelling_while_others_register_leaves_no_place_empty(app):
    meeting = a_meeting()
    held = [make_registration(meeting, state="approved") for _place in range(PLACES)]
    acts = [on_registration(cancel, each.id) for each in held]
    acts += [in_meeting(register, meeting.id, entry()) for _person in range(PLACES + 5)]

    raised = at_once(app, acts)

    assert raised == []
    assert states() == {"cancelled": PLACES, "approved": PLACES, "waiting": 5}


def test_switching_both_ways_at_once_keeps_both_modes_within_their_places(app):
    meeting = a_meeting(capacity_in_person=8, capacity_remote=8)
    in_room = [make_registration(meeting, state="approved") for _place in range(7)]
    remote = [make_registration(meeting, state="approved", mode=Mode.REMOTE) for _place in range(7)]
    acts = [on_registration(switch_mode, each.id, Mode.REMOTE) for each in in_room]
    acts += [on_registration(switch_mode, each.id, Mode.IN_PERSON) for each in remote]

    raised = at_once(app, acts)

    assert {type(each) for each in raised} <= {NoPlaceLeft}
    counted = places(meeting.id)
    assert counted[Mode.IN_PERSON].taken + counted[Mode.REMOTE].taken == 14
    assert counted[Mode.IN_PERSON].taken <= 8
    assert counted[Mode.REMOTE].taken <= 8


def test_nobody_registers_for_a_meeting_that_is_deleted_meanwhile(app, monkeypatch):
    meeting = make_meeting()
    real = deleting.people_on_lists
    has_counted, has_registered = Event(), Event()

    def slowly_counted(meeting_id):
        counted = real(meeting_id)
        has_counted.set()
        leave_room_for(has_registered)
        return counted

    monkeypatch.setattr(deleting, "people_on_lists", slowly_counted)
    meeting_id, person = meeting.id, entry()

    def register_meanwhile():
        assert has_counted.wait(PATIENCE)
        register(db.session.get(Meeting, meeting_id), person)
        has_registered.set()

    raised = [type(each) for each in at_once(app, [lambda: deleting.delete_meeting(meeting_id), register_meanwhile])]

    assert (raised, len(registrations())) == ([NoSuchMeeting], 0)
    assert db.session.get(Meeting, meeting_id).deleted_at is not None
