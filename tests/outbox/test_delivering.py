"""Delivery over real SMTP: answers, retries, leases, one connection per batch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from foundation import jobs
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from outbox.delivering import PAUSES, deliver_due
from outbox.link_references import MASK
from outbox.models import MailboxMessage, MessageState, OutboxMessage
from outbox.operations import enqueue, erase_for
from outbox.reading import read
from outbox.transports import init_mail
from tests.outbox.letters import VALUES, invitation, parts
from tests.threads import at_once


def _owe(recipient: str = "salma@example.org", **changes) -> int:
    with writing():
        return enqueue("sample/hello", **{"recipient": recipient, "language": "en", "values": VALUES, **changes}).id


def _row(message_id: int) -> OutboxMessage:
    db.session.rollback()
    return db.session.get(OutboxMessage, message_id)


def test_a_message_arrives_and_is_marked_sent(app, server):
    message_id = _owe(reply_to="assistant@example.org", calendar=invitation())

    count = deliver_due()

    ((recipient, received),) = server.received
    row = _row(message_id)
    assert (count, recipient, row.state, row.attempts) == (1, "salma@example.org", MessageState.SENT, 1)
    assert row.sent_at is not None
    assert row.subject == str(received["Subject"]) == "Your registration"
    assert str(received["Message-ID"]) == row.message_id
    assert str(received["Reply-To"]) == "assistant@example.org"
    assert parts(received)["text/calendar"].get_param("method") == "REQUEST"
    assert deliver_due() == 0


def test_one_connection_serves_a_batch(app, server):
    for number in range(5):
        _owe(f"person{number}@example.org")

    deliver_due()

    assert (len(server.received), server.connections) == (5, 1)


def test_the_kept_copy_has_its_personal_links_masked_and_the_sent_one_not(app, server, generations):
    generations[1] = 1
    message_id = _owe(values={**VALUES, "url": {"$link": ["sample", 1]}})

    deliver_due()

    received = server.received[0][1].get_body(("html",)).get_content()
    kept = read(_row(message_id).content)
    assert "/r/ABCD2345." in received
    assert "/r/ABCD2345." not in kept.html + kept.text
    assert f"/r/{MASK}" in kept.html
    assert _row(message_id).values["url"] == {"$link": ["sample", 1]}


def test_a_raw_token_in_the_values_is_masked_after_sending(app, server, generations):
    from outbox.link_references import resolve_links

    generations[1] = 1
    message_id = _owe(values={**VALUES, "url": resolve_links({"$link": ["sample", 1]}, "")})

    deliver_due()

    assert _row(message_id).values["url"] == f"https://plenary.test/r/{MASK}"


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted, come back", "421 4.3.2 closing"])
def test_a_temporary_refusal_is_retried_with_the_same_message(app, server, answer):
    server.answers["salma@example.org"] = answer
    message_id = _owe()
    others = [_owe("other@example.org"), _owe("third@example.org")]

    deliver_due()
    row = _row(message_id)
    assert (row.state, row.attempts, row.last_error) == (MessageState.OWED, 1, answer)
    assert row.due_at > now()
    assert [_row(other).state for other in others] == [MessageState.SENT] * 2
    raw = row.content
    deliver_due()
    server.answers.clear()
    with frozen_at(now() + PAUSES[0] + timedelta(seconds=1)):
        deliver_due()

    row = _row(message_id)
    assert (row.state, row.attempts, row.last_error) == (MessageState.SENT, 2, "")
    (arrived,) = [message for recipient, message in server.received if recipient == "salma@example.org"]
    assert str(arrived["Message-ID"]) == row.message_id
    assert raw is not None


def test_a_connection_cut_within_a_message_loses_none_and_repeats_none(app, server):
    server.cuts.add("salma@example.org")
    message_id = _owe()
    others = [_owe("other@example.org"), _owe("third@example.org")]

    deliver_due()
    assert (_row(message_id).state, _row(message_id).attempts) == (MessageState.OWED, 1)
    server.cuts.clear()
    with frozen_at(now() + PAUSES[0] + timedelta(seconds=1)):
        deliver_due()

    assert [_row(each).state for each in (message_id, *others)] == [MessageState.SENT] * 3
    assert sorted(recipient for recipient, _message in server.received) == [
        "other@example.org", "salma@example.org", "third@example.org",
    ]  # fmt: skip


def test_a_retry_sends_the_bytes_of_the_first_rendering(app, server, generations):
    generations[1] = 1
    server.answers["salma@example.org"] = "450 later"
    message_id = _owe(values={**VALUES, "url": {"$link": ["sample", 1]}})
    deliver_due()
    before = _row(message_id).content
    generations[1] = 2
    server.answers.clear()

    with frozen_at(now() + PAUSES[0] + timedelta(seconds=1)):
        deliver_due()

    html = server.received[0][1].get_body(("html",)).get_content()
    assert html == read(before).html


def test_a_permanent_refusal_fails_for_good_in_words(app, server):
    server.answers["salma@example.org"] = "550 5.1.1 no such user here"
    message_id = _owe()

    deliver_due()
    with frozen_at(now() + timedelta(days=1)):
        assert deliver_due() == 0

    row = _row(message_id)
    assert (row.state, row.attempts, row.last_error) == (
        MessageState.FAILED, 1, "550 5.1.1 no such user here",
    )  # fmt: skip


def test_pauses_grow_and_end_after_three_days(app, server):
    server.answers["salma@example.org"] = "451 later"
    message_id = _owe()
    start = _row(message_id).owed_at
    pauses = []

    moment = start
    for _ in range(60):
        with frozen_at(moment):
            deliver_due()
            row = _row(message_id)
        if row.state is MessageState.FAILED:
            break
        pauses.append(row.due_at - moment)
        moment = row.due_at

    assert pauses[:6] == [*PAUSES, PAUSES[-1]]
    assert row.state is MessageState.FAILED
    assert timedelta(days=3) <= moment - start <= timedelta(days=3, hours=4)
    assert row.last_error == "451 later"


def test_a_server_that_is_down_delays_one_message_and_leaves_the_others_due(app, server):
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"mail_port": 1})
    init_mail(app)
    first, second = _owe(), _owe("other@example.org")

    assert deliver_due() == 1

    assert (_row(first).state, _row(first).attempts) == (MessageState.OWED, 1)
    assert "refused" in _row(first).last_error
    assert (_row(second).attempts, _row(second).due_at <= now()) == (0, True)


def test_a_message_that_cannot_be_composed_is_tried_again_and_does_not_stop_others(app, server, caplog):
    with writing():
        broken = enqueue("sample/broken", recipient="a@example.org", language="en", values={}).id
    good = _owe()

    deliver_due()

    assert _row(good).state is MessageState.SENT
    assert _row(broken).state is MessageState.OWED
    assert "ZeroDivisionError" in _row(broken).last_error


def test_a_link_whose_record_is_gone_fails_for_good(app, server, generations):
    message_id = _owe(values={**VALUES, "url": {"$link": ["sample", 99]}})

    deliver_due()

    assert _row(message_id).state is MessageState.FAILED
    assert server.received == []


def test_a_claimed_message_is_left_alone_until_its_lease_ends(app, server):
    message_id = _owe()
    with writing() as session:
        session.execute(
            update(OutboxMessage).values(state=MessageState.SENDING, attempts=1, due_at=now() + timedelta(seconds=150))
        )

    assert deliver_due() == 0
    with frozen_at(now() + timedelta(seconds=151)):
        assert deliver_due() == 1

    assert (_row(message_id).state, _row(message_id).attempts) == (MessageState.SENT, 2)


def test_a_server_that_takes_its_time_with_a_message_gets_it_once(app, server, monkeypatch):
    monkeypatch.setitem(app.config, "OUTBOX_LEASE_SECONDS", 12)
    server.delay = 2.0  # twice what any other answer may take
    messages = [_owe(recipient=f"person{number}@example.org") for number in range(2)]

    assert deliver_due() == 2

    assert [_row(each).attempts for each in messages] == [1, 1]
    assert len(server.ids()) == len(set(server.ids())) == 2


def test_a_lost_wake_up_is_found_by_the_sweep(app, server, monkeypatch, caplog):
    queue = app.extensions["jobs"]
    monkeypatch.setattr(queue, "wake", lambda *arguments: 1 // 0)
    message_id = _owe()
    assert "lost" in caplog.text

    assert "outbox.tasks.deliver" in jobs.periods()
    jobs.run_task(app, "outbox.tasks.deliver")

    assert _row(message_id).state is MessageState.SENT


def test_a_message_erased_on_its_way_leaves_nothing_behind(app, server, monkeypatch):
    message_id = _owe(about_kind="registration", about_id=1)
    from outbox import transports

    original = transports.SmtpTransport.send

    def erase_then_send(self, parcel):
        outcome = original(self, parcel)
        erase_for("registration", 1)
        return outcome

    monkeypatch.setattr(transports.SmtpTransport, "send", erase_then_send)
    deliver_due()

    row = _row(message_id)
    assert (row.state, row.recipient, row.content, row.values) == (MessageState.SENT, "", None, {})


def test_an_address_beyond_ascii_is_sent_with_smtputf8(app, server):
    message_id = _owe("سلمى@example.org")

    deliver_due()

    assert _row(message_id).state is MessageState.SENT, _row(message_id).last_error
    assert server.received[0][0] == "سلمى@example.org"


def test_the_mailbox_takes_mail_when_the_settings_say_so(app, generations):
    generations[1] = 1
    message_id = _owe(values={**VALUES, "url": {"$link": ["sample", 1]}}, recipient="Salma@Example.org")

    deliver_due()

    copy = db.session.query(MailboxMessage).one()
    assert (copy.recipient, copy.subject) == ("salma@example.org", "Your registration")
    assert "/r/ABCD2345." in read(copy.content).text
    assert _row(message_id).state is MessageState.SENT


def test_threads_of_one_process_send_one_message_at_a_time(app, server):
    ids = [_owe(f"person{number}@example.org") for number in range(20)]
    server.delay = 0.01

    assert at_once(app, [deliver_due] * 4) == []
    assert server.connections == 1
    assert len(set(server.ids())) == len(server.received) == 20
    assert {_row(message_id).state for message_id in ids} == {MessageState.SENT}
