"""Invitations that go to one registrant (iTIP/iMIP, RFC 5546 and 6047)."""

from __future__ import annotations

from email.utils import parseaddr

from flask import current_app

from foundation.clock import now
from foundation.pages import external_url
from meetings.calendar.building import add_reminder, meeting_events, new_calendar
from meetings.calendar.properties import address
from meetings.calendar.queries import reply_address
from meetings.enums import Mode
from meetings.record.models import Meeting, ParticipationLink


def invitation(
    meeting: Meeting,
    *,
    method: str,
    attendee_email: str,
    attendee_name: str,
    language: str,
    sequence: int,
    mode: Mode,
    manage_url: str = "",
    join: ParticipationLink | None = None,
) -> str:
    """The calendar text of a REQUEST (invite or update) or a CANCEL to one person.

    `sequence` is the person's own count of changes; the meeting's is added to it, so that either change raises
    SEQUENCE. The organiser's address is the mailbox that answers participants.
    """
    calendar = new_calendar(meeting, language, method)
    sender_name, sender = parseaddr(current_app.config["SETTINGS"].mail_sender)
    organiser = address(reply_address(meeting) or sender, meeting.team.name.text(language) or sender_name)
    url = manage_url or external_url("programme.show", code=meeting.code, language=language)
    events = meeting_events(
        meeting,
        language,
        url=url,
        sequence=meeting.calendar_sequence + sequence,
        mode=mode,
        join=join,
        status="CANCELLED" if method == "CANCEL" else "",
        stamp=now(),
    )
    for event in events[:1] if method == "CANCEL" else events:
        event.add("organizer", organiser)
        event.add(
            "attendee",
            address(attendee_email, attendee_name, cutype="INDIVIDUAL", role="REQ-PARTICIPANT",
                    partstat="ACCEPTED" if method == "REQUEST" else "NEEDS-ACTION", rsvp="FALSE"),
        )  # fmt: skip
        if method == "REQUEST":
            add_reminder(event)
        calendar.add_component(event)
    return calendar.to_ical().decode()
