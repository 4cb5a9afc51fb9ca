"""What ages: content goes at its time, the record of it stays, in pieces that hold nobody up."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, insert, select, update

from accounts.permissions import Role
from foundation import ageing, audit, jobs
from foundation.ageing import Aged, remove_aged
from foundation.audit import AuditEntry
from foundation.clock import frozen_at, now
from foundation.database import db, writing
from foundation.jobs import Job, JobState
from foundation.limits import Failure
from outbox.delivering import deliver_due
from outbox.models import MailboxMessage, MessageState, OutboxMessage
from outbox.operations import enqueue
from tests.factories import make_meeting, make_registration, make_user, sign_in
from tests.outbox.letters import VALUES, sample_templates

LATER = timedelta(days=366)
SECONDS_A_ROW = 0.0004


@pytest.fixture
def own(app):
    """The settings of the application, restored afterwards."""
    before = app.config["SETTINGS"]
    yield before
    app.config["SETTINGS"] = before


def owed(meeting_id=None, **values) -> int:
    with writing():
        return enqueue(
            "sample/hello",
            **{
                "recipient": "salma@example.org",
                "language": "en",
                "values": VALUES,
                "meeting_id": meeting_id,
                **values,
            },
        ).id


def test_mail_loses_what_it_said_and_keeps_that_it_was_sent(app, client):
    meeting = make_meeting(code="WG-OLD")
    with sample_templates(app):
        message_id = owed(meeting.id)
        deliver_due()
    with frozen_at(now() + LATER):
        young = owed(meeting.id)
        remove_aged()

    message = db.session.get(OutboxMessage, message_id)
    assert (message.content, message.values, message.calendar) == (None, {}, None)
    assert (message.state, message.recipient) == (MessageState.SENT, "salma@example.org")
    assert message.subject and message.sent_at
    assert db.session.get(OutboxMessage, young).values
    assert db.session.scalars(select(MailboxMessage)).one().content == b""
    sign_in(client, make_user(Role.ORGANISER, meeting.team))
    page = client.get(f"/manage/WG-OLD/outbox/{message_id}").get_data(as_text=True)
    assert "texts of mail are kept for 365 days" in page
    assert client.get(f"/manage/WG-OLD/outbox/{message_id}/html").status_code == 404


def test_the_mailbox_says_that_a_text_was_removed(app, client, own):
    app.config["SETTINGS"] = own.model_copy(update={"mail_to_mailbox": True})
    with sample_templates(app):
        owed()
        deliver_due()
    with frozen_at(now() + LATER):
        remove_aged()

    found = db.session.scalars(select(MailboxMessage)).one()
    assert "texts of mail are kept for 365 days" in client.get(f"/mailbox/{found.id}").get_data(as_text=True)
    for part in ("html", "message.eml", "invite.ics"):
        assert client.get(f"/mailbox/{found.id}/{part}").status_code == 404
    assert client.get("/mailbox").status_code == 200


def test_what_is_still_to_be_sent_never_ages(app):
    message_id = owed()
    with frozen_at(now() + LATER):
        remove_aged()

    assert db.session.get(OutboxMessage, message_id).values
    with writing():
        db.session.execute(update(OutboxMessage).values(state=MessageState.FAILED))
    with frozen_at(now() + LATER):
        remove_aged()
    db.session.expire_all()
    assert db.session.get(OutboxMessage, message_id).values == {}


def test_the_trail_loses_values_and_keeps_who_did_what(app, client):
    meeting = make_meeting(code="WG-OLD")
    user = make_user(Role.ORGANISER, meeting.team)
    person = make_registration(meeting)
    with writing():
        audit.record("changed", person, actor=user, changes={"position": ("Clerk", "Director")})
        audit.record("changed", meeting, actor=user, meeting_id=meeting.id, changes={"venue": ("Here", "There")})
    sign_in(client, user)
    addresses = ("/manage/WG-OLD/history", f"/manage/WG-OLD/registrations/{person.id}")
    for address in addresses:
        assert "Old and new values are kept" not in client.get(address).get_data(as_text=True)
    with frozen_at(now() + timedelta(days=1096)):
        remove_aged()
        sign_in(client, user)
        pages = [client.get(address).get_data(as_text=True) for address in addresses]

    entries = db.session.scalars(select(AuditEntry)).all()
    assert entries
    assert all(entry.changes == {} and entry.act and entry.at for entry in entries)
    assert {entry.actor_id for entry in entries} == {user.id}
    assert all("Old and new values are kept for 1095 days" in page for page in pages)
    assert not any("Director" in page.split('<section aria-labelledby="history">')[-1] for page in pages)


def test_finished_jobs_and_attempts_go_and_what_waits_stays(app):
    with writing() as session:
        for state, finished in ((JobState.DONE, now()), (JobState.FAILED, now()), (JobState.WAITING, None)):
            session.add(Job(kind="x", arguments={}, state=state, created_at=now(), lease_until=now() + 2 * LATER,
                            finished_at=finished))  # fmt: skip
        session.add(Failure(key="k", at=now()))
    remove_aged()
    assert db.session.scalar(select(func.count()).select_from(Job)) == 3
    with frozen_at(now() + timedelta(days=31)):
        remove_aged()

    assert [job.state for job in db.session.scalars(select(Job))] == [JobState.WAITING]
    assert db.session.scalar(select(func.count()).select_from(Failure)) == 0


def test_each_setting_decides(app, own):
    app.config["SETTINGS"] = own.model_copy(update={"mail_content_days": 10})
    with sample_templates(app):
        message_id = owed()
        deliver_due()
    with frozen_at(now() + timedelta(days=9)):
        remove_aged()
        assert db.session.get(OutboxMessage, message_id).values
    with frozen_at(now() + timedelta(days=11)):
        remove_aged()
    db.session.expire_all()
    assert db.session.get(OutboxMessage, message_id).values == {}


def test_no_piece_holds_the_write_lock_for_long_and_none_is_looked_at_twice(app, monkeypatch):
    old = now() - LATER
    rows = [
        {"message_id": f"<{n}@x>", "template": "sample/hello", "language": "en", "recipient": "a@example.org",
         "recipient_name": "", "reply_to": "", "subject": "x", "about_kind": "", "is_confidential": False,
         "attempts": 1, "last_error": "", "values": {"a": "b"}, "state": MessageState.SENT, "owed_at": old,
         "due_at": old, "content": b"x" * 4400}
        for n in range(3000)
    ]  # fmt: skip
    with writing() as session:
        session.execute(insert(OutboxMessage), rows)
    clock, held = [0.0], []
    kinds, real = {age.name: age for age in ageing.registered()}, ageing.writing
    mail = kinds["mail"]

    def remove(before, limit):
        looked_at = mail.remove(before, limit)
        clock[0] += looked_at * SECONDS_A_ROW
        return looked_at

    @contextmanager
    def timed(*locks):
        began = clock[0]
        with real(*locks) as session:
            yield session
        held.append(clock[0] - began)

    kinds["mail"] = replace(mail, remove=remove)
    monkeypatch.setattr(ageing, "registered", lambda: list(kinds.values()))
    monkeypatch.setattr(ageing, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(ageing, "writing", timed)
    remove_aged()

    assert db.session.scalar(select(func.count()).where(OutboxMessage.content.is_not(None))) == 0
    assert db.session.get(Aged, "mail").upto == db.session.scalar(select(func.max(OutboxMessage.id)))
    assert sum(held) == pytest.approx(3000 * SECONDS_A_ROW)
    assert max(held) < 1.01 * ageing.AIM_SECONDS
    held.clear()
    remove_aged()
    assert len(held) == len(ageing.registered())


def test_a_worker_that_is_told_to_end_leaves_the_rest(app):
    with sample_templates(app):
        message_id = owed()
        deliver_due()
    jobs.stopping.set()
    try:
        with frozen_at(now() + LATER):
            remove_aged()
    finally:
        jobs.stopping.clear()

    assert db.session.get(OutboxMessage, message_id).values


def test_every_kind_that_ages_has_a_sensible_age(app, own):
    days = {age.name: age.days(own) for age in ageing.registered()}

    assert {"mail", "mailbox", "audit values", "jobs", "undo", "failures", "sessions"} <= set(days)
    assert all(number >= 1 for number in days.values())
    assert days["audit values"] >= days["undo"], "what can be undone must still say what it was"
