"""Deciding on registrations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.audit import entries_for
from foundation.clock import frozen_at, now
from meetings.enums import Mode
from registration.enums import ApprovalMode, RegistrationState
from registration.errors import MeetingOver, NoPlaceLeft, WrongState
from registration.manage.decision_messages import result_messages
from registration.people import deciding
from registration.people.registering import register
from registration.places.modes import has_place, places
from registration.settings.operations import change_rules
from tests.factories import make_meeting, make_registration, make_rules, make_user
from tests.registration.samples import entry, ics, mails, templates

S = RegistrationState


def waiting(meeting, minutes_ago=0, **values):
    """Somebody who has waited so long."""
    since = now() - timedelta(minutes=minutes_ago)
    return make_registration(meeting, state="waiting", waiting_since=since, **values)


def states(*registrations):
    """Their states as words."""
    return [registration.state.value for registration in registrations]


def test_places_are_counted_per_mode(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=2)
    make_registration(meeting)
    make_registration(meeting, state="approved")
    make_registration(meeting, state="approved", mode=Mode.REMOTE)
    waiting(meeting)

    counted = places(meeting.id)

    assert (counted[Mode.IN_PERSON].taken, counted[Mode.IN_PERSON].waiting, counted[Mode.IN_PERSON].free) == (2, 1, 0)
    assert (counted[Mode.REMOTE].taken, counted[Mode.REMOTE].free) == (1, None)
    assert not has_place(meeting.id, Mode.IN_PERSON)
    assert has_place(meeting.id, Mode.REMOTE)


def test_approve_confirms_with_an_invitation_and_says_who_decided(app):
    meeting = make_meeting()
    user = make_user("assistant", meeting.team)
    registration = make_registration(meeting)

    deciding.approve(registration, actor=user)

    assert registration.state is S.APPROVED
    assert registration.decided_by_id == user.id
    assert templates(registration) == ["approved"]
    assert "METHOD:REQUEST" in ics(mails(registration)[0])
    trail = entries_for("registration", registration.id)[0]
    assert (trail.act, trail.actor_id, trail.changes) == ("approved", user.id, {"state": ["pending", "approved"]})


def test_approve_twice_is_refused(app):
    registration = make_registration(make_meeting(), state="approved")

    with pytest.raises(WrongState):
        deciding.approve(registration, actor=make_user())

    assert mails() == []


def test_approve_of_a_pending_person_needs_no_further_place(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=0)
    registration = make_registration(meeting)

    deciding.approve(registration, actor=make_user())

    assert registration.state is S.APPROVED


@pytest.mark.parametrize("state", ["waiting", "declined", "cancelled"])
def test_approve_of_anybody_else_needs_a_free_place(app, state):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    make_registration(meeting)
    registration = make_registration(meeting, state=state)

    with pytest.raises(NoPlaceLeft):
        deciding.approve(registration, actor=make_user())

    assert registration.state == state


def test_move_up_takes_whom_the_assistant_picks(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    first, second = waiting(meeting, 20), waiting(meeting, 10)

    deciding.move_up(second, actor=make_user())

    assert states(first, second) == ["waiting", "approved"]
    assert mails(second)[0].values["moved_up"] is True
    with pytest.raises(NoPlaceLeft):
        deciding.move_up(first, actor=make_user())


def test_decline_tells_the_reason_and_by_hand_promotes_nobody(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    registration = make_registration(meeting)
    next_one = waiting(meeting)

    deciding.decline(registration, actor=make_user(), reason="  One per ministry.  ")

    assert states(registration, next_one) == ["declined", "waiting"]
    assert registration.reason == "One per ministry."
    assert mails(registration)[0].values["reason"] == "One per ministry."
    assert mails(registration)[0].calendar is None


def test_decline_of_an_invited_person_withdraws_the_calendar_entry(app):
    meeting = make_meeting()
    registration = register(meeting, entry())
    user = make_user()
    deciding.approve(registration, actor=user)

    deciding.decline(registration, actor=user, reason="Mistake")

    mail = mails(registration)[-1]
    assert mail.calendar["method"] == "CANCEL"
    assert "SEQUENCE:1" in ics(mail)
    assert registration.invited_at is None


def test_approval_after_a_withdrawal_raises_the_sequence(app):
    registration = make_registration(make_meeting())
    user = make_user()

    deciding.approve(registration, actor=user)
    deciding.cancel(registration, actor=user)
    deciding.reopen(registration, actor=user)
    deciding.approve(registration, actor=user)

    assert templates(registration) == ["approved", "cancelled", "received", "approved"]
    assert "SEQUENCE:2" in ics(mails(registration)[-1])


def test_cancel_gives_the_place_to_whoever_waited_longest(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    registration = make_registration(meeting, state="approved")
    late, early = waiting(meeting, 10), waiting(meeting, 20)
    remote = waiting(meeting, 60, mode=Mode.REMOTE)

    deciding.cancel(registration)

    assert states(registration, late, early, remote) == ["cancelled", "waiting", "approved", "waiting"]
    assert templates(early) == ["approved"]
    assert mails(early)[0].values["moved_up"] is True
    assert mails(early)[0].calendar["method"] == "REQUEST"


def test_cancel_of_somebody_who_waits_promotes_nobody(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    make_registration(meeting, state="approved")
    first, second = waiting(meeting, 20), waiting(meeting, 10)

    deciding.cancel(first)

    assert states(first, second) == ["cancelled", "waiting"]


def test_nobody_is_promoted_while_more_than_the_capacity_is_taken(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    registration = make_registration(meeting, state="approved")
    make_registration(meeting, state="approved")
    next_one = waiting(meeting)

    deciding.cancel(registration)

    assert next_one.state is S.WAITING


def test_the_same_instant_is_ordered_by_registration(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    registration = make_registration(meeting, state="approved")
    with frozen_at(datetime(2030, 1, 1, tzinfo=UTC)):
        first, second = waiting(meeting), waiting(meeting)

    deciding.cancel(registration)

    assert states(first, second) == ["approved", "waiting"]


def test_a_participant_cannot_cancel_after_the_meeting(app):
    meeting = make_meeting(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2))
    registration = make_registration(meeting, state="approved")

    with pytest.raises(MeetingOver):
        deciding.cancel(registration)


def test_cancel_records_the_participant_as_actor(app):
    registration = make_registration(make_meeting())

    deciding.cancel(registration)

    assert entries_for("registration", registration.id)[0].actor_kind == "participant"
    assert mails(registration)[0].values["by_participant"] is True


def test_reopen_without_room_goes_to_the_waiting_list(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    make_registration(meeting)
    registration = make_registration(meeting, state="declined", reason="No")

    deciding.reopen(registration, actor=make_user())

    assert registration.state is S.WAITING
    assert registration.reason == ""
    assert templates(registration) == ["waiting"]


def test_approve_many_counts_what_became_of_each(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=3)
    pending = [make_registration(meeting), make_registration(meeting)]
    approved = make_registration(meeting, state="approved", mode=Mode.REMOTE)
    late, early = waiting(meeting, 10), waiting(meeting, 20)
    stranger = make_registration(make_meeting())
    ids = [each.id for each in (*pending, approved, late, early, stranger)]

    outcome = deciding.approve_many(meeting, ids, actor=make_user())

    assert (outcome.done, outcome.no_place, outcome.skipped) == (3, 1, 1)
    assert states(*pending, early, late, stranger) == ["approved", "approved", "approved", "waiting", "pending"]


def test_decline_many_gives_the_places_on(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=2)
    held = [make_registration(meeting, state="approved"), make_registration(meeting)]
    queue = [waiting(meeting, 30), waiting(meeting, 20), waiting(meeting, 10)]

    outcome = deciding.decline_many(meeting, [each.id for each in held], actor=make_user(), reason="Moved")

    assert (outcome.done, outcome.skipped) == (2, 0)
    assert states(*queue) == ["approved", "approved", "waiting"]


def test_decline_many_does_not_promote_those_it_declines(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    held, queued = make_registration(meeting, state="approved"), waiting(meeting)

    deciding.decline_many(meeting, [held.id, queued.id], actor=make_user())

    assert states(held, queued) == ["declined", "declined"]
    assert templates(queued) == ["declined"]


def test_raising_the_capacity_promotes_in_order_where_approval_is_automatic(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    make_registration(meeting, state="approved")
    queue = [waiting(meeting, 30), waiting(meeting, 20), waiting(meeting, 10)]

    promoted = change_rules(
        meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=3, capacity_remote=None, actor=make_user()
    )

    assert promoted == queue[:2]
    assert states(*queue) == ["approved", "approved", "waiting"]


def test_lifting_the_limit_promotes_everybody(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=0)
    queue = [waiting(meeting, 30), waiting(meeting, 20)]

    change_rules(
        meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=None, capacity_remote=None, actor=make_user()
    )

    assert states(*queue) == ["approved", "approved"]


def test_raising_the_capacity_by_hand_promotes_nobody(app):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=0)
    queued = waiting(meeting)

    assert not change_rules(
        meeting, approval=ApprovalMode.BY_HAND, capacity_in_person=5, capacity_remote=None, actor=make_user()
    )
    assert queued.state is S.WAITING


def test_rules_are_made_on_first_change_and_audited(app):
    meeting = make_meeting()
    user = make_user()

    change_rules(meeting, approval=ApprovalMode.BY_HAND, capacity_in_person=60, capacity_remote=100, actor=user)

    assert places(meeting.id)[Mode.REMOTE].capacity == 100
    trail = entries_for("meeting", meeting.id)[0]
    assert trail.act == "registration_rules_changed"
    assert trail.changes["capacity_in_person"] == [None, 60]


def test_moving_up_past_others_says_how_many_still_wait(app):
    meeting, actor = make_meeting(), make_user()
    people = [make_registration(meeting, state="waiting") for _ in range(5)]
    elsewhere = make_registration(meeting, state="waiting", mode=Mode.REMOTE)

    outcome = deciding.move_up(people[4], actor=actor)
    assert outcome.passed == 4
    assert "4 who have waited longer still wait." in result_messages(outcome, "move_up")[-1][1]
    assert deciding.move_up_many(meeting, [people[1].id, people[0].id], actor=actor).passed == 0
    assert deciding.approve(people[3], actor=actor).passed == 1
    assert deciding.approve(elsewhere, actor=actor).passed == 0
