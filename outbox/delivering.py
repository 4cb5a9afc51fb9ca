"""Sending what is owed.

A message is claimed with a lease, rendered once, handed over and marked in the transaction that claims the next
one. Whatever line a kill strikes, the message comes back when the lease ends; only one that the server accepted
in the moment before is then sent twice, with the same Message-ID.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select, text, update
from sqlalchemy.orm import undefer

from foundation.database import db, writing
from foundation.database_clock import database_now
from foundation.jobs import is_stopping
from foundation.outages import Unavailable
from outbox.building import Envelope, build, masked, masked_calendar, unmasked_calendar
from outbox.headers import BrokenMessage, check
from outbox.link_references import UnknownLink, addresses_in, mask_values
from outbox.models import STILL_TO_SEND, MessageState, OutboxMessage
from outbox.rendering import render, sender_name
from outbox.transports import DeliveryResult, Fate, Parcel, Transport, lease, transport

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
GIVE_UP_AFTER = timedelta(days=3)
KEEP_MARKING = timedelta(minutes=10)
"""How long a delivered message is tried to be marked while the database cannot be written."""

# One message in flight per process: a kill then repeats one message at most, however many threads there are.
_in_flight = threading.Lock()
_wanted = threading.Event()


@dataclass(frozen=True)
class Claimed:
    """A message that this process alone may send until `until`."""

    id: int
    attempt: int
    until: datetime
    owed_at: datetime
    template: str
    values: dict[str, Any]
    envelope: Envelope
    subject: str
    content: bytes | None


@dataclass(frozen=True)
class Ready:
    """A rendered message, with the copy that is kept once it has left."""

    parcel: Parcel
    copy: bytes


def deliver_due(limit: int = 1000) -> int:
    """Send what is due, one message after another; returns how many were attempted, at most `limit`.

    If another thread of this process is at it already, that one also takes what is due now.
    """
    attempts = 0
    _wanted.set()
    while _wanted.is_set() and attempts < limit and _in_flight.acquire(blocking=False):
        try:
            _wanted.clear()
            attempts += _drain(limit - attempts)
        finally:
            _in_flight.release()
    return attempts


def _drain(limit: int) -> int:
    if not _something_is_due():
        return 0
    attempts = 0
    with transport() as way_out:
        claimed = _settle_and_claim(None, None, None, go_on=True)
        while claimed is not None:
            attempts += 1
            ready, outcome = _attempt(claimed, way_out)
            go_on = attempts < limit and not outcome.is_down and not is_stopping()
            claimed = _settle_and_claim(claimed, ready, outcome, go_on=go_on)
    return attempts


def _due() -> Any:
    return (
        select(OutboxMessage)
        .where(text(STILL_TO_SEND), OutboxMessage.due_at <= database_now())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
    )


def _something_is_due() -> bool:
    found = db.session.scalar(_due().with_only_columns(OutboxMessage.id)) is not None
    db.session.rollback()
    return found


def _settle_and_claim(
    done: Claimed | None, ready: Ready | None, outcome: DeliveryResult | None, *, go_on: bool
) -> Claimed | None:
    is_sent = outcome is not None and outcome.fate is Fate.SENT
    give_up_at = time.monotonic() + KEEP_MARKING.total_seconds()
    while True:
        try:
            with writing():
                if done is not None and outcome is not None:
                    _settle(done, ready, outcome)
                return _claim() if go_on else None
        except Unavailable as outage:
            # What has left must be marked, or it leaves once more when its lease ends.
            if not is_sent or time.monotonic() > give_up_at:
                raise
            log.warning("message %s has left and could not be marked yet: %s", done.id if done else "", outage)
            go_on = False
            time.sleep(1)


def _claim() -> Claimed | None:
    row = db.session.scalar(_due().options(undefer(OutboxMessage.content)).with_for_update(skip_locked=True))
    if row is None:
        return None
    row.state = MessageState.SENDING
    row.attempts += 1
    row.due_at = database_now() + lease()
    return Claimed(
        id=row.id,
        attempt=row.attempts,
        until=row.due_at,
        owed_at=row.owed_at,
        template=row.template,
        values=dict(row.values),
        envelope=Envelope(
            message_id=row.message_id,
            sender=current_app.config["SETTINGS"].mail_sender,
            sender_name=sender_name(row.values, row.language),
            recipient=row.recipient,
            recipient_name=row.recipient_name,
            reply_to=row.reply_to,
            language=row.language,
            calendar=row.calendar,
        ),
        subject=row.subject,
        content=row.content,
    )


def _attempt(claimed: Claimed, way_out: Transport) -> tuple[Ready | None, DeliveryResult]:
    try:
        ready = _make_ready(claimed)
    except UnknownLink as error:
        return None, DeliveryResult(Fate.NEVER, f"The record behind a link is gone or has another address: {error}")
    except BrokenMessage as error:
        db.session.rollback()
        return None, DeliveryResult(Fate.NEVER, f"Refused here, because it could be read as something else: {error}")
    except Exception as error:
        db.session.rollback()
        log.exception("message %s (%s) could not be composed", claimed.id, claimed.template)
        return None, DeliveryResult(Fate.LATER, f"Could not be composed: {type(error).__name__}: {error}"[:500])
    closed = way_out.open()
    if closed is not None:
        log.warning("no mail leaves: %s", closed.words)
        return ready, closed
    if database_now() >= claimed.until:
        # The machine slept; another worker may be sending this message by now.
        return ready, DeliveryResult(Fate.LATER, "The attempt took longer than its lease.")
    return ready, way_out.send(ready.parcel)


def _make_ready(claimed: Claimed) -> Ready:
    envelope, subject, content = claimed.envelope, claimed.subject, claimed.content
    if content is None:
        rendered = render(
            claimed.template,
            envelope.language,
            claimed.values,
            recipient=envelope.recipient,
            recipient_name=envelope.recipient_name,
            reply_to=envelope.reply_to,
        )
        if envelope.calendar is not None:
            ics = unmasked_calendar(envelope.calendar["ics"], addresses_in(claimed.values, envelope.recipient))
            envelope = replace(envelope, calendar={**envelope.calendar, "ics": ics})
        db.session.rollback()
        subject, content = rendered.subject, build(envelope, rendered)
        with writing():
            db.session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == claimed.id, OutboxMessage.attempts == claimed.attempt)
                .values(subject=subject, content=content)
            )
    else:
        check(content)
    parcel = Parcel(envelope.message_id, envelope.recipient, subject, envelope.language, content)
    return Ready(parcel, masked(content))


def _settle(done: Claimed, ready: Ready | None, outcome: DeliveryResult) -> None:
    row = db.session.get(OutboxMessage, done.id)
    if row is None or row.state is MessageState.SENT:
        return
    if outcome.fate is Fate.SENT:
        row.state, row.sent_at, row.last_error = MessageState.SENT, database_now(), ""
        _keep_masked(row, ready)
    elif row.attempts != done.attempt or row.state is not MessageState.SENDING:
        return  # the lease ended and another worker has it, or it was erased
    elif outcome.fate is Fate.NEVER or database_now() >= done.owed_at + GIVE_UP_AFTER:
        row.state, row.last_error = MessageState.FAILED, outcome.words
        _keep_masked(row, ready)
        log.warning("message %s failed for good: %s", done.id, outcome.words)
    else:
        row.state, row.last_error = MessageState.OWED, outcome.words
        row.due_at = database_now() + PAUSES[min(done.attempt, len(PAUSES)) - 1]


def _keep_masked(row: OutboxMessage, ready: Ready | None) -> None:
    if not row.recipient:
        return  # erased while it was on its way: nothing of it comes back
    row.values = {} if row.is_confidential else mask_values(row.values)
    if row.calendar is not None:
        row.calendar = {**row.calendar, "ics": masked_calendar(row.calendar["ics"])}
    row.content = ready.copy if ready is not None else None
