"""Mail owed, and the built-in mailbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from foundation.database import Model, enum_column


class MessageState(StrEnum):
    """Life of a message: owed → sending → sent, or failed for good."""

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


STATE_LABELS = {
    MessageState.OWED: _l("To be sent"),
    MessageState.SENDING: _l("Being sent"),
    MessageState.SENT: _l("Sent"),
    MessageState.FAILED: _l("Failed"),
}


STILL_TO_SEND = "state IN ('owed', 'sending')"
"""As the index says it and queries must: a database uses a partial index only for the same words, never for values
bound to them."""


class OutboxMessage(Model):
    """One message to one address, owed by the transaction that wrote this row."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        # Only what is still to be sent, in the order of sending: stays small however long the history grows.
        Index(
            "ix_outbox_message_due",
            "due_at",
            "id",
            sqlite_where=text(STILL_TO_SEND),
            postgresql_where=text(STILL_TO_SEND),
        ),
        Index("ix_outbox_message_history", "meeting_id", "id"),
        Index("ix_outbox_message_about", "about_kind", "about_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(
        String(120), unique=True, doc="RFC 5322 Message-ID with its <>; the same at every attempt"
    )
    template: Mapped[str] = mapped_column(String(80), doc="`package/name` under templates/<package>/mail/<name>/")
    language: Mapped[str] = mapped_column(String(5))
    recipient: Mapped[str] = mapped_column(String(254), doc="Address")
    recipient_name: Mapped[str] = mapped_column(String(200), default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="", doc="The assistant who answers")
    values: Mapped[dict[str, Any]] = mapped_column(JSON, doc="Frozen values of the template; links as references")
    calendar: Mapped[dict[str, Any] | None] = mapped_column(JSON, doc='{"method": "REQUEST", "ics": "…"}')
    subject: Mapped[str] = mapped_column(Text, default="", doc="As rendered; empty until then")
    meeting_id: Mapped[int | None] = mapped_column(doc="Meeting in whose history it stands")
    about_kind: Mapped[str] = mapped_column(String(40), default="", doc="Record it is about, e.g. registration")
    about_id: Mapped[int | None] = mapped_column()
    is_confidential: Mapped[bool] = mapped_column(default=False, doc="Sign-in mail: in no meeting's history")
    state: Mapped[MessageState] = enum_column(MessageState, default=MessageState.OWED)
    attempts: Mapped[int] = mapped_column(default=0)
    owed_at: Mapped[datetime] = mapped_column(doc="UTC")
    due_at: Mapped[datetime] = mapped_column(doc="UTC; next attempt, or end of the lease while sending")
    sent_at: Mapped[datetime | None] = mapped_column(doc="UTC")
    last_error: Mapped[str] = mapped_column(Text, default="", doc="What the server answered last")
    # Mail ages (`outbox.ageing`): then calendar, content and values are gone, and only the rest remains.
    content: Mapped[bytes | None] = deferred(
        mapped_column(LargeBinary, doc="The message as sent (RFC 5322 bytes); personal links masked once sent")
    )


class MailboxMessage(Model):
    """A message delivered into the built-in mailbox of demo mode."""

    __tablename__ = "mailbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True, doc="RFC 5322 Message-ID")
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5), default="en")
    received_at: Mapped[datetime] = mapped_column(index=True, doc="UTC")
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, doc="RFC 5322 bytes; empty once aged"))
