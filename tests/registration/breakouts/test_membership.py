"""Getting into a breakout group and out of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from foundation.audit import AuditEntry, entries_for
from foundation.database import db
from foundation.translated import Translations
from meetings.agenda.operations import change_item
from meetings.breakouts.operations import change_group, remove_group
from meetings.models.changes import ChangeSet
from meetings.reading.meetings import NoSuchRecord
from meetings.undo.operations import undo
from registration.breakouts.operations import TooManyForGroup, assign, balance, choose, set_representative
from registration.enums import ApprovalMode, RegistrationState
from registration.errors import GroupFull, GroupGone, RegistrationClosed, WrongState
from registration.models.breakouts import BreakoutMember
from registration.people import deciding
from registration.people.erasing import erase
from registration.people.registering import register
from registration.reading.groups import groups_of, own_groups
from tests.factories import make_item, make_meeting, make_registration, make_rules, make_user
from tests.registration.breakouts.samples import item_with_groups, members
from tests.registration.samples import entry, registrations


def people(meeting, number=3, **values):
    """Ids of approved participants."""
    return [make_registration(meeting, **{"state": "approved"} | values).id for _person in range(number)]


def test_group_chosen_on_the_form_is_kept(app):
    meeting = make_meeting()
    item, [health, water] = item_with_groups(meeting, 2, 2)

    registration = register(meeting, entry(groups={item.id: water.id}))

    assert groups_of(registration.id) == [water]
    assert members(health) == []
    assert db.session.scalars(select(BreakoutMember)).one().chosen


def test_known_and_unknown_addresses_are_refused_a_full_group_alike(app):
    meeting = make_meeting()
    item, [small] = item_with_groups(meeting, 1)
    first = register(meeting, entry(groups={item.id: small.id}))

    for wish in (entry(groups={item.id: small.id}), entry(groups={item.id: small.id}, email=first.email)):
        with pytest.raises(GroupFull):
            register(meeting, wish)
    assert registrations() == [first]


def test_groups_that_are_not_for_choosing_are_refused(app):
    meeting = make_meeting()
    by_hand, [assigned] = item_with_groups(meeting, None, chosen=False)
    chosen, [own] = item_with_groups(meeting, None)
    foreign, [other] = item_with_groups(make_meeting(), None)

    for wish in ({by_hand.id: assigned.id}, {chosen.id: assigned.id}, {chosen.id: other.id}, {foreign.id: other.id}):
        with pytest.raises(GroupGone):
            register(meeting, entry(groups=wish))
    change_item(meeting.id, chosen.id, groups_are_chosen=False)
    with pytest.raises(GroupGone):
        register(meeting, entry(groups={chosen.id: own.id}))


def test_place_of_whoever_is_cancelled_or_declined_is_free_and_stays_so(app):
    meeting, user = make_meeting(), make_user()
    item, [small] = item_with_groups(meeting, 2)
    gone = [register(meeting, entry(groups={item.id: small.id})) for _person in range(2)]

    deciding.cancel(gone[0])
    deciding.decline(gone[1], actor=user)
    assert members(small) == []

    new = [register(meeting, entry(groups={item.id: small.id})) for _person in range(2)]
    deciding.reopen(gone[0], actor=user)
    assert members(small) == [each.id for each in new]


def test_moving_up_from_the_waiting_list_keeps_the_group(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    item, [group] = item_with_groups(meeting, None)
    first = register(meeting, entry())
    queued = register(meeting, entry(groups={item.id: group.id}))
    assert queued.state is RegistrationState.WAITING

    deciding.cancel(first)

    assert queued.state is RegistrationState.APPROVED
    assert members(group) == [queued.id]


def test_several_are_assigned_moved_and_taken_out_at_once(app):
    meeting, user = make_meeting(), make_user()
    item, [health, water] = item_with_groups(meeting, 2, None, chosen=False)
    ids = people(meeting)

    assert assign(meeting.id, item.id, health.id, ids[:2], actor=user) == 2
    assert assign(meeting.id, item.id, health.id, ids[:2], actor=user) == 0
    with pytest.raises(TooManyForGroup) as refused:
        assign(meeting.id, item.id, health.id, ids, actor=user)
    assert (refused.value.free, refused.value.wanted) == (0, 1)
    assert assign(meeting.id, item.id, water.id, ids, actor=user) == 3
    assert (members(health), members(water)) == ([], ids)
    assert assign(meeting.id, item.id, None, ids[:1], actor=user) == 1
    assert members(water) == ids[1:]
    moved = entries_for("registration", ids[0])[1]
    assert moved.act == "group_assigned"
    health_name, water_name = {"en": "A – Health", "ar": "أ – الصحة"}, {"en": "B – Water", "ar": "ب – المياه"}
    assert moved.changes["breakout_group"] == [health_name, water_name]


def test_declined_people_and_those_of_other_meetings_are_passed_over(app):
    meeting = make_meeting()
    item, [group] = item_with_groups(meeting, None)
    strangers = [*people(meeting, 1, state="declined"), *people(make_meeting(), 1)]

    assert assign(meeting.id, item.id, group.id, strangers, actor=None) == 0
    assert members(group) == []
    with pytest.raises(NoSuchRecord):
        assign(meeting.id, make_item(meeting).id, group.id, people(meeting), actor=None)


def test_balancing_fills_the_emptiest_first_spreads_countries_and_respects_capacity(app):
    meeting = make_meeting()
    item, [small, first, second] = item_with_groups(meeting, 1, None, None)
    people(meeting, 1, state="waiting")
    for country in ("JO", "JO", "LB", "LB", "TN"):
        people(meeting, 1, country_code=country)

    result = balance(meeting.id, item.id, actor=make_user())

    assert (result.assigned, result.left) == (5, 0)
    assert [len(members(group)) for group in (small, first, second)] == [1, 2, 2]
    assert balance(meeting.id, item.id, actor=None).assigned == 0
    for group in (first, second):
        countries = [each.country_code for each in registrations() if each.id in members(group)]
        assert len(set(countries)) == 2


def test_balancing_says_how_many_are_left(app):
    meeting = make_meeting()
    item, [_small] = item_with_groups(meeting, 2)
    people(meeting, 5)

    result = balance(meeting.id, item.id, actor=None)

    assert (result.assigned, result.left) == (2, 3)


def test_participant_chooses_changes_and_leaves_until_registration_closes(app):
    meeting = make_meeting()
    item, [health, water] = item_with_groups(meeting, 1, 1)
    registration = make_registration(meeting)

    choose(registration, item.id, health.id)
    choose(registration, item.id, water.id)
    assert (members(health), members(water)) == ([], [registration.id])
    choose(registration, item.id, None)
    assert members(water) == []
    choose(make_registration(meeting), item.id, water.id)
    with pytest.raises(GroupFull):
        choose(registration, item.id, water.id)
    with pytest.raises(WrongState):
        choose(make_registration(meeting, state="cancelled"), item.id, health.id)
    meeting.registration_closes = meeting.created_at.replace(tzinfo=None)
    db.session.commit()
    with pytest.raises(RegistrationClosed):
        choose(registration, item.id, health.id)


def test_representatives_report_for_their_group_only(app):
    meeting = make_meeting()
    item, [health, water] = item_with_groups(meeting, None, None)
    ids = people(meeting, 2)
    assign(meeting.id, item.id, health.id, ids, actor=None)

    for each in ids:
        set_representative(meeting.id, item.id, each, represents=True, actor=None)
    [own] = own_groups(registrations()[0])
    assert own.is_representative
    assert [person.id for person in own.representatives] == ids
    assign(meeting.id, item.id, water.id, ids[:1], actor=None)
    assert not own_groups(registrations()[0])[0].is_representative
    with pytest.raises(NoSuchRecord):
        set_representative(meeting.id, item.id, people(meeting, 1)[0], represents=True, actor=None)


def test_group_that_is_removed_or_renamed(app):
    meeting = make_meeting()
    item, [health, _water] = item_with_groups(meeting, None, None)
    [one] = people(meeting, 1)
    assign(meeting.id, item.id, health.id, [one], actor=None)

    change_group(meeting.id, health.id, title=Translations(en="Well-being"))
    assert groups_of(one)[0].title["en"] == "Well-being"
    remove_group(meeting.id, health.id)
    assert groups_of(one) == []


def test_erased_person_is_in_no_group_and_no_trail(app):
    meeting = make_meeting()
    item, [group] = item_with_groups(meeting, None)
    registration = register(meeting, entry(groups={item.id: group.id}))
    choose(registration, item.id, None)
    choose(registration, item.id, group.id)
    set_representative(meeting.id, item.id, registration.id, represents=True, actor=None)
    registration_id = registration.id

    erase(registration, actor=make_user())

    assert db.session.scalars(select(BreakoutMember)).all() == []
    trail = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "registration")).all()
    assert {each.subject_id for each in trail} == {registration_id}
    assert all(each.changes == {} for each in trail)


def test_who_comes_back_has_no_place_in_a_group_that_an_undo_brought_back(app):
    meeting = make_meeting()
    item, [group] = item_with_groups(meeting, 1)
    first, second = (make_registration(meeting, state="approved") for _person in range(2))
    user, group_id = make_user(), group.id
    assign(meeting.id, item.id, group_id, [first.id], actor=user)
    remove_group(meeting.id, group_id)
    removed = db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1))
    deciding.cancel(first, actor=user)
    undo(meeting.id, removed)
    assign(meeting.id, item.id, group_id, [second.id], actor=user)

    deciding.reopen(first, actor=user)

    assert list(groups_of(first.id)) == []
    assert [each.id for each in groups_of(second.id)] == [group_id]
