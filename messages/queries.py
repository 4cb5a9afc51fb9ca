"""Reading what was written to many, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from foundation.database import db
from meetings.enums import Mode
from meetings.keeping.hooks import Span
from messages.models import Sending, SendingRecipient
from outbox.models import MessageState, OutboxMessage
from registration.enums import ALIVE, RegistrationState
from registration.models.registrations import Registration
from registration.reading.ordering import by_name

PER_PAGE = 50
UNDER_WAY = (MessageState.OWED, MessageState.SENDING)


class NoSuchSending(LookupError):
    """The meeting has no sending with this id."""


@dataclass(frozen=True)
class Progress:
    """How many messages of a sending have left, are still owed, or failed for good."""

    sent: int = 0
    owed: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return self.sent + self.owed + self.failed


@dataclass(frozen=True)
class SendingRow:
    """One sending of the list; a draft has no messages yet."""

    sending: Sending
    progress: Progress


@dataclass(frozen=True)
class Sendings:
    """One page of the list; `page` counts from 1."""

    rows: list[SendingRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Recipients:
    """One page of the people of a sending; `page` counts from 1."""

    rows: list[SendingRecipient]
    total: int
    page: int
    pages: int


def untold(meeting_id: int, spans: Sequence[Span]) -> int:
    """How many take part or may yet, and were last told of the meeting's state within one of the spans; one statement.

    Whoever has had no message about it, or only one that failed, knows what was so when they registered.
    """
    told = (
        select(SendingRecipient.registration_id, func.max(Sending.sent_at).label("at"))
        .join(SendingRecipient.sending)
        .join(SendingRecipient.message)
        .where(Sending.meeting_id == meeting_id, Sending.tells_state, OutboxMessage.state != MessageState.FAILED)
        .group_by(SendingRecipient.registration_id)
        .subquery()
    )
    known = func.coalesce(told.c.at, Registration.registered_at)
    within = [(known < end) if start is None else (known >= start) & (known < end) for start, end in spans]
    query = select(func.count()).select_from(Registration).outerjoin(told, told.c.registration_id == Registration.id)
    query = query.where(Registration.meeting_id == meeting_id, Registration.state.in_(ALIVE), or_(*within))
    return db.session.scalar(query) or 0


def sendings_of(meeting_id: int, page: int = 1, per_page: int = PER_PAGE) -> Sendings:
    """What was written to many in a meeting, drafts first, then the newest; three statements."""
    total = db.session.scalar(select(func.count(Sending.id)).where(Sending.meeting_id == meeting_id)) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    sendings = db.session.scalars(
        select(Sending)
        .where(Sending.meeting_id == meeting_id)
        .options(joinedload(Sending.sent_by), joinedload(Sending.written_by))
        .order_by(Sending.sent_at.is_not(None), Sending.sent_at.desc(), Sending.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    progress = _progress([sending.id for sending in sendings])
    rows = [SendingRow(sending, progress.get(sending.id, Progress())) for sending in sendings]
    return Sendings(rows, total, page, pages)


def sending_in(meeting_id: int, sending_id: int) -> Sending:
    """A sending of the meeting, as it is in the database now.

    Raises:
        NoSuchSending: the meeting has none with this id.
    """
    sending = db.session.get(Sending, sending_id, populate_existing=True)
    if sending is None or sending.meeting_id != meeting_id:
        raise NoSuchSending(sending_id)
    return sending


def progress_of(sending_id: int) -> Progress:
    """How far one sending has come."""
    return _progress([sending_id]).get(sending_id, Progress())


def recipients_of(sending_id: int, page: int = 1, state: str = "", per_page: int = PER_PAGE) -> Recipients:
    """Who received a sending, by family name, with each message's state; two statements.

    `state` is `sent`, `owed` (or being sent), `failed`, or empty for all.
    """
    listed = (
        select(SendingRecipient)
        .join(SendingRecipient.message)
        .join(SendingRecipient.registration)
        .where(SendingRecipient.sending_id == sending_id)
    )
    states = {
        "sent": (MessageState.SENT,),
        "owed": UNDER_WAY,
        "failed": (MessageState.FAILED,),
    }.get(state)
    if states:
        listed = listed.where(OutboxMessage.state.in_(states))
    total = db.session.scalar(select(func.count()).select_from(listed.subquery())) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        listed.options(contains_eager(SendingRecipient.message), contains_eager(SendingRecipient.registration))
        .order_by(*by_name())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return Recipients(list(rows), total, page, pages)


def people_per_state_and_mode(meeting_id: int) -> dict[tuple[RegistrationState, Mode], int]:
    """How many people one could write to; one statement."""
    query = select(Registration.state, Registration.mode, func.count())
    query = query.where(Registration.meeting_id == meeting_id).group_by(Registration.state, Registration.mode)
    return {(state, mode): number for state, mode, number in db.session.execute(query)}


def _progress(sending_ids: list[int]) -> dict[int, Progress]:
    counts: dict[int, dict[str, int]] = {}
    query = (
        select(SendingRecipient.sending_id, OutboxMessage.state, func.count())
        .join(SendingRecipient.message)
        .where(SendingRecipient.sending_id.in_(sending_ids))
        .group_by(SendingRecipient.sending_id, OutboxMessage.state)
    )
    for sending_id, state, number in db.session.execute(query):
        name = "owed" if state in UNDER_WAY else state.value
        of_sending = counts.setdefault(sending_id, {})
        of_sending[name] = of_sending.get(name, 0) + number
    return {sending_id: Progress(**of_sending) for sending_id, of_sending in counts.items()}
