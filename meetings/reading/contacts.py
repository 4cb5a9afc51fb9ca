"""Whose mailbox answers for a meeting."""

from __future__ import annotations

from sqlalchemy import select

from foundation.database import db
from meetings.enums import ContactKind
from meetings.models.meeting import Meeting
from meetings.models.parties import FocalPoint


def reply_address(meeting: Meeting) -> str:
    """The mailbox that answers participants: the first administrative contact's, else the first contact's.

    Only an address that the page shows: that of the directory may be private.
    """
    contact = _who_answers(meeting)
    return contact.email if contact is not None else ""


def contact_name(meeting: Meeting, language: str) -> str:
    """The name of whose mailbox `reply_address` is."""
    contact, main = _who_answers(meeting), meeting.main_language
    if contact is None:
        return ""
    person = contact.person
    return person.full_name(language, main) if person is not None else contact.unit.text(language, main)


def _who_answers(meeting: Meeting) -> FocalPoint | None:
    contacts = db.session.scalars(
        select(FocalPoint).where(FocalPoint.meeting_id == meeting.id).order_by(FocalPoint.position)
    ).all()
    ordered = sorted(contacts, key=lambda contact: contact.kind is not ContactKind.ADMINISTRATIVE)
    return next((contact for contact in ordered if contact.email), None)
