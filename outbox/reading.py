"""A stored message taken apart, to show it as its reader would see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language")


@dataclass(frozen=True)
class Invitation:
    """What the calendar part says; times are aware, or dates of whole days."""

    method: str
    summary: str
    starts: datetime | date | None
    ends: datetime | date | None
    zone: str
    location: str
    ics: str


@dataclass(frozen=True)
class Letter:
    """The parts of a message; an absent one is empty."""

    headers: dict[str, str]
    text: str
    html: str
    invitation: Invitation | None
    size: int


def read(content: bytes) -> Letter:
    """Take a message apart."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    calendar = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    return Letter(
        headers=_headers(content),
        text=_content(message.get_body(("plain",))),
        html=_content(message.get_body(("html",))),
        invitation=_invitation(calendar) if calendar is not None else None,
        size=len(content),
    )


def _headers(content: bytes) -> dict[str, str]:
    # The newer parser of Python 3.11 leaves a space inside a name that was encoded in two pieces; this one does not.
    message = message_from_string(content.decode("utf-8", "replace"), policy=policy.compat32)
    headers = {name: str(message[name]).replace("\r", "").replace("\n", "") for name in HEADERS if message[name]}
    for name in ("From", "To", "Reply-To"):
        if name in headers:
            person, email = parseaddr(headers[name])
            headers[name] = f"{_decoded(person)} <{email}>" if person else email
    headers["Subject"] = _decoded(headers.get("Subject", ""))
    return headers


def _decoded(text: str) -> str:
    return str(make_header(decode_header(text)))


def _content(part: MIMEPart | None) -> str:
    return str(part.get_content()) if part is not None else ""


def _invitation(part: EmailMessage) -> Invitation | None:
    # Only whoever opens a message with an invitation needs the calendar library in memory.
    from icalendar import Calendar

    ics = str(part.get_content())
    try:
        calendar = Calendar.from_ical(ics)
    except ValueError:
        return Invitation(str(part.get_param("method") or ""), "", None, None, "", "", ics)
    event = next(iter(calendar.walk("VEVENT")), None)
    if event is None:
        return None
    start = event.get("DTSTART")
    end = event.get("DTEND")
    return Invitation(
        method=str(part.get_param("method") or calendar.get("METHOD") or ""),
        summary=str(event.get("SUMMARY", "")),
        starts=start.dt if start is not None else None,
        ends=end.dt if end is not None else None,
        zone=str(start.params.get("TZID", "")) if start is not None else "",
        location=str(event.get("LOCATION", "")),
        ics=ics,
    )
