"""What was owed when the backup was taken, and what the keys open, after a restore."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from backups.commands import check_command, mail_group, restore_command
from backups.taking import take_backup
from foundation.database import db, writing
from foundation.jobs import request_job
from outbox.delivering import deliver_due
from outbox.holding import release_held_mails
from outbox.models import MailboxMessage, MessageState, OutboxMessage
from outbox.operations import enqueue
from registration.models.registrations import Registration
from registration.reading.links import MANAGE_LINK, manage_token
from tests.backups.conftest import KEY, OTHER_KEY, NewApp
from tests.backups.test_refusing import run
from tests.factories import make_meeting, make_registration
from tests.outbox.letters import VALUES

OLD_LINK = b"Content-Type: text/plain\r\n\r\nhttp://old.test/r/AAAA.old\r\n"


@pytest.fixture
def backed_up(tmp_path: Path, new_app: NewApp) -> Path:
    """A backup with a mail that was rendered already, owed to one person, and one being sent to another."""
    app = new_app()
    with app.app_context():
        meeting = make_meeting(code="KEPT")
        people = [make_registration(meeting, email=f"owed{number}@example.org") for number in range(2)]
        with writing():
            for person in people:
                link = {"$link": [MANAGE_LINK, person.id]}
                enqueue("messages/message", recipient=person.email, language="en", values={**VALUES, "link": link})
            request_job("sample")
            db.session.execute(update(OutboxMessage).values(content=OLD_LINK, subject="Old"))
            last = select(OutboxMessage.id).order_by(OutboxMessage.id.desc()).limit(1).scalar_subquery()
            sending = update(OutboxMessage).where(OutboxMessage.id == last)
            db.session.execute(sending.values(state=MessageState.SENDING, attempts=1))
        take_backup(tmp_path / "backup")
    return tmp_path / "backup"


def delivered(app: Flask) -> list[str]:
    """Run the deliverer; the recipients of all that has left so far."""
    with app.app_context():
        deliver_due()
        found = list(db.session.scalars(select(MailboxMessage.recipient).order_by(MailboxMessage.recipient)))
        db.session.rollback()
        return found


def test_mail_owed_is_held_until_it_is_released(backed_up: Path, new_app: NewApp) -> None:
    target = new_app(bare=True)
    done = run(target, restore_command, backed_up)
    first = delivered(target)
    checked = run(target, check_command)
    released = run(target, mail_group, "release")

    assert "2 mails and 1 jobs" in done.output and first == []
    assert checked.exit_code == 0 and "2 mails are held" in checked.output, checked.output
    assert "2 mails and 1 jobs" in released.output
    assert delivered(target) == ["owed0@example.org", "owed1@example.org"]
    assert delivered(target) == ["owed0@example.org", "owed1@example.org"]
    with target.app_context():
        assert not db.session.scalars(select(MailboxMessage).where(MailboxMessage.content == OLD_LINK)).all()


def test_mail_owed_leaves_at_once_when_asked_for(backed_up: Path, new_app: NewApp) -> None:
    target = new_app(bare=True)
    done = run(target, restore_command, backed_up, "--send-mail")

    assert "held" not in done.output
    assert delivered(target) == ["owed0@example.org", "owed1@example.org"]


def test_mail_given_up_stays_in_the_history_as_not_sent(backed_up: Path, new_app: NewApp) -> None:
    target = new_app(bare=True)
    run(target, restore_command, backed_up)
    discarded = run(target, mail_group, "discard")

    assert "2 mails" in discarded.output and delivered(target) == []
    with target.app_context():
        assert release_held_mails() == 0
        assert set(db.session.scalars(select(OutboxMessage.state))) == {MessageState.FAILED}


def test_new_mail_is_not_held(backed_up: Path, new_app: NewApp) -> None:
    target = new_app(bare=True)
    run(target, restore_command, backed_up)
    with target.app_context(), writing():
        enqueue("messages/message", recipient="new@example.org", language="en", values=VALUES)

    assert delivered(target) == ["new@example.org"]


@pytest.mark.parametrize(("keys", "opens"), [(KEY, True), (f"{OTHER_KEY},{KEY}", True), (OTHER_KEY, False)])
def test_personal_links_open_with_the_old_key_only_and_it_is_said(
    backed_up: Path, new_app: NewApp, tmp_path: Path, keys: str, opens: bool
) -> None:
    old, target = new_app(), new_app(bare=True, keys=keys)
    done = run(target, restore_command, backed_up)
    with target.app_context():
        registration = db.session.scalars(select(Registration)).all()[0]
        db.session.expunge(registration)
        db.session.rollback()
    with old.app_context():
        token = manage_token(registration)

    status = target.test_client().get(f"/r/{token}", follow_redirects=True).status_code

    assert done.exit_code == 0 and (status == 200) is opens
    assert ("the links of 2 registrations are affected" in done.output) is not opens
    assert ("the backup does not hold it" in done.output) is not opens
