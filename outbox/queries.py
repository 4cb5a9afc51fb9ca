"""Reading what was sent. Confidential mail (sign-in links) is in no list of a meeting or record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import undefer

from foundation.database import db
from outbox.models import STILL_TO_SEND, MailboxMessage, OutboxMessage

Row = TypeVar("Row")
PER_PAGE = 50


class NoSuchMessage(Exception):
    """No message has this id, or it is not in this meeting's history."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list; numbers count from 1."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int


def messages_about(about_kind: str, about_id: int, limit: int = 200) -> list[OutboxMessage]:
    """What was sent or is owed about a record, newest first."""
    return list(
        db.session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.about_kind == about_kind,
                OutboxMessage.about_id == about_id,
                OutboxMessage.is_confidential.is_(False),
            )
            .order_by(OutboxMessage.id.desc())
            .limit(limit)
        )
    )


def still_to_send(meeting_id: int) -> int:
    """How many messages in a meeting's history have not left yet."""
    query = select(func.count()).where(OutboxMessage.meeting_id == meeting_id, text(STILL_TO_SEND))
    return db.session.scalar(query) or 0


def message_of_meeting(meeting_id: int, message_id: int) -> OutboxMessage:
    """One message of a meeting's history, with its content.

    Raises:
        NoSuchMessage: it is confidential, of another meeting, or does not exist.
    """
    message = db.session.scalar(
        select(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.meeting_id == meeting_id,
            OutboxMessage.is_confidential.is_(False),
        )
        .options(undefer(OutboxMessage.content))
    )
    if message is None:
        raise NoSuchMessage(message_id)
    return message


def mailbox_page(recipient: str = "", page: int = 1, *, per_page: int = PER_PAGE) -> Page[MailboxMessage]:
    """The built-in mailbox, newest first, in two queries; `recipient` is any part of an address."""
    query = select(MailboxMessage)
    if recipient.strip():
        query = query.where(MailboxMessage.recipient.contains(recipient.strip().lower(), autoescape=True))
    return _page(query.order_by(MailboxMessage.id.desc()), page, per_page)


def mailbox_message(message_id: int) -> MailboxMessage:
    """One message of the built-in mailbox, with its content.

    Raises:
        NoSuchMessage: there is none.
    """
    message = db.session.get(MailboxMessage, message_id, options=[undefer(MailboxMessage.content)])
    if message is None:
        raise NoSuchMessage(message_id)
    return message


def _page(query: Select[Row], number: int, per_page: int) -> Page[Row]:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, -(-total // per_page))
    number = min(max(1, number), pages)
    rows = list(db.session.scalars(query.limit(per_page).offset((number - 1) * per_page)))
    return Page(rows=rows, number=number, pages=pages, total=total)
