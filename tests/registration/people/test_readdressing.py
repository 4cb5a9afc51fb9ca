"""An address is corrected while mail still waits for it: nothing goes there that opens anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from foundation.clock import now
from foundation.database import db, writing
from foundation.translated import Translations
from messages import operations
from messages.audiences import fingerprint, headcount
from messages.models import SendingRecipient
from outbox import delivering
from outbox.delivering import deliver_due
from outbox.models import MailboxMessage, MessageState, OutboxMessage
from registration.enums import RegistrationState
from registration.people import changing, deciding
from registration.people.mails import owe_links_mail
from registration.people.registering import register
from registration.reading.links import another_token, manage_token
from tests.factories import make_meeting, make_user
from tests.registration.samples import entry, mails, templates

OLD, NEW = "wrong@example.org", "right@example.org"


@pytest.fixture(autouse=True)
def ten_seconds(app, monkeypatch):
    """Decisions wait for ten seconds, as by default."""
    monkeypatch.setitem(app.config, "SETTINGS", app.config["SETTINGS"].model_copy(update={"undo_seconds": 10}))


@pytest.fixture
def meeting(app):
    return make_meeting()


@pytest.fixture
def person(meeting):
    """Somebody who has registered and been told so."""
    registration = register(meeting, entry(email=OLD))
    deliver_due()
    return registration


def correct(person, address=NEW):
    """Give another address, as the team does."""
    wish = entry(given_name=person.given_name, family_name=person.family_name)
    changing.correct(person, wish, actor=make_user(), email=address)


def deliver_all():
    """Let all pauses pass, twice: what fails the first time is tried again."""
    for _time in range(2):
        with writing():
            due = OutboxMessage.state.in_((MessageState.OWED, MessageState.SENDING))
            db.session.execute(update(OutboxMessage).where(due).values(due_at=now() - timedelta(seconds=1)))
        deliver_due()


def box(address):
    """What has arrived at an address, oldest first."""
    query = select(MailboxMessage).where(MailboxMessage.recipient == address).order_by(MailboxMessage.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def subjects(address):
    return [mail.subject for mail in box(address)]


def nothing_opens(person):
    return all(manage_token(person).encode() not in mail.content for mail in box(OLD))


def write_to_all(meeting):
    sending = operations.write_draft(
        meeting,
        draft_key="lunch",
        subject=Translations(en="Lunch"),
        body=Translations(en="Your page: {personal_link}"),
        chosen={"state": "pending"},
        actor=make_user(),
    )
    seen = fingerprint(headcount(meeting.id, sending.audience), sending.written_at)
    undo = timedelta(minutes=1)
    operations.send(meeting, sending.id, seen=seen, reply_to="office@example.org", actor=make_user(), delay=undo)


@pytest.mark.parametrize("act", ["approve", "decline", "new_link"])
def test_what_the_team_has_just_decided_goes_to_the_new_address_alone(meeting, person, act):
    if act == "new_link":
        changing.new_personal_link(person, actor=make_user())
    else:
        getattr(deciding, act)(person, actor=make_user())
    before = subjects(OLD)

    correct(person)
    deliver_all()

    assert subjects(OLD) == before
    assert len(box(NEW)) == 1
    assert manage_token(person).encode() in box(NEW)[0].content
    assert nothing_opens(person)


def test_an_entry_that_the_old_mailbox_holds_is_taken_out_and_does_not_come_back(meeting, person):
    deciding.approve(person, actor=make_user())
    deliver_all()
    changing.send_again(person, actor=make_user())

    correct(person)
    deliver_all()

    assert [mail.split(" (")[0].split(":")[0] for mail in subjects(OLD)][-1] == "No longer for this address"
    assert sum(b"method=REQUEST" in mail.content for mail in box(OLD)) == 1
    assert nothing_opens(person)


def test_a_withdrawal_that_waited_is_still_told_to_the_old_mailbox(meeting, person):
    deciding.approve(person, actor=make_user())
    deliver_all()
    deciding.cancel(person, actor=make_user())

    correct(person)
    deliver_all()

    assert person.state is RegistrationState.CANCELLED
    assert b"method=CANCEL" in box(OLD)[-1].content
    assert nothing_opens(person)


def test_a_message_to_many_goes_to_the_new_address_with_the_new_link(meeting, person):
    write_to_all(meeting)

    correct(person)
    deliver_all()

    assert "Lunch" not in subjects(OLD)
    assert "Lunch" in subjects(NEW)
    assert all(manage_token(person).encode() in mail.content for mail in box(NEW))
    assert db.session.scalar(select(SendingRecipient)).message.recipient == NEW


@pytest.mark.parametrize("write", [write_to_all, None])
def test_a_mail_that_waits_for_another_attempt_is_not_tried_there_again(meeting, person, monkeypatch, write):
    if write:
        write(meeting)
    else:
        changing.send_again(person, actor=make_user())
    before = subjects(OLD)
    later = delivering.DeliveryResult(delivering.Fate.LATER, "Try again later")
    with monkeypatch.context() as patch:
        patch.setattr("outbox.transports.MailboxTransport.send", lambda *_args: later)
        deliver_all()
    assert mails(person)[-1].attempts > 0

    correct(person)
    deliver_all()

    assert subjects(OLD) == before
    assert manage_token(person).encode() in box(NEW)[-1].content


@pytest.mark.parametrize("write", [write_to_all, None])
def test_one_that_is_taken_up_while_the_address_changes_does_not_open_anything(meeting, person, monkeypatch, write):
    """The deliverer has claimed it, and renders it after the correction."""
    if write:
        write(meeting)
    else:
        changing.send_again(person, actor=make_user())
    with writing():
        db.session.execute(update(OutboxMessage).values(due_at=now() - timedelta(seconds=1)))
    before = subjects(OLD)
    make_ready, corrected = delivering._make_ready, []

    def after_the_correction(claimed):
        if not corrected:
            corrected.append(claimed.id)
            correct(person)
        return make_ready(claimed)

    monkeypatch.setattr(delivering, "_make_ready", after_the_correction)
    deliver_due()
    deliver_all()

    assert corrected
    assert subjects(OLD) == before
    assert nothing_opens(person)
    assert db.session.get(OutboxMessage, corrected[0], populate_existing=True).state is MessageState.FAILED


def test_a_mail_about_several_people_names_those_who_stay(meeting, person):
    other = register(meeting, entry(email=OLD, given_name="Omar"), token=another_token(person))
    deliver_due()
    with writing():
        owe_links_mail([person, other], "en")

    correct(person)
    deliver_all()

    last = box(OLD)[-1]
    assert manage_token(other).encode() in last.content
    assert nothing_opens(person)
    assert templates(person)[-1] == "received"
