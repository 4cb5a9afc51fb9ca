"""What of mail ages: what a message says. To whom, about what, when and with what result stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import null, update

from foundation.ageing import ages, next_ids
from foundation.database import db
from outbox.models import MailboxMessage, MessageState, OutboxMessage


def _days(settings: Any) -> int:
    return int(settings.mail_content_days)


@ages("mail", _days)
def remove_content(before: datetime, limit: int) -> int:
    """Remove what settled messages say and were made of."""
    is_open = OutboxMessage.state.in_((MessageState.OWED, MessageState.SENDING))
    ids = next_ids("mail", OutboxMessage.id, OutboxMessage.owed_at, before, limit, is_open=is_open)
    gone: dict[str, Any] = {"content": None, "values": {}, "calendar": null()}
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(gone))
    return len(ids)


@ages("mailbox", _days)
def remove_content_of_mailbox(before: datetime, limit: int) -> int:
    """Remove what messages in the built-in mailbox say."""
    ids = next_ids("mailbox", MailboxMessage.id, MailboxMessage.received_at, before, limit)
    db.session.execute(update(MailboxMessage).where(MailboxMessage.id.in_(ids)).values(content=b""))
    return len(ids)
