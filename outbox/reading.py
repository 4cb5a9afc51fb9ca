"""A stored message taken apart, to show it as its reader would see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import Any

HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language")
PEOPLE = ("From", "To", "Reply-To")


@dataclass(frozen=True)
class Invitation:
    """What the calendar part says; times are in `zone`, or dates of whole days; it repeats on `days` days."""

    method: str
    summary: str
    starts: datetime | date | None
    ends: datetime | date | None
    zone: str
    days: int
    location: str
    ics: str


@dataclass(frozen=True)
class Letter:
    """The parts of a message; an absent one is empty. `people` are the names and addresses in From, To, Reply-To."""

    headers: dict[str, str]
    people: dict[str, tuple[str, str]]
    text: str
    html: str
    invitation: Invitation | None
    size: int


def read(content: bytes) -> Letter:
    """Take a message apart."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    headers, people = _headers(content)
    calendar = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    return Letter(
        headers=headers,
        people=people,
        text=_content(message.get_body(("plain",))),
        html=_content(message.get_body(("html",))),
        invitation=_invitation(calendar) if calendar is not None else None,
        size=len(content),
    )


def _headers(content: bytes) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    # The newer parser of Python 3.11 leaves a space inside a name that was encoded in two pieces.
    message = message_from_string(content.decode("utf-8", "replace"), policy=policy.compat32)
    headers = {name: re.sub(r"[\r\n]", "", str(message[name])) for name in HEADERS if message[name]}
    people = {}
    for name in PEOPLE:
        if name in headers:
            person, email = parseaddr(headers[name])
            people[name] = (_decoded(person), email)
            headers[name] = f"{_decoded(person)} <{email}>" if person else email
    headers["Subject"] = _decoded(headers.get("Subject", ""))
    return headers, people


def _decoded(text: str) -> str:
    return str(make_header(decode_header(text)))


def _content(part: MIMEPart | None) -> str:
    return str(part.get_content()) if part is not None else ""


def _zone(start: Any) -> str:
    if start is None or not isinstance(start.dt, datetime):
        return ""
    return str(start.params.get("TZID", "")) or ("UTC" if start.dt.tzinfo is not None else "")


def _invitation(part: EmailMessage) -> Invitation | None:
    # Only whoever opens a message with an invitation needs the calendar library in memory.
    from icalendar import Calendar

    ics = str(part.get_content())
    try:
        calendar = Calendar.from_ical(ics)
    except ValueError:
        return Invitation(str(part.get_param("method") or ""), "", None, None, "", 1, "", ics)
    event: Any = next((event for event in calendar.walk("VEVENT") if "RECURRENCE-ID" not in event), None)
    if event is None:
        return None
    start = event.get("DTSTART")
    end = event.get("DTEND")
    return Invitation(
        method=str(part.get_param("method") or calendar.get("METHOD") or ""),
        summary=str(event.get("SUMMARY", "")),
        starts=start.dt if start is not None else None,
        ends=end.dt if end is not None else None,
        zone=_zone(start),
        days=int(event["RRULE"].get("COUNT", [1])[0]) if "RRULE" in event else 1,
        location=str(event.get("LOCATION", "")),
        ics=ics,
    )
