"""What is still owed to an address that somebody leaves: it does not go there any more."""

from __future__ import annotations

from sqlalchemy import and_, or_, select, text

from foundation.clock import now
from foundation.database import db
from foundation.database_clock import database_now
from outbox.link_references import REFERENCE, link
from outbox.models import STILL_TO_SEND, MessageState, OutboxMessage
from registration.models.registrations import Registration
from registration.people.entries import email_key
from registration.people.mails import FAREWELL, owe_again_mail, owe_links_mail
from registration.reading.links import ABOUT, ABOUT_ADDRESS, MANAGE_LINK

INVITING = ("registration/approved", "registration/mode_changed")
"""Mails with which an entry comes into a calendar."""


def recall(registration: Registration) -> list[OutboxMessage]:
    """Keep from the present address what waits for it, in the `writing()` that is about to change it.

    Mails of the registration itself are withdrawn: the new address gets that of today. One that names others of the
    address is owed to them anew. What assistants wrote is returned, to be sent to the new address (`send_on`). A mail
    that is being sent may arrive with the link so far; it is not tried again. If the mailbox gets to know of no entry,
    `invited_at` is cleared.
    """
    letters, has_calendar, was_tried = [], False, False
    for message in _waiting(registration):
        if message.state is MessageState.SENDING and message.due_at > database_now():
            # Rendered anew for an address that is no longer theirs, it fails.
            message.attempts, message.content = message.attempts + 1, None
        elif message.about_kind == ABOUT_ADDRESS:
            _owe_to_the_others(message, registration)
        elif message.template.startswith("registration/"):
            has_calendar |= message.calendar is not None
            was_tried |= message.attempts > 0
            db.session.delete(message)
        else:
            letters.append(message)
    db.session.flush()
    if has_calendar:
        registration.invited_at = (registration.invited_at or now()) if was_tried or _was_told(registration) else None
    return letters


def send_on(letters: list[OutboxMessage], registration: Registration) -> None:
    """Send what waited for the address so far to the present one, with the present link."""
    for message in letters:
        message.recipient, message.state = registration.email, MessageState.OWED
        message.subject, message.content = "", None


def _waiting(registration: Registration) -> list[OutboxMessage]:
    own = and_(OutboxMessage.about_kind == ABOUT, OutboxMessage.about_id == registration.id)
    of_address = and_(OutboxMessage.about_kind == ABOUT_ADDRESS, OutboxMessage.meeting_id == registration.meeting_id)
    query = select(OutboxMessage).where(text(STILL_TO_SEND), or_(own, of_address), OutboxMessage.template != FAREWELL)
    # Of this and the deliverer that takes one up, one is first.
    found = db.session.scalars(query.with_for_update().execution_options(populate_existing=True))
    address = link(MANAGE_LINK, registration.id)
    return [
        message
        for message in found
        if message.about_kind == ABOUT or any(each["url"] == address for each in message.values["people"])
    ]


def _owe_to_the_others(message: OutboxMessage, registration: Registration) -> None:
    named = {each["url"][REFERENCE][1] for each in message.values["people"]} - {registration.id}
    query = select(Registration).where(Registration.id.in_(named), Registration.email_key == registration.email_key)
    others = list(db.session.scalars(query.order_by(Registration.id)))
    db.session.delete(message)
    db.session.flush()
    if others:
        owe = owe_again_mail if message.template == "registration/again" else owe_links_mail
        owe(others, message.language)


def _was_told(registration: Registration) -> bool:
    """Whether an invitation to the present address is out, or on its way."""
    query = select(OutboxMessage.recipient).where(
        OutboxMessage.about_kind == ABOUT,
        OutboxMessage.about_id == registration.id,
        OutboxMessage.template.in_(INVITING),
        OutboxMessage.state != MessageState.FAILED,
    )
    return any(email_key(recipient) == registration.email_key for recipient in db.session.scalars(query))
