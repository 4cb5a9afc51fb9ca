"""Two assistants decide, or take back, at the same moment: one of them, and the other is told so."""

from __future__ import annotations

import pytest

from accounts.models import User
from foundation.audit import entries_for
from foundation.database import db
from meetings.models.meeting import Meeting
from outbox.delivering import deliver_due
from registration.enums import HOLDS_PLACE, RegistrationState
from registration.errors import DecisionOvertaken, DecisionUnknown, NoPlaceLeft, WrongState
from registration.models.decisions import Decision
from registration.models.registrations import Registration
from registration.people import deciding, taking_back
from registration.people.registering import register
from tests.factories import make_meeting, make_registration, make_rules, make_user, sign_in
from tests.registration.people.test_taking_back import make_due, ten_seconds  # noqa: F401
from tests.registration.public_form.test_public_form import text
from tests.registration.samples import entry, mails, registrations, templates
from tests.threads import at_once

S = RegistrationState
ROUNDS = range(5)


@pytest.fixture
def people(app):
    """A meeting, somebody who waits for a decision, and two assistants."""
    meeting = make_meeting()
    actors = [make_user("assistant", meeting.team).id for _assistant in range(2)]
    return meeting, make_registration(meeting, state=S.PENDING), actors


def deciding_by(act, registration_id, actor_id, **named):
    """An act of one assistant, who loads the registration for themselves."""
    return lambda: act(db.session.get(Registration, registration_id), actor=db.session.get(User, actor_id), **named)


def undoing_by(meeting_id, decision_id, actor_id):
    """The same of taking back."""
    return lambda: taking_back.take_back(meeting_id, decision_id, actor=db.session.get(User, actor_id))


def acts_on(registration):
    """What the trail says of a registration, oldest first."""
    return [entry.act for entry in reversed(entries_for("registration", registration.id))]


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_who_approve_at_once_one_does_and_one_mail_is_owed(app, people, _round):
    _meeting, registration, actors = people
    raised = at_once(app, [deciding_by(deciding.approve, registration.id, actor) for actor in actors])
    assert [type(each) for each in raised] == [WrongState]
    assert templates(registration) == ["approved"]
    assert db.session.query(Decision).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_approving_and_declining_at_once_leaves_what_was_said_last(app, people, _round):
    """Either may follow the other: what the person reads last is what holds."""
    _meeting, registration, (first, second) = people
    acts = [
        deciding_by(deciding.approve, registration.id, first),
        deciding_by(deciding.decline, registration.id, second, reason="Full"),
    ]
    raised = at_once(app, acts if _round % 2 else acts[::-1])
    db.session.refresh(registration)
    assert raised == []
    assert sorted(templates(registration)) == ["approved", "declined"]
    assert templates(registration)[-1] == registration.state.value == acts_on(registration)[-1]


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_who_take_back_at_once_one_does(app, people, _round):
    meeting, registration, actors = people
    decision_id = deciding.approve(registration, actor=db.session.get(User, actors[0])).decision_id
    raised = at_once(app, [undoing_by(meeting.id, decision_id, actor) for actor in actors])
    db.session.refresh(registration)
    assert [type(each) for each in raised] == [DecisionUnknown]
    assert (registration.state, mails(registration)) == (S.PENDING, [])
    assert acts_on(registration).count("decision_undone") == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_taking_back_while_somebody_decides_anew_is_one_or_the_other(app, people, _round):
    meeting, registration, (first, second) = people
    decision_id = deciding.approve(registration, actor=db.session.get(User, first)).decision_id
    acts = [
        undoing_by(meeting.id, decision_id, first),
        deciding_by(deciding.decline, registration.id, second, reason="Full"),
    ]
    raised = at_once(app, acts if _round % 2 else acts[::-1])
    db.session.refresh(registration)
    assert [type(each) for each in raised] in ([], [DecisionOvertaken])
    assert registration.state is S.DECLINED
    assert templates(registration) == (["approved", "declined"] if raised else ["declined"])


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_place_is_never_given_twice_by_taking_back_while_somebody_registers(app, _round):
    meeting = make_meeting()
    make_rules(meeting, capacity_in_person=1)
    actor, holder = make_user("assistant", meeting.team).id, make_registration(meeting, state=S.APPROVED)
    meeting_id, holder_id = meeting.id, holder.id
    decision_id = deciding.decline(holder, actor=db.session.get(User, actor)).decision_id

    raised = at_once(
        app,
        [
            undoing_by(meeting_id, decision_id, actor),
            lambda: register(db.session.get(Meeting, meeting_id), entry()),
        ],
    )

    assert [type(each) for each in raised] in ([], [NoPlaceLeft])
    assert db.session.get(Registration, holder_id).state is (S.DECLINED if raised else S.APPROVED)
    assert [each.state in HOLDS_PLACE for each in registrations()].count(True) == 1


@pytest.mark.parametrize(
    ("language", "left", "gone"),
    [
        ("en", "the message has left. Decide anew instead.", "This can no longer be undone."),
        ("ar", "", ""),
        ("fr", "", ""),
    ],
)
def test_over_http_taking_back_too_late_or_twice_says_why(client, people, language, left, gone):
    meeting, registration, actors = people
    sign_in(client, db.session.get(User, actors[0]))
    client.set_cookie("language", language)
    decision_id = deciding.approve(registration, actor=db.session.get(User, actors[0])).decision_id
    make_due()
    assert deliver_due() == 1
    path = f"/manage/{meeting.code}/registrations/undo/{decision_id}"
    late = client.post(path, follow_redirects=True)
    assert late.status_code == 200 and left in text(late)
    assert registration.state is S.APPROVED
    unknown = client.post(f"{path.rpartition('/')[0]}/999999", follow_redirects=True)
    assert unknown.status_code == 200 and gone in text(unknown)
    if language != "en":
        assert "undone" not in text(late) + text(unknown)
