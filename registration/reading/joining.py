"""What somebody may see of a meeting, where they join it, and whose its entry in their calendar is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from foundation.clock import now
from foundation.database import db
from meetings.calendar.building import Invitee as CalendarPerson
from meetings.enums import Mode, Visibility
from meetings.models.joining import ParticipationLink
from meetings.reading.joining import opening_of, start_of, takes_people, visible_links
from meetings.reading.meetings import meeting_wide_links
from registration.enums import ALIVE, HOLDS_PLACE, RegistrationState
from registration.models.registrations import Registration


def may_see(registration: Registration, visibility: Visibility) -> bool:
    """Whether the person may see what is shown to a group of readers."""
    if visibility is Visibility.PUBLIC:
        return True
    if visibility is Visibility.REGISTERED:
        return registration.state in HOLDS_PLACE
    return visibility is Visibility.APPROVED and registration.state is RegistrationState.APPROVED


def audiences_of(registration: Registration) -> list[Visibility]:
    """The groups of readers to which the person belongs."""
    return [visibility for visibility in Visibility if may_see(registration, visibility)]


@dataclass(frozen=True)
class Joining:
    """Where somebody joins the meeting, or the UTC instant at which the address appears on the personal page."""

    link: ParticipationLink | None = None
    opens: datetime | None = None


def joining_of(registration: Registration) -> Joining:
    """Where the person joins the meeting as a whole, if they take part remotely and may know now; else from when.

    A link in their language goes before one in no language. Nothing once the meeting is over or called off.
    """
    meeting = registration.meeting
    if registration.mode is not Mode.REMOTE or not takes_people(meeting):
        return Joining()
    audiences = audiences_of(registration)
    links = [link for link in meeting_wide_links(meeting.id) if link.visibility in audiences]
    starts = start_of(meeting) if any(link.minutes_before is not None for link in links) else None
    wanted = {registration.language: 0, "": 1}
    seen = visible_links(links, audiences, starts=starts, moment=now())
    link = min(seen, key=lambda each: wanted.get(each.language, 2), default=None)
    opening = [opens for opens in (opening_of(each, starts) for each in links) if opens is not None]
    return Joining(link, min(opening, default=None) if link is None else None)


def join_link(registration: Registration) -> ParticipationLink | None:
    """Where the person joins the meeting now; see `joining_of`."""
    return joining_of(registration).link


def calendar_person(registration: Registration) -> CalendarPerson:
    """Whose entry of the meeting it is; with the name where others take part under the same address. One statement."""
    others = select(Registration.id).where(
        Registration.meeting_id == registration.meeting_id,
        Registration.email_key == registration.email_key,
        Registration.id != registration.id,
        Registration.state.in_(ALIVE),
    )
    shares = db.session.scalar(others.limit(1)) is not None
    name = registration.name(registration.language) if shares else ""
    return CalendarPerson(registration.calendar_uid, registration.calendar_sequence, name)
