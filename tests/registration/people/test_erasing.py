"""Erasing a person: marks are planted everywhere and looked for in every table and file."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from foundation.audit import AuditEntry, entries_for
from foundation.database import db, writing
from foundation.translated import Translations
from outbox.delivering import deliver_due
from outbox.models import MailboxMessage, OutboxMessage
from registration.attendance.half_days import half_days
from registration.attendance.operations import tick
from registration.enums import ApprovalMode, RegistrationState
from registration.models.attendance import Attendance
from registration.models.registrations import Answer
from registration.people import changing, deciding
from registration.people.erasing import erase
from registration.people.registering import register
from registration.reading.links import another_token
from tests.factories import make_meeting, make_registration, make_rules, make_user
from tests.registration.samples import entry, registrations

MARK = "zzqplantedmark"


def marked(**values):
    """An entry with the mark in everything that can be written."""
    texts = {
        name: f"{MARK} {name}"
        for name in ("honorific", "given_name", "family_name", "organisation", "position", "needs")
    }
    printed = Translations(en=f"{MARK} latin", ar=f"{MARK} عربي")
    return entry(**texts | {"printed_name": printed, "email": f"{MARK}@example.org"} | values)


def tables_with(mark: str) -> list[str]:
    """Tables in a row of which the mark stands, whatever the case."""
    found = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            if mark in str(tuple(row)).casefold():
                found.append(table.name)
                break
    db.session.rollback()
    return found


def files_with(mark: str, folder: Path) -> list[str]:
    """Files of the application in which the mark stands; a PostgreSQL cluster cleans up in its own time."""
    needle = mark.encode()
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "postgresql" not in path.parts and needle in path.read_bytes().lower()
    ]


def test_everything_about_the_person_is_gone(app, var_dir):
    meeting, user = make_meeting(), make_user()
    first = register(meeting, marked())
    others = register(meeting, marked(given_name="Other", family_name="Other"), token=another_token(first))
    register(meeting, marked(given_name=f"{MARK} third"))
    deciding.approve(first, actor=user)
    tick(meeting, first.id, half_days(meeting)[0], user)
    changing.correct(first, marked(needs=f"{MARK} other needs"), actor=user, email=f"new.{MARK}@example.org")
    deciding.decline(first, actor=user, reason=f"{MARK} reason")
    deliver_due()
    changing.send_again(first, actor=user)
    assert {"registration", "answer", "audit_entry", "outbox_message", "mailbox_message"} <= set(tables_with(MARK))
    erase(others, actor=user)

    erase(first, actor=user)

    assert tables_with(MARK) == []
    assert files_with(MARK, var_dir) == []
    assert db.session.scalars(select(Answer)).all() == []
    assert db.session.scalars(select(Attendance)).all() == []
    assert db.session.scalars(select(MailboxMessage)).all() == []
    assert {(mail.content, mail.recipient) for mail in db.session.scalars(select(OutboxMessage))} == {(None, "")}


def test_mail_to_a_shared_address_that_names_the_person_is_gone(app):
    """Also when the first person of the address has another one by now."""
    meeting, user = make_meeting(), make_user()
    first = register(meeting, entry(email="unit@example.org"))
    second = register(meeting, marked(email="unit@example.org"), token=another_token(first))
    register(meeting, entry(email="unit@example.org"))
    deliver_due()
    changing.correct(first, entry(), actor=user, email="own@example.org")
    assert "outbox_message" in tables_with(MARK)

    erase(second, actor=user)

    assert tables_with(MARK) == []
    assert len([mail for mail in db.session.scalars(select(OutboxMessage)) if mail.recipient]) == 2


def test_who_erased_and_that_something_was_there_remains(app):
    meeting, user = make_meeting(), make_user()
    registration = register(meeting, entry())
    registration_id = registration.id

    erase(registration, actor=user)

    trail = entries_for("registration", registration_id)
    assert [(each.act, each.changes) for each in trail] == [("erased", {}), ("registered", {})]
    assert trail[0].actor_id == user.id
    assert all(entry.meeting_id == meeting.id for entry in db.session.scalars(select(AuditEntry)))


def test_mail_to_others_stays(app):
    meeting = make_meeting()
    gone, stays = register(meeting, entry()), register(meeting, entry())

    erase(gone, actor=make_user())

    recipients = [mail.recipient for mail in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]
    assert recipients == ["", stays.email]


def test_place_of_an_erased_person_is_given_on(app):
    meeting = make_meeting()
    make_rules(meeting, approval=ApprovalMode.AUTOMATIC, capacity_in_person=1)
    registration = make_registration(meeting, state="approved")
    queued = make_registration(meeting, state="waiting")

    erase(registration, actor=make_user())

    assert registrations() == [queued]
    assert queued.state is RegistrationState.APPROVED


def test_nothing_is_erased_when_the_surrounding_act_fails(app):
    registration = make_registration(make_meeting())

    class Failure(Exception):
        """The act around fails."""

    try:
        with writing():
            erase(registration, actor=None)
            raise Failure
    except Failure:
        pass

    assert len(registrations()) == 1
