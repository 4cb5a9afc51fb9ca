"""Invitations that go to one mailbox (iTIP/iMIP, RFC 5546 and 6047)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr

from flask import current_app
from icalendar import Event

from foundation.clock import now
from foundation.pages import external_url
from meetings.calendar import properties
from meetings.calendar.building import Invitee, add_reminder, meeting_events, new_calendar
from meetings.enums import Mode
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.reading.contacts import reply_address


def invitation(
    meeting: Meeting,
    *,
    method: str,
    attendee_email: str,
    attendee_name: str,
    language: str,
    sequence: int,
    mode: Mode,
    uid: str = "",
    named: str = "",
    organiser: str = "",
    join: ParticipationLink | None = None,
    stamp: datetime | None = None,
) -> str:
    """The calendar text of a REQUEST (invite or update) or a CANCEL to one person.

    `uid`, `sequence` and `named` are those of the person (`building.Invitee`), the UID else the meeting's; its count is
    added to the person's, so that either change raises SEQUENCE. `organiser` is the address in ORGANIZER, else
    that of `organiser_of`; `stamp` is the instant of DTSTAMP, else now.
    """
    person = Invitee(uid or meeting.calendar_uid, sequence, named)
    events = entries(
        meeting, method=method, language=language, mode=mode, person=person, join=join, stamp=stamp or now()
    )
    return addressed(
        meeting, events, method=method, email=attendee_email, name=attendee_name, language=language, organiser=organiser
    )


def addressed(
    meeting: Meeting, events: Iterable[Event], *, method: str, email: str, name: str, language: str, organiser: str = ""
) -> str:
    """The calendar text of `entries`, from the organiser to one attendee."""
    calendar = new_calendar(meeting, language, method)
    sender_name = parseaddr(current_app.config["SETTINGS"].mail_sender)[0]
    sender = properties.address(organiser or organiser_of(meeting), meeting.team.name.text(language) or sender_name)
    for event in events:
        event.add("organizer", sender)
        event.add(
            "attendee",
            properties.address(
                email, name, cutype="INDIVIDUAL", role="REQ-PARTICIPANT",
                partstat="ACCEPTED" if method == "REQUEST" else "NEEDS-ACTION", rsvp="FALSE",
            ),
        )  # fmt: skip
        # An alarm before a whole day would ring at night.
        if method == "REQUEST" and not properties.is_whole_day(event):
            add_reminder(event)
        calendar.add_component(event)
    return calendar.to_ical().decode()


def entries(
    meeting: Meeting,
    *,
    method: str,
    language: str,
    mode: Mode,
    person: Invitee,
    join: ParticipationLink | None = None,
    stamp: datetime | None = None,
) -> list[Event]:
    """The entries of an invitation; a cancellation names the whole only."""
    events = meeting_events(
        meeting,
        language,
        url=external_url("programme.show", code=meeting.code, language=language),
        person=person,
        mode=mode,
        join=join,
        status="CANCELLED" if method == "CANCEL" else "",
        stamp=stamp,
    )
    return events[:1] if method == "CANCEL" else events


def organiser_of(meeting: Meeting) -> str:
    """The address in ORGANIZER of a new invitation: the mailbox that answers participants, else the sender's."""
    return reply_address(meeting) or parseaddr(current_app.config["SETTINGS"].mail_sender)[1]
