"""Nothing that is owed when an address is corrected takes the new link to the old one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from foundation.database import db, writing
from foundation.database_clock import database_now
from foundation.translated import Translations
from messages.audiences import fingerprint, headcount
from messages.operations import send, write_draft
from outbox import delivering
from outbox.delivering import deliver_due
from outbox.models import MailboxMessage, OutboxMessage
from registration.people import changing
from registration.people.deciding import approve
from registration.people.mails import owe_links_mail
from registration.reading.links import check_in_token, manage_token
from tests.factories import make_meeting, make_registration, make_user
from tests.registration.samples import entry, mails, templates

OLD, NEW = "wrong@example.org", "right@example.org"


def correct(registration, email=NEW):
    """What the team does who sees a mistake in the address."""
    wish = entry(given_name=registration.given_name, family_name=registration.family_name, email=email)
    changing.correct(registration, wish, actor=make_user(), email=email)


def arrived(address):
    """What has come to an address once everything owed was due."""
    with writing() as session:
        session.execute(update(OutboxMessage).values(due_at=database_now() - timedelta(seconds=1)))
    deliver_due()
    query = select(MailboxMessage).where(MailboxMessage.recipient == address).order_by(MailboxMessage.id)
    return list(db.session.scalars(query))


def write_to_all(meeting, delay=timedelta(minutes=1)):
    """A message of the team to everybody, with the personal link, that waits."""
    user = make_user()
    texts = {"subject": Translations(en="Rooms"), "body": Translations(en="Your page: {personal_link}")}
    draft = write_draft(meeting, draft_key="rooms", chosen={}, actor=user, **texts)
    seen = fingerprint(headcount(meeting.id, {}), draft.written_at)
    return send(meeting, draft.id, seen=seen, reply_to="", actor=user, delay=delay)[0]


def opens(registration, messages):
    """Whether one of them holds a link or code of the registration that works."""
    tokens = (manage_token(registration).encode(), check_in_token(registration).encode())
    return any(
        token in message.content.replace(b"=\n", b"").replace(b"=\r\n", b"") for message in messages for token in tokens
    )


def test_decision_that_waits_is_told_to_the_new_address_only(app):
    registration = make_registration(make_meeting(), email=OLD)
    approve(registration, actor=make_user())
    correct(registration)

    assert arrived(OLD) == []
    assert len(arrived(NEW)) == 1
    assert opens(registration, arrived(NEW))


def test_invitation_that_arrived_is_cancelled_and_no_later_one_follows(app):
    registration = make_registration(make_meeting(), email=OLD)
    approve(registration, actor=make_user())
    before = len(arrived(OLD))
    changing.send_again(registration, actor=make_user())
    correct(registration)

    later = arrived(OLD)[before:]
    assert [b"METHOD:CANCEL" in message.content for message in later] == [True]
    assert not opens(registration, later)


def test_message_to_many_goes_to_the_new_address(app):
    meeting = make_meeting()
    registration, other = make_registration(meeting, email=OLD), make_registration(meeting, email="omar@example.org")
    write_to_all(meeting)
    correct(registration)

    assert arrived(OLD) == []
    assert "Rooms" in [message.subject for message in arrived(NEW)]
    assert [message.subject for message in arrived(other.email)] == ["Rooms"]


def test_mail_of_a_shared_address_goes_on_without_the_person(app):
    meeting = make_meeting()
    first, second = (make_registration(meeting, email=OLD, given_name=name) for name in ("Layla", "Omar"))
    with writing():
        owe_links_mail([first, second], "en")
    correct(first)

    (mail,) = arrived(OLD)
    assert not opens(first, [mail])
    assert opens(second, [mail])


def test_links_that_only_the_person_was_owed_do_not_leave(app):
    registration = make_registration(make_meeting(), email=OLD)
    with writing():
        owe_links_mail([registration], "en")
    correct(registration)

    assert arrived(OLD) == []


@pytest.mark.parametrize("moment", ["resolving", "after"])
def test_mail_taken_up_for_sending_does_not_take_the_new_link_along(app, monkeypatch, moment):
    """The address is corrected between the claim of the message and its rendering, and right after it."""
    meeting = make_meeting()
    registration = make_registration(meeting, email=OLD)
    write_to_all(meeting, timedelta())
    render, done = delivering.render, []

    def rendered(*args, **values):
        before = render(*args, **values) if moment == "after" else None
        if not done:
            done.append(True)
            db.session.rollback()
            correct(registration)
        return before or render(*args, **values)

    monkeypatch.setattr(delivering, "render", rendered)
    assert arrived(OLD) == []
    arrived(NEW)
    assert sorted(message.subject for message in arrived(NEW))[-1] == "Rooms"
    assert not [mail for mail in mails(registration) if mail.recipient == OLD]


def test_new_address_within_seconds_of_another_leaves_both_mailboxes_right(app):
    registration = make_registration(make_meeting(), email=OLD)
    approve(registration, actor=make_user())
    arrived(OLD)
    correct(registration, "between@example.org")
    correct(registration)

    assert arrived("between@example.org") == []
    assert b"METHOD:CANCEL" in arrived(OLD)[-1].content
    assert templates(registration)[-1] == "approved"
