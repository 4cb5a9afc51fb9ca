"""Many people at once for the few places of a group, and proof that the test can fail."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Event

from sqlalchemy import func, select

from foundation.database import db
from meetings.breakouts.operations import remove_group
from meetings.reading.meetings import NoSuchRecord
from registration.breakouts import operations
from registration.breakouts.operations import assign, choose
from registration.errors import GroupFull, GroupGone
from registration.models.breakouts import BreakoutMember
from registration.people import registering
from registration.people.deciding import cancel
from registration.people.registering import register
from registration.places import groups as membership
from tests.factories import make_meeting, make_registration
from tests.registration.breakouts.samples import item_with_groups, members
from tests.registration.people.test_race import in_meeting, on_registration
from tests.registration.samples import entry, mails, registrations
from tests.threads import at_once
from tests.waiting import PATIENCE, leave_room_for

PEOPLE = 40
PLACES = 5


def test_a_group_is_never_oversold_when_all_register_at_once(app):
    meeting = make_meeting()
    item, [small, large] = item_with_groups(meeting, PLACES, None)
    wish = {item.id: small.id}

    raised = at_once(app, [in_meeting(register, meeting.id, entry(groups=wish)) for _person in range(PEOPLE)])

    assert Counter(map(type, raised)) == {GroupFull: PEOPLE - PLACES}
    assert len(members(small)) == len(registrations()) == len(mails()) == PLACES
    assert members(large) == []


def test_control_counting_before_the_lock_oversells(app, monkeypatch):
    """The same race with the count taken before the lock: the test above would notice."""
    meeting = make_meeting()
    item, [small] = item_with_groups(meeting, PLACES)
    small_id = small.id
    counted = Barrier(PEOPLE)
    real_writing, real_count = registering.writing, membership.members_of

    def counting_first(*locks):
        seen = real_count([small_id])
        db.session.rollback()
        counted.wait()
        db.session.info["seen"] = seen
        return real_writing(*locks)

    monkeypatch.setattr(registering, "writing", counting_first)
    monkeypatch.setattr(membership, "members_of", lambda _groups: db.session.info["seen"])
    wish = {item.id: small_id}

    raised = at_once(app, [in_meeting(register, meeting.id, entry(groups=wish)) for _person in range(PEOPLE)])

    assert raised == []
    assert len(members(small)) == PEOPLE


def test_control_without_the_named_lock_postgresql_oversells(app, monkeypatch):
    """PostgreSQL needs the lock of the groups; SQLite has one writer at a time, whatever the locks are called."""
    meeting = make_meeting()
    item, [small] = item_with_groups(meeting, PLACES)
    real_count = membership.members_of
    people = PLACES + 1
    all_have_counted = Barrier(people if db.engine.dialect.name == "postgresql" else 1)

    def slowly_counted(groups):
        seen = real_count(groups)
        all_have_counted.wait(PATIENCE)
        return seen

    monkeypatch.setattr(registering, "group_locks", lambda *_items: ())
    monkeypatch.setattr(registering, "place_locks", lambda *_arguments: ())
    monkeypatch.setattr(membership, "members_of", slowly_counted)
    wish = {item.id: small.id}

    at_once(app, [in_meeting(register, meeting.id, entry(groups=wish)) for _person in range(people)])

    assert len(members(small)) == (people if db.engine.dialect.name == "postgresql" else PLACES)


def test_choosing_registering_and_assigning_at_once_share_the_places(app):
    meeting = make_meeting()
    item, [small] = item_with_groups(meeting, PLACES)
    there = [make_registration(meeting, state="approved") for _person in range(20)]
    meeting_id, item_id, group_id = meeting.id, item.id, small.id
    acts = [on_registration(choose, each.id, item_id, group_id) for each in there[:10]]
    acts += [lambda each=each.id: assign(meeting_id, item_id, group_id, [each], actor=None) for each in there[10:]]
    acts += [in_meeting(register, meeting_id, entry(groups={item_id: group_id})) for _person in range(10)]

    raised = at_once(app, acts)

    assert len(raised) == 30 - PLACES
    assert len(members(small)) == PLACES


def test_nobody_is_left_in_a_group_by_cancelling_while_being_assigned(app):
    meeting = make_meeting()
    item, [group] = item_with_groups(meeting, None)
    people = [make_registration(meeting, state="approved") for _person in range(10)]
    meeting_id, item_id, group_id = meeting.id, item.id, group.id
    acts = [on_registration(cancel, each.id) for each in people]
    acts += [lambda each=each.id: assign(meeting_id, item_id, group_id, [each], actor=None) for each in people]

    assert at_once(app, acts) == []

    assert members(group) == []


def test_a_group_that_is_removed_meanwhile_is_gone_for_whoever_chooses_it(app, monkeypatch):
    meeting = make_meeting()
    there = make_registration(meeting, state="approved")
    real_count = membership.members_of

    is_removed = Event()

    def slowly_counted(groups):
        seen = real_count(groups)
        leave_room_for(is_removed)
        return seen

    monkeypatch.setattr(membership, "members_of", slowly_counted)
    monkeypatch.setattr(operations, "members_of", slowly_counted)
    meeting_id, person_id = meeting.id, there.id
    for _round in range(3):
        item, [group] = item_with_groups(meeting, PLACES)
        item_id, group_id = item.id, group.id
        acts = [in_meeting(register, meeting_id, entry(groups={item_id: group_id}))]
        acts.append(
            lambda item_id=item_id, group_id=group_id: assign(meeting_id, item_id, group_id, [person_id], actor=None)
        )

        def remove(group_id=group_id):
            remove_group(meeting_id, group_id)
            is_removed.set()

        is_removed.clear()
        raised = at_once(app, [*acts, remove])

        assert {type(each) for each in raised} <= {GroupGone, NoSuchRecord}
        assert db.session.scalar(select(func.count()).select_from(BreakoutMember)) == 0
