"""Owing mail, sending it again, erasing it."""

from __future__ import annotations

import pytest

from foundation.database import db, writing
from foundation.translated import Translations
from outbox.delivering import deliver_due
from outbox.models import MailboxMessage, MessageState, OutboxMessage
from outbox.operations import enqueue, erase_for
from tests.outbox.letters import VALUES, invitation


def _owe(**changes):
    with writing():
        return enqueue(
            "sample/hello", **{"recipient": "salma@example.org", "language": "en", "values": VALUES, **changes}
        )


def _owed() -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.query(OutboxMessage).order_by(OutboxMessage.id))


def test_owe_writes_a_row_with_frozen_values(app):
    values = {**VALUES, "title": Translations(en="Meeting", ar="اجتماع")}

    _owe(values=values, meeting_id=7, about_kind="registration", about_id=17)

    (message,) = _owed()
    assert message.state is MessageState.OWED
    assert message.values["title"] == {"en": "Meeting", "ar": "اجتماع"}
    assert (message.meeting_id, message.about_kind, message.about_id) == (7, "registration", 17)


def test_owe_owes_nothing_when_the_transaction_fails(app):
    def owe_and_fail() -> None:
        with writing():
            enqueue("sample/hello", recipient="salma@example.org", language="en", values=VALUES)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        owe_and_fail()

    assert _owed() == []


@pytest.mark.parametrize("address", ["salma@example.org\r\nBcc: all@example.org", "nobody", "a" * 250 + "@example.org"])
def test_owe_refuses_what_is_no_address(app, address):
    with pytest.raises(ValueError):
        _owe(recipient=address)


def test_owe_refuses_values_that_are_not_json(app):
    with pytest.raises(TypeError):
        _owe(values={"when": object()})


def test_owe_refuses_an_unknown_calendar_method(app):
    with pytest.raises(ValueError):
        _owe(calendar={"method": "REPLY", "ics": ""})


def test_message_ids_differ_and_have_the_senders_domain(app):
    first, second = _owe(), _owe()

    assert first.message_id != second.message_id
    assert first.message_id.endswith("@example.org>")


def test_erase_blanks_everything_about_the_person_and_deletes_mailbox_copies(app):
    mark = "Zaynab-mark"
    values = {**VALUES, "greeting": mark}
    about = {"about_kind": "registration", "about_id": 5, "recipient": f"{mark}@example.org", "recipient_name": mark}
    _owe(values=values, **about, calendar=invitation())
    deliver_due()
    _owe(values=values, **about)
    other = _owe(about_kind="registration", about_id=6)

    count = erase_for("registration", 5)

    sent, unsent, kept = _owed()
    assert count == 2
    assert (sent.state, unsent.state) == (MessageState.SENT, MessageState.FAILED)
    for row in (sent, unsent):
        text = repr([getattr(row, column.key) for column in OutboxMessage.__table__.columns])
        assert mark.lower() not in text.lower()
        assert "salma" not in text
    assert kept.id == other.id
    assert kept.recipient == "salma@example.org"
    assert db.session.query(MailboxMessage).count() == 0
    assert deliver_due() == 1


def test_confidential_mail_goes_ahead_and_keeps_no_values(app):
    _owe()
    secret = _owe(confidential=True, recipient="first@example.org")

    deliver_due()

    first = db.session.query(MailboxMessage).order_by(MailboxMessage.id).first()
    assert first.recipient == "first@example.org"
    assert db.session.get(OutboxMessage, secret.id).values == {}
