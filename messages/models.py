"""What assistants wrote to many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.database import Model, Translations
from outbox.models import OutboxMessage
from registration.models.registrations import Registration


class Sending(Model):
    """One text to many: a draft until it is sent, afterwards never changed."""

    __tablename__ = "sending"
    __table_args__ = (Index("ix_sending_meeting", "meeting_id", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    draft_key: Mapped[str] = mapped_column(
        String(40), unique=True, doc="Made with the empty form, so that one form sent twice is one draft"
    )
    subject: Mapped[Translations] = mapped_column(doc="With fields such as {given_name}")
    body: Mapped[Translations] = mapped_column(doc="Plain paragraphs with fields")
    audience: Mapped[dict[str, Any]] = mapped_column(
        JSON, doc="Whom it is for, as parameters of the list of registrations; see messages/audiences.py"
    )
    tells_state: Mapped[bool] = mapped_column(
        default=False, doc="Whether it says what has become of the meeting: held or not, and on which dates"
    )
    written_at: Mapped[datetime] = mapped_column(doc="UTC; last change of the draft")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime | None] = mapped_column(doc="UTC; when the assistant pressed send; NULL: a draft")
    reply_to: Mapped[str] = mapped_column(String(254), default="", doc="Where answers go, as sent")

    written_by: Mapped[User | None] = relationship(foreign_keys=[written_by_id])
    sent_by: Mapped[User | None] = relationship(foreign_keys=[sent_by_id])
    recipients: Mapped[list[SendingRecipient]] = relationship(
        back_populates="sending", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_draft(self) -> bool:
        """Whether nobody has received it yet."""
        return self.sent_at is None

    def languages(self) -> list[str]:
        """Languages in which it is written."""
        return [language for language in self.body if language in self.subject]


class SendingRecipient(Model):
    """One person's copy of a sending."""

    __tablename__ = "sending_recipient"
    __table_args__ = (UniqueConstraint("sending_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sending_id: Mapped[int] = mapped_column(ForeignKey("sending.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id", ondelete="CASCADE"), index=True)

    sending: Mapped[Sending] = relationship(back_populates="recipients")
    registration: Mapped[Registration] = relationship()
    message: Mapped[OutboxMessage] = relationship()
