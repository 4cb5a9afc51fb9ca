"""Nobody is asked to decide, confirmed or given a code for a meeting that does not take place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import User
from accounts.permissions import Role
from foundation.database import db, writing
from meetings.enums import MeetingState, Mode
from outbox.models import OutboxMessage
from outbox.rendering import render
from registration.enums import RegistrationState
from registration.errors import MeetingCalledOff
from registration.manage.to_do import decisions, waiting_for_decision
from registration.models.registrations import Registration
from registration.people import changing, deciding
from registration.people.entries import PersonEntry
from tests.factories import make_meeting, make_registration, make_user, sign_in

S = RegistrationState
OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)
Act = Callable[[Registration, User], object]
INTO_THE_LIST: dict[str, tuple[S, Act]] = {
    "approve": (S.PENDING, lambda person, user: deciding.approve(person, actor=user)),
    "move up": (S.WAITING, lambda person, user: deciding.move_up(person, actor=user)),
    "approve after all": (S.DECLINED, lambda person, user: deciding.approve(person, actor=user)),
    "reopen": (S.CANCELLED, lambda person, user: deciding.reopen(person, actor=user)),
    "move up by mode": (S.WAITING, lambda person, user: changing.switch_mode(person, Mode.REMOTE, actor=user)),
    "approve many": (S.PENDING, lambda person, user: deciding.approve_many(person.meeting, [person.id], actor=user)),
    "move up many": (S.WAITING, lambda person, user: deciding.move_up_many(person.meeting, [person.id], actor=user)),
}
CONFIRMS = ("is confirmed", "code for the door", ".png", "link to join")


@pytest.mark.parametrize("off", OFF)
@pytest.mark.parametrize("name", INTO_THE_LIST)
def test_nobody_is_taken_in(app: Flask, name: str, off: MeetingState) -> None:
    before, act = INTO_THE_LIST[name]
    person = make_registration(make_meeting(state=off), state=before, mode=Mode.IN_PERSON)
    with pytest.raises(MeetingCalledOff):
        act(person, make_user(Role.OWNER, person.meeting.team))
    db.session.expire_all()
    assert (person.state, person.mode) == (before, Mode.IN_PERSON)
    assert db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all() == []


@pytest.mark.parametrize("off", OFF)
def test_nothing_asks_for_a_decision(app: Flask, client: FlaskClient, off: MeetingState) -> None:
    meeting = make_meeting(state=off)
    people = [make_registration(meeting, state=state) for state in S]
    assert decisions(meeting) == [] and waiting_for_decision([meeting]) == {}
    sign_in(client, make_user(Role.OWNER, meeting.team))
    pages = [f"/manage/{meeting.code}/registrations?state=all"]
    pages += [f"/manage/{meeting.code}/registrations/{person.id}" for person in people]
    for page in pages:
        found = client.get(page).text
        for offer in ('value="approve"', "approve_one", "move_up", "/approve", "/move-up", "/reopen"):
            assert offer not in found, (page, offer)
    posted = {"id": str(people[0].id), "act": "approve"}
    answer = client.post(f"/manage/{meeting.code}/registrations/bulk", data=posted, follow_redirects=True)
    assert "does not take place on its dates" in answer.text


@pytest.mark.parametrize("off", OFF)
@pytest.mark.parametrize("mode", Mode)
def test_no_mail_confirms_or_lets_in(app: Flask, off: MeetingState, mode: Mode) -> None:
    meeting = make_meeting(state_reason={"en": "A flood."})
    person = make_registration(meeting, state="approved", mode=mode)
    user = make_user(Role.OWNER, meeting.team)
    changing.send_again(person, actor=user)  # with an invitation
    with writing():
        meeting.state = off
    confirmed = {mail.id for mail in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))}
    changing.send_again(person, actor=user)
    changing.new_personal_link(person, actor=user)
    changing.switch_mode(person, Mode.REMOTE if mode is Mode.IN_PERSON else Mode.IN_PERSON, actor=user)
    mails = [
        mail
        for mail in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        if mail.id not in confirmed
    ]
    assert len(mails) == 3
    _assert_none_confirms(mails)
    assert mails[0].calendar is not None and mails[0].calendar["method"] == "CANCEL"
    before = {mail.id for mail in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))}
    changing.correct(person, _as_it_is(person), actor=user, email="other@example.org")
    moved = [
        mail for mail in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)) if mail.id not in before
    ]
    assert "other@example.org" in {mail.recipient for mail in moved}
    _assert_none_confirms(moved)


def _assert_none_confirms(mails: list[OutboxMessage]) -> None:
    for mail in mails:
        rendered = render(mail.template, mail.language, mail.values, recipient=mail.recipient)
        for words in (rendered.subject, rendered.text, rendered.html):
            assert not [each for each in CONFIRMS if each in words], (mail.template, words)
        assert "A flood." in rendered.text


def _as_it_is(person: Registration) -> PersonEntry:
    return PersonEntry(
        given_name=person.given_name,
        family_name=person.family_name,
        country_code=person.country_code,
        language=person.language,
    )
