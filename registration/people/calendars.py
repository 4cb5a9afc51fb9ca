"""What the calendar of a person's mailbox is told with a mail: REQUEST, CANCEL or nothing."""

from __future__ import annotations

from icalendar import vInt

from foundation.calendar_uids import new_calendar_uid
from foundation.clock import now
from meetings.calendar import telling
from meetings.calendar.invitations import addressed, entries, organiser_of
from meetings.enums import DatePrecision
from meetings.models.joining import ParticipationLink
from meetings.reading.places import place_of
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.people import calendar_sequence
from registration.people.decisions import note_told
from registration.reading.joining import calendar_person
from registration.reading.links import ABOUT


def calendar_part(
    registration: Registration, join: ParticipationLink | None = None, *, again: bool = False
) -> dict[str, str] | None:
    """The calendar that goes along with a mail that is being owed, in its `writing()`; None: there is nothing to tell.

    Whoever is approved gets the entry as long as the meeting takes place on known days; from everybody else it is
    withdrawn, if their mailbox holds one. `again` repeats a withdrawal that may have been lost.
    """
    if _belongs_in_calendars(registration):
        calendar = _tell(registration, "REQUEST", join)
        registration.invited_at = registration.invited_at or now()
        return calendar
    if registration.invited_at is None and not (again and _told(registration).rows):
        return None
    calendar = _tell(registration, "CANCEL")
    registration.invited_at = None
    return calendar


def leave_mailbox(registration: Registration) -> dict[str, str] | None:
    """Give the entry another identity, before the person gets another address.

    Returns the cancellation to send to the address so far; None: it holds no entry.
    """
    calendar_sequence.mailbox_left(registration)
    calendar = _tell(registration, "CANCEL") if registration.invited_at is not None else None
    registration.invited_at = None
    registration.calendar_uid = new_calendar_uid()
    return calendar


def _belongs_in_calendars(registration: Registration) -> bool:
    meeting = registration.meeting
    # A month would be filled as a whole.
    has_days = meeting.date_precision is DatePrecision.DAY
    return registration.state is RegistrationState.APPROVED and meeting.takes_place and has_days


def _told(registration: Registration) -> telling.Told:
    return telling.told_of(registration.calendar_uid, registration.email_key)


def _tell(registration: Registration, method: str, join: ParticipationLink | None = None) -> dict[str, str]:
    meeting, language, mode = registration.meeting, registration.language, registration.mode
    told = _told(registration)
    note_told(told.uid, told.mailbox, told.rows.values())
    stamp, organiser = told.next_stamp(), told.organiser or organiser_of(meeting)
    events = entries(
        meeting,
        method=method,
        language=language,
        mode=mode,
        person=calendar_person(registration),
        join=join,
        stamp=stamp,
    )
    truth = telling.truth_of(events, place_of(meeting, meeting.main_language, mode))
    counted = int(events[0]["SEQUENCE"])  # type: ignore[arg-type]
    sequence = max(counted, told.at_least(truth))
    calendar_sequence.told(registration, sequence - counted)
    for event in events:
        event["SEQUENCE"] = vInt(sequence)
    telling.remember(
        told,
        truth,
        sequence=sequence,
        stamp=stamp,
        is_cancelled=method == "CANCEL",
        organiser=organiser,
        meeting_id=meeting.id,
        about_kind=ABOUT,
        about_id=registration.id,
    )
    text = addressed(
        meeting,
        events,
        method=method,
        email=registration.email,
        name=registration.name(language),
        language=language,
        organiser=organiser,
    )
    return {"method": method, "ics": text}
