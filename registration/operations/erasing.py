"""Deleting everything that is known of a person."""

from __future__ import annotations

from sqlalchemy import text

from accounts.models import User
from foundation import audit
from foundation.database import after_commit, db, writing
from outbox.operations import erase_for
from registration.links import ABOUT, ABOUT_ADDRESS
from registration.models import Registration
from registration.operations.places import place_locks, promote_waiting
from registration.operations.registering import registrations_of
from registration.operations.states import announce_changed


def erase(registration: Registration, *, actor: User | None) -> None:
    """Delete a registration, its answers and attendance, and blank what mails and the audit trail say of it.

    That somebody was registered, decided on and written to remains, without a word about whom. A place that becomes
    free is given on. No mail is sent: an invited person should be cancelled first.
    """
    with writing(*place_locks(registration.meeting_id)):
        meeting, mode = registration.meeting, registration.mode
        same_address = registrations_of(meeting.id, registration.email_key)
        audit.blank(Registration.__tablename__, registration.id)
        erase_for(ABOUT, registration.id)
        for each in same_address:
            erase_for(ABOUT_ADDRESS, each.id)
        audit.record("erased", registration, actor=actor)
        announce_changed(registration, "erased")
        db.session.flush()
        db.session.delete(registration)
        db.session.flush()
        promote_waiting(meeting, mode)
        after_commit(_empty_the_log)


def _empty_the_log() -> None:
    # SQLite keeps the old content of changed pages in its write-ahead log until the log is folded into the file.
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
