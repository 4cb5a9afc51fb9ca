"""Deleting everything that is known of a person."""

from __future__ import annotations

from sqlalchemy import delete, select

from accounts.models import User
from foundation import audit
from foundation.database import after_commit, db, writing
from meetings.calendar.telling import forget
from outbox.link_references import link
from outbox.models import OutboxMessage
from outbox.operations import erase_for
from registration.models.decisions import Decision
from registration.models.registrations import Registration
from registration.people.promoting import promote_waiting
from registration.places.modes import place_locks
from registration.reading.links import ABOUT, ABOUT_ADDRESS, MANAGE_LINK


def erase(registration: Registration, *, actor: User | None) -> None:
    """Delete a registration, its answers and attendance, and blank what mails and the audit trail say of it.

    That somebody was registered, decided on and written to remains, without a word about whom. A place that becomes
    free is given on. No mail is sent: the calendar of whoever was invited and not cancelled first keeps the entry.
    """
    with writing(*place_locks(registration.meeting_id)):
        meeting, mode = registration.meeting, registration.mode
        audit.blank(Registration.__tablename__, registration.id)
        # Their reason and the names in what was told would come back with them.
        db.session.execute(delete(Decision).where(Decision.meeting_id == registration.meeting_id))
        erase_for(ABOUT, registration.id)
        forget(ABOUT, registration.id)
        for first_id in _first_of_those_named_with(registration):
            erase_for(ABOUT_ADDRESS, first_id)
        audit.record("erased", registration, actor=actor)
        db.session.flush()
        db.session.delete(registration)
        db.session.flush()
        promote_waiting(meeting, mode)
        after_commit(_empty_the_log)


def forget_people(_meeting_id: int) -> None:
    """Leave nothing of the people of a meeting in the database's log once it is removed; in `writing()`."""
    after_commit(_empty_the_log)


def _first_of_those_named_with(registration: Registration) -> set[int]:
    """Records about which mails to a shared address were owed that name this person; its own among them."""
    query = select(OutboxMessage).where(
        OutboxMessage.meeting_id == registration.meeting_id, OutboxMessage.about_kind == ABOUT_ADDRESS
    )
    own = link(MANAGE_LINK, registration.id)
    named = {
        message.about_id
        for message in db.session.scalars(query)
        if any(person["url"] == own for person in message.values.get("people", ()))
    }
    return {registration.id, *(each for each in named if each is not None)}


def _empty_the_log() -> None:
    # SQLite keeps the old content of changed pages in its write-ahead log until the log is folded into the file.
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        # Every transaction of SQLAlchemy begins with BEGIN, inside which SQLite refuses to do this.
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
