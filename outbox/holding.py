"""Mail that a restore holds: the system it was backed up from may have sent it since."""

from __future__ import annotations

from sqlalchemy import ColumnElement, update

from foundation.clock import now
from foundation.database import HELD, after_commit, writing
from outbox.models import MessageState, OutboxMessage
from outbox.operations import wake_deliverer

NOT_SENT = "Not sent: it was owed when the system was backed up, and given up after the restore."


def release_held_mails() -> int:
    """Let the held messages leave, owed from now on; returns how many there were."""
    with writing() as session:
        after_commit(wake_deliverer)
        released = session.execute(update(OutboxMessage).where(*_are_held()).values(owed_at=now(), due_at=now()))
    return int(released.rowcount)  # type: ignore[attr-defined]


def discard_held_mails() -> int:
    """Give the held messages up; they stay in the history as failed. Returns how many there were."""
    with writing() as session:
        given_up = {"state": MessageState.FAILED, "last_error": NOT_SENT, "due_at": now()}
        discarded = session.execute(update(OutboxMessage).where(*_are_held()).values(**given_up))
    return int(discarded.rowcount)  # type: ignore[attr-defined]


def _are_held() -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxMessage.state.in_((MessageState.OWED, MessageState.SENDING)),
        OutboxMessage.due_at >= HELD,
    )
