"""What is owed to an address that turns out to be wrong: taken back, or sent to the right one.

Links in mail are resolved when it leaves: what still went to the old address would carry the new ones.
"""

from __future__ import annotations

from foundation.database import db
from outbox.link_references import REFERENCE, link
from outbox.models import OutboxMessage
from outbox.operations import not_left, rewrite
from outbox.queries import messages_about
from registration.models.registrations import Registration
from registration.people.entries import email_key
from registration.reading.links import ABOUT, ABOUT_ADDRESS, ANOTHER_LINK, MANAGE_LINK

FAREWELL = "registration/other_address"


def move_owed(registration: Registration, email: str) -> bool:
    """Let nothing more about a person leave for the address so far, before `email` takes its place; in `writing()`.

    What tells the state is withdrawn, since the new address gets today's; what a team wrote goes there. A mail to an
    address that several people share goes on without the person. Returns whether the address may hold an entry of the
    calendar: an invitation has left for it, or may have.
    """
    may_hold = False
    for message in not_left(registration.meeting_id):
        if email_key(message.recipient) != registration.email_key or message.template == FAREWELL:
            continue
        if message.about_kind == ABOUT_ADDRESS:
            _leave_out(message, registration)
        elif (message.about_kind, message.about_id) == (ABOUT, registration.id):
            if message.template.startswith("registration/"):
                may_hold = may_hold or (message.attempts > 0 and message.calendar is not None)
                db.session.delete(message)
            else:
                rewrite(message, recipient=email)
    db.session.flush()
    return may_hold or any(
        # One that has aged says no longer what it brought.
        message.calendar is not None or not message.values
        for message in messages_about(ABOUT, registration.id)
        if email_key(message.recipient) == registration.email_key and message.template.startswith("registration/")
    )


def _leave_out(message: OutboxMessage, registration: Registration) -> None:
    people = message.values["people"]
    others = [person for person in people if person["url"] != link(MANAGE_LINK, registration.id)]
    if others == people:
        return
    if not others:
        db.session.delete(message)
        return
    first_id = others[0]["url"][REFERENCE][1]
    values = {**message.values, "people": others}
    if "another_url" in values:
        values["another_url"] = link(ANOTHER_LINK, first_id)
    rewrite(message, values=values, about_id=first_id)
