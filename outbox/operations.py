"""What the other packages do with mail: owe it, take it back, erase it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from email.utils import parseaddr
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, select

from foundation import jobs
from foundation.database import after_commit, db, writing
from foundation.database_clock import database_now
from foundation.translated import Translations
from outbox.headers import ascii_domain
from outbox.models import MailboxMessage, MessageState, OutboxMessage

DELIVER = "outbox.tasks.deliver"
CALENDAR_METHODS = ("REQUEST", "CANCEL", "PUBLISH")
HEAD_START = timedelta(hours=1)
IDS_AT_ONCE = 500
NO_DELAY = timedelta()
ONE_LETTER = timedelta(minutes=15)


def enqueue(
    template: str,
    *,
    recipient: str,
    language: str,
    values: Mapping[str, Any],
    recipient_name: str = "",
    reply_to: str = "",
    meeting_id: int | None = None,
    about_kind: str = "",
    about_id: int | None = None,
    calendar: Mapping[str, str] | None = None,
    confidential: bool = False,
    delay: timedelta = NO_DELAY,
) -> OutboxMessage:
    """Owe one message, inside the current `writing()`: it leaves soon after the commit.

    Args:
        template: `package/name`, files templates/<package>/mail/<name>/{subject.txt,body.txt,body.html}.
        recipient: one address, already validated.
        language: language of the mail.
        values: what the template shows, JSON, frozen now; `Translations` become plain objects; a personal
            link is a reference (`outbox.link_references.link`), resolved in rendering. `sender_name` (text,
            or texts per language) is the name in From; `accent` (#rrggbb) colours the layout;
            `main_language` is the fallback of texts per language.
        reply_to: address of the assistant who answers.
        meeting_id: meeting in whose history the message stands.
        about_kind, about_id: record it is about, e.g. registration 17; `erase_for` finds it by them.
        calendar: {"method": "REQUEST", "ics": text}.
        confidential: sign-in mail: in no history, goes ahead of what waits.
        delay: how long it is held back, so that it can be withdrawn.

    Raises:
        ValueError: an address with a line break or without @, an unknown calendar method.
        TypeError: `values` are not JSON.
    """
    letter: dict[str, Any] = {
        "template": template,
        "recipient": recipient,
        "language": language,
        "values": values,
        "recipient_name": recipient_name,
        "reply_to": reply_to,
        "meeting_id": meeting_id,
        "about_kind": about_kind,
        "about_id": about_id,
        "calendar": calendar,
        "confidential": confidential,
        "delay": delay,
    }
    message = OutboxMessage(**_row(**letter))
    db.session.add(message)
    db.session.flush()
    after_commit(wake_deliverer)
    return message


def owe_many(letters: Iterable[Mapping[str, Any]]) -> list[int]:
    """Owe many messages, each given as the arguments of `enqueue` by name, in one insert and with one wake-up.

    The ids of the messages come back in the order of the letters.

    Raises:
        ValueError, TypeError: as `enqueue`; then none is owed.
    """
    rows = [_row(**letter) for letter in letters]
    if not rows:
        return []
    # Asked for their ids afterwards: an insert that returns them costs a statement each on one database.
    db.session.execute(insert(OutboxMessage), rows)
    ids: dict[str, int] = {}
    for start in range(0, len(rows), IDS_AT_ONCE):
        names = [row["message_id"] for row in rows[start : start + IDS_AT_ONCE]]
        query = select(OutboxMessage.message_id, OutboxMessage.id).where(OutboxMessage.message_id.in_(names))
        ids.update(db.session.execute(query).all())
    after_commit(wake_deliverer)
    return [ids[row["message_id"]] for row in rows]


def owed_lately(template: str, *, about_kind: str, about: Iterable[int], within: timedelta = ONE_LETTER) -> bool:
    """Whether a message of this kind about one of these records was owed a short while ago.

    One letter of a kind to an address in a quarter of an hour is enough: whoever may ask for letters to others asks
    this first, under a lock, and answers the same.
    """
    at = database_now()
    # One dated later than that was owed by a clock which has been put right since.
    lately = (OutboxMessage.owed_at > at - within) & (OutboxMessage.owed_at <= at + within)
    found = db.session.scalar(
        select(OutboxMessage.id)
        .where(OutboxMessage.about_kind == about_kind, OutboxMessage.about_id.in_(list(about)))
        .where(OutboxMessage.template == template, lately)
        .limit(1)
    )
    return found is not None


def withdraw(ids: Collection[int]) -> bool:
    """Take back mails that are owed, inside the current `writing()`; False: one of them was taken up for sending.

    Whoever gets False must roll back.
    """
    untouched = (OutboxMessage.state == MessageState.OWED, OutboxMessage.attempts == 0)
    gone = db.session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(ids), *untouched))
    return int(gone.rowcount) == len(ids)  # type: ignore[attr-defined]


def erase_for(about_kind: str, about_id: int) -> int:
    """Remove what the messages about a record say and to whom; that they were sent, and when, remains.

    What is not sent yet will not be. Copies in the built-in mailbox are deleted. Returns how many there were.
    """
    with writing():
        messages = list(
            db.session.scalars(
                select(OutboxMessage).where(OutboxMessage.about_kind == about_kind, OutboxMessage.about_id == about_id)
            )
        )
        for message in messages:
            if message.state is not MessageState.SENT:
                message.state = MessageState.FAILED
            message.recipient = message.recipient_name = message.subject = message.last_error = ""
            message.values = {}
            message.calendar = None
            message.content = None
        db.session.execute(
            delete(MailboxMessage).where(MailboxMessage.message_id.in_([message.message_id for message in messages]))
        )
    return len(messages)


def erase_of_meeting(meeting_id: int) -> int:
    """Remove every message in the history of a meeting that is itself removed; returns how many there were.

    What is not sent yet will not be. Copies in the built-in mailbox are deleted too.
    """
    with writing() as session:
        message_ids = select(OutboxMessage.message_id).where(OutboxMessage.meeting_id == meeting_id)
        session.execute(delete(MailboxMessage).where(MailboxMessage.message_id.in_(message_ids)))
        gone = session.execute(delete(OutboxMessage).where(OutboxMessage.meeting_id == meeting_id))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _row(
    *,
    template: str,
    recipient: str,
    language: str,
    values: Mapping[str, Any],
    recipient_name: str = "",
    reply_to: str = "",
    meeting_id: int | None = None,
    about_kind: str = "",
    about_id: int | None = None,
    calendar: Mapping[str, str] | None = None,
    confidential: bool = False,
    delay: timedelta = NO_DELAY,
) -> dict[str, Any]:
    _check_address(recipient)
    if reply_to:
        _check_address(reply_to)
    if calendar is not None and calendar["method"] not in CALENDAR_METHODS:
        raise ValueError(f"unknown calendar method {calendar['method']!r}")
    owed_at = database_now()
    return {
        "message_id": _new_message_id(),
        "template": template,
        "language": language,
        "recipient": recipient.strip(),
        "recipient_name": recipient_name[:200],
        "reply_to": reply_to.strip(),
        "values": _frozen(values),
        "calendar": dict(calendar) if calendar is not None else None,
        "meeting_id": meeting_id,
        "about_kind": about_kind,
        "about_id": about_id,
        "is_confidential": confidential,
        "owed_at": owed_at,
        # Somebody waits at the screen for a sign-in link; it must not queue behind a thousand invitations.
        "due_at": owed_at - HEAD_START if confidential else owed_at + delay,
    }


def wake_deliverer() -> None:
    """Have what is owed sent soon; after the commit."""
    jobs.wake(DELIVER)


def _check_address(address: str) -> None:
    if re.search(r"[\x00-\x1f\x7f]", address.strip()) or "@" not in address or len(address.strip()) > 254:
        raise ValueError("not an address to send mail to")


def _new_message_id() -> str:
    return f"<{secrets.token_hex(12)}@{_domain_of(current_app.config['SETTINGS'].mail_sender)}>"


@cache
def _domain_of(sender: str) -> str:
    return (ascii_domain(parseaddr(sender)[1].rpartition("@")[2]) or "localhost")[:80]


def _frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, Translations):
            return dict(value)
        raise TypeError(f"{value!r} is not JSON")

    frozen: dict[str, Any] = json.loads(json.dumps(values, default=plain))
    return frozen
