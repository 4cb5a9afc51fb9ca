"""Entries for tests of the registration room, and what they leave behind."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select

from directory.enums import OrganisationKind
from foundation.database import db
from meetings.enums import Mode
from outbox.models import OutboxMessage
from registration.models.registrations import Registration
from registration.people.entries import Entry

_numbers = itertools.count(1)


def entry(**values: Any) -> Entry:
    """What Layla Mansour writes into the form: in the room, from Jordan, in English."""
    number = next(_numbers)
    values = {
        "given_name": "Layla",
        "family_name": f"Mansour{number}",
        "email": f"layla{number}@example.org",
        "organisation": "Ministry of Digital Economy",
        "organisation_kind": OrganisationKind.GOVERNMENT,
        "country_code": "JO",
        "language": "en",
        "mode": Mode.IN_PERSON,
        "consented": True,
    } | values
    return Entry(**values)


def form(**values: Any) -> dict[str, str]:
    """The same as it is sent by a browser."""
    number = next(_numbers)
    return {
        "honorific": "Dr.",
        "given_name": "Layla",
        "family_name": "Mansour",
        "email": f"layla.form{number}@example.org",
        "organisation": "Ministry of Digital Economy",
        "organisation_kind": "government",
        "position": "Head of Unit",
        "country_code": "JO",
        "mode": "in_person",
        "language": "en",
        "consent": "y",
    } | values


def mails(registration: Registration | None = None) -> list[OutboxMessage]:
    """Mail owed about one registration, or at all, oldest first."""
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    if registration is not None:
        query = query.where(OutboxMessage.about_kind == "registration", OutboxMessage.about_id == registration.id)
    return list(db.session.scalars(query))


def templates(registration: Registration | None = None) -> list[str]:
    """Names of the templates of that mail, without the room."""
    return [mail.template.removeprefix("registration/") for mail in mails(registration)]


def registrations() -> list[Registration]:
    """Every registration, first one first."""
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def ics(mail: OutboxMessage) -> str:
    """The calendar text of a mail, unfolded."""
    assert mail.calendar is not None
    return mail.calendar["ics"].replace("\r\n ", "").replace("\r\n", "\n")
