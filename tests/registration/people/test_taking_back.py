"""Decisions taken back before their mails leave: everything is as before, and of undo and deliverer one wins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from foundation.audit import entries_for
from foundation.clock import now
from foundation.database import db, writing
from meetings.enums import Mode
from meetings.models.calendar import CalendarTold
from outbox.delivering import deliver_due
from outbox.models import MessageState, OutboxMessage
from registration.breakouts.operations import assign
from registration.enums import ApprovalMode, RegistrationState
from registration.errors import DecisionOvertaken, DecisionUnknown, MessageHasLeft, NoPlaceLeft
from registration.models.decisions import Decision
from registration.models.registrations import Registration
from registration.people import changing, deciding, erasing, taking_back
from registration.people.registering import register
from tests.factories import make_meeting, make_registration, make_rules, make_user, sign_in
from tests.registration.breakouts.samples import item_with_groups
from tests.registration.public_form.test_public_form import text
from tests.registration.samples import entry, mails, registrations, templates
from tests.threads import at_once

S = RegistrationState
COUNTS = {"agenda_sequence", "calendar_sequence"}


@pytest.fixture(autouse=True)
def ten_seconds(app, monkeypatch):
    """Decisions wait for ten seconds, as by default."""
    monkeypatch.setitem(app.config, "SETTINGS", app.config["SETTINGS"].model_copy(update={"undo_seconds": 10}))


@pytest.fixture
def meeting(app):
    return make_meeting()


@pytest.fixture
def actor(meeting):
    return make_user("assistant", meeting.team)


def image(registration):
    """Every column of a registration but those that only count upwards."""
    db.session.refresh(registration)
    columns = registration.__table__.columns.keys()
    return {name: getattr(registration, name) for name in columns if name not in COUNTS}


def told():
    rows = db.session.scalars(select(CalendarTold).order_by(CalendarTold.uid, CalendarTold.recurrence_id))
    return [{column.key: getattr(row, column.key) for column in row.__table__.columns} for row in rows]


def make_due():
    """Let the ten seconds pass."""
    with writing():
        db.session.execute(update(OutboxMessage).values(due_at=now() - timedelta(seconds=1)))


ACTS = {
    "approve": (S.PENDING, deciding.approve),
    "move_up": (S.WAITING, deciding.move_up),
    "decline": (S.APPROVED, lambda each, actor: deciding.decline(each, actor=actor, reason="No place")),
    "cancel": (S.APPROVED, deciding.cancel),
    "reopen": (S.DECLINED, deciding.reopen),
    "switch": (S.APPROVED, lambda each, actor: changing.switch_mode(each, Mode.REMOTE, actor=actor)),
}


@pytest.mark.parametrize("act", ACTS)
def test_all_is_as_before_and_nobody_is_told(meeting, actor, act):
    state, do = ACTS[act]
    registration = make_registration(meeting, state=S.PENDING)
    with writing():
        registration.state = state
        registration.waiting_since = now() - timedelta(days=2) if state is S.WAITING else None
        registration.reason = "Too late" if state is S.DECLINED else ""
    if state is S.APPROVED:
        changing.send_again(registration, actor=actor)
    deliver_due()
    before, calendar, sent = image(registration), told(), len(mails())

    outcome = do(registration, actor=actor)
    assert image(registration) != before
    assert deliver_due() == 0, "its mail has not waited"
    taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)

    assert image(registration) == before
    assert told() == calendar
    assert len(mails()) == sent
    acts = [each.act for each in entries_for("registration", registration.id)]
    assert acts[0] == "decision_undone" and len(acts) >= 2
    make_due()
    assert all(mail.state is MessageState.SENT for mail in mails()) and deliver_due() == 0


def test_a_feed_read_meanwhile_never_sees_one_number_for_two_truths(meeting, actor):
    registration = make_registration(meeting, state=S.APPROVED)
    outcome = deciding.decline(registration, actor=actor)
    seen = registration.calendar_sequence, registration.agenda_sequence

    taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)

    assert (registration.calendar_sequence, registration.agenda_sequence) > seen


def test_who_moved_up_for_it_waits_again(meeting, actor):
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    first, second = register(meeting, entry()), register(meeting, entry())
    deliver_due()
    waits = image(second)

    outcome = deciding.cancel(first, actor=actor)
    assert second.state is S.APPROVED and outcome.promoted == [second]
    taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)

    assert first.state is S.APPROVED
    assert image(second) == waits
    assert templates(second) == ["waiting"]


def test_undo_of_many_takes_back_every_one(meeting, actor):
    people = [make_registration(meeting, state=S.PENDING) for _number in range(12)]
    outcome = deciding.approve_many(meeting, [each.id for each in people], actor=actor)
    assert outcome.done == 12 and len(mails()) == 12

    assert len(taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)) == 12

    assert {each.state for each in registrations()} == {S.PENDING}
    assert mails() == []
    with pytest.raises(DecisionUnknown):
        taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)


def test_refused_once_one_of_its_mails_has_left(meeting, actor):
    people = [make_registration(meeting, state=S.PENDING) for _number in range(3)]
    outcome = deciding.approve_many(meeting, [each.id for each in people], actor=actor)
    with writing():
        mails()[1].due_at = now()
    assert deliver_due() == 1

    with pytest.raises(MessageHasLeft):
        taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)

    assert {each.state for each in registrations()} == {S.APPROVED}
    assert len(mails()) == 3


def test_refused_once_somebody_went_on_from_it(meeting, actor):
    registration = make_registration(meeting, state=S.PENDING)
    outcome = deciding.approve(registration, actor=actor)
    deciding.cancel(registration)

    with pytest.raises(DecisionOvertaken):
        taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)

    assert registration.state is S.CANCELLED


@pytest.mark.parametrize("act", ["cancel", "decline", "switch"])
def test_what_was_taken_back_itself_stands_in_nobodys_way(meeting, actor, act):
    registration = make_registration(meeting, state=S.PENDING)
    before, calendar = image(registration), told()
    first = deciding.approve(registration, actor=actor)
    second = ACTS[act][1](registration, actor=actor)
    counted = registration.calendar_sequence, registration.agenda_sequence

    taking_back.take_back(meeting.id, second.decision_id, actor=actor)
    taking_back.take_back(meeting.id, first.decision_id, actor=actor)

    assert image(registration) == before
    assert (told(), mails()) == (calendar, [])
    assert registration.calendar_sequence >= counted[0] and registration.agenda_sequence > counted[1]


def test_refused_once_somebody_has_joined_a_group(meeting, actor):
    registration = make_registration(meeting, state=S.DECLINED)
    reopened = deciding.reopen(registration, actor=actor)
    group = item_with_groups(meeting, None)[1][0]
    assign(meeting.id, group.item_id, group.id, [registration.id], actor=actor)

    with pytest.raises(DecisionOvertaken):
        taking_back.take_back(meeting.id, reopened.decision_id, actor=actor)

    assert registration.state is S.PENDING


def test_refused_once_the_place_that_it_freed_is_taken(meeting, actor):
    make_rules(meeting, capacity_in_person=1)
    first = make_registration(meeting, state=S.APPROVED)
    outcome = deciding.decline(first, actor=actor)
    register(meeting, entry())

    with pytest.raises(NoPlaceLeft):
        taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)

    assert first.state is S.DECLINED
    assert templates(first) == ["declined"]


def test_erasing_leaves_nothing_to_take_back(meeting, actor):
    registration = make_registration(meeting, state=S.PENDING)
    outcome = deciding.decline(registration, actor=actor, reason="Private words")
    erasing.erase(registration, actor=actor)

    with pytest.raises(DecisionUnknown):
        taking_back.take_back(meeting.id, outcome.decision_id, actor=actor)
    assert db.session.scalar(select(Decision)) is None


def test_what_the_person_does_leaves_at_once(meeting, actor):
    registration = make_registration(meeting, state=S.APPROVED)
    assert deciding.cancel(registration).decision_id is None
    assert deliver_due() == 1


@pytest.mark.parametrize("round_", range(6))
def test_of_undo_and_deliverer_one_wins(app, meeting, actor, round_):
    registration = make_registration(meeting, state=S.PENDING)
    decision_id = deciding.approve(registration, actor=actor).decision_id
    make_due()
    meeting_id, registration_id, actor_id = meeting.id, registration.id, actor.id

    def undo():
        from accounts.models import User

        taking_back.take_back(meeting_id, decision_id, actor=db.session.get(User, actor_id))

    raised = at_once(app, [undo, deliver_due] if round_ % 2 else [deliver_due, undo])

    state = db.session.get(Registration, registration_id).state
    sent = [mail for mail in mails() if mail.state is MessageState.SENT]
    assert [type(each) for each in raised] in ([], [MessageHasLeft])
    assert (state, len(sent)) == ((S.APPROVED, 1) if raised else (S.PENDING, 0))


def test_over_http_the_message_names_the_person_and_offers_to_undo(client, meeting, actor):
    sign_in(client, actor)
    registration = make_registration(meeting, state=S.PENDING, family_name="Al-Enezi")
    listed = f"/manage/{meeting.code}/registrations?state=pending"

    answer = client.post(
        f"/manage/{meeting.code}/registrations/bulk",
        data={"approve_one": registration.id, "back": listed},
        follow_redirects=True,
    )
    page = text(answer)
    assert "Al-Enezi approved. The message leaves in 10 seconds." in page
    assert "Undo" in page
    decision_id = db.session.scalars(select(Decision.id)).one()
    answer = client.post(f"/manage/{meeting.code}/registrations/undo/{decision_id}", follow_redirects=True)

    assert "No message was sent." in text(answer)
    assert db.session.get(Registration, registration.id).state is S.PENDING
    answer = client.post(f"/manage/{meeting.code}/registrations/undo/{decision_id}", follow_redirects=True)
    assert "This can no longer be undone." in text(answer)
