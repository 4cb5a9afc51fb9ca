"""A calendar that takes invitations by mail, after RFC 5546; it has nothing in common with what writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from typing import Any

import vobject
from icalendar import Calendar

Moment = date | datetime


@dataclass(frozen=True)
class Entry:
    """A VEVENT, as one of the parsers understood it; instants are UTC, days are dates."""

    uid: str
    recurrence_id: Moment | None
    sequence: int
    stamp: datetime
    organiser: str
    attendees: tuple[str, ...]
    starts: Moment
    ends: Moment
    rule: str
    gaps: frozenset[Moment]
    summary: str
    place: str
    status: str

    @property
    def days(self) -> int:
        """How often it recurs."""
        found = re.search(r"COUNT=(\d+)", self.rule)
        return int(found[1]) if found else 1


@dataclass(frozen=True)
class Invitation:
    """A calendar with its method."""

    method: str
    entries: tuple[Entry, ...]


@dataclass
class Held:
    """What is kept of one UID, also of what was taken out: an older message must not bring it back."""

    sequence: int
    stamp: datetime
    organiser: str
    is_there: bool
    entries: tuple[Entry, ...]


@dataclass
class Mailbox:
    """The calendar behind one address; `ignored` are messages that were stale, or not for it."""

    address: str
    held: dict[str, Held] = field(default_factory=dict)
    ignored: int = 0

    def receive(self, invitation: Invitation) -> bool:
        """Take a message into the calendar; False if it is ignored."""
        first = invitation.entries[0]
        known = self.held.get(first.uid)
        is_for_us = any(each.casefold() == f"mailto:{self.address}" for each in first.attendees)
        is_newer = known is None or (first.sequence, first.stamp) > (known.sequence, known.stamp)
        is_of_the_organiser = known is None or known.organiser == first.organiser
        takes_out_nothing = invitation.method == "CANCEL" and known is None
        if not (is_for_us and is_newer and is_of_the_organiser):
            self.ignored += 1
            return False
        assert len({(each.uid, each.sequence) for each in invitation.entries}) == 1
        is_there = invitation.method == "REQUEST"
        assert all((each.status == "CANCELLED") is not is_there for each in invitation.entries)
        entries = invitation.entries if is_there or takes_out_nothing else known.entries if known else ()
        self.held[first.uid] = Held(first.sequence, first.stamp, first.organiser, is_there, entries)
        return True

    @property
    def shown(self) -> dict[str, tuple[Entry, ...]]:
        """What the calendar shows, by UID."""
        return {uid: each.entries for uid, each in self.held.items() if each.is_there}


def calendar_of(content: bytes) -> tuple[str, bytes] | None:
    """The method that a mail's header names and its calendar; None: it carries none."""
    message = message_from_bytes(content, policy=policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    if part is None:
        return None
    return str(part.get_param("method")), part.get_payload(decode=True)


def with_icalendar(ics: bytes) -> Invitation:
    """A calendar as icalendar reads it."""
    calendar: Any = Calendar.from_ical(ics)
    return Invitation(str(calendar["METHOD"]), tuple(_from_icalendar(each) for each in calendar.walk("VEVENT")))


def with_vobject(ics: bytes) -> Invitation:
    """A calendar as vobject reads it."""
    calendar = vobject.readOne(ics.decode())
    return Invitation(calendar.method.value, tuple(_from_vobject(each) for each in calendar.vevent_list))


def _from_icalendar(event: Any) -> Entry:
    attendees = event.get("ATTENDEE", [])
    gaps = event.get("EXDATE", [])
    return Entry(
        uid=str(event["UID"]),
        recurrence_id=_utc(event["RECURRENCE-ID"].dt) if "RECURRENCE-ID" in event else None,
        sequence=int(event["SEQUENCE"]),
        stamp=event["DTSTAMP"].dt,
        organiser=str(event.get("ORGANIZER", "")),
        attendees=tuple(map(str, attendees if isinstance(attendees, list) else [attendees])),
        starts=_utc(event["DTSTART"].dt),
        ends=_utc(event["DTEND" if "DTEND" in event else "DTSTART"].dt),
        rule=event["RRULE"].to_ical().decode() if "RRULE" in event else "",
        gaps=frozenset(_utc(day.dt) for each in (gaps if isinstance(gaps, list) else [gaps]) for day in each.dts),
        summary=str(event["SUMMARY"]),
        place=str(event.get("LOCATION", "")),
        status=str(event.get("STATUS", "")),
    )


def _from_vobject(event: Any) -> Entry:
    def text(name: str) -> str:
        return str(getattr(event, name).value) if hasattr(event, name) else ""

    return Entry(
        uid=text("uid"),
        recurrence_id=_utc(event.recurrence_id.value) if hasattr(event, "recurrence_id") else None,
        sequence=int(text("sequence")),
        stamp=event.dtstamp.value.astimezone(UTC),
        organiser=text("organizer"),
        attendees=tuple(str(each.value) for each in getattr(event, "attendee_list", [])),
        starts=_utc(event.dtstart.value),
        ends=_utc((event.dtend if hasattr(event, "dtend") else event.dtstart).value),
        rule=text("rrule"),
        gaps=frozenset(_utc(day) for each in getattr(event, "exdate_list", []) for day in each.value),
        summary=text("summary"),
        place=text("location"),
        status=text("status"),
    )


def _utc(moment: Moment) -> Moment:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
