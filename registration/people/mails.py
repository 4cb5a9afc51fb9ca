"""The mails that acts on a registration owe, with the calendar parts that go along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foundation.languages import force_language, listed
from meetings.calendar.feeds import page_address
from meetings.enums import DatePrecision, MeetingState, Mode
from meetings.models.meeting import Meeting
from meetings.reading.contacts import contact_name, reply_address
from meetings.reading.joining import moment_in_words
from meetings.reading.places import place_of
from meetings.reading.presenting import dates_of, state_note, zone_of
from outbox.link_references import link
from outbox.operations import enqueue, owed_lately
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.people.calendars import calendar_part, leave_mailbox
from registration.people.decisions import delay, note_message
from registration.reading.hours import day_hours
from registration.reading.joining import Joining, joining_of
from registration.reading.links import ABOUT, ABOUT_ADDRESS, ANOTHER_LINK, CHECK_IN_LINK, MANAGE_LINK
from registration.reading.situation import situation_of

# Read under the lock of the places, where every query makes all others wait: kept per version of the meeting.
_facts_by_meeting: dict[tuple[int, str, Mode], tuple[int, dict[str, Any]]] = {}
LARGEST_CACHE = 500

FAREWELL = "registration/other_address"
"""The last mail to an address that a person leaves."""

STATE_MAILS = {
    RegistrationState.PENDING: "received",
    RegistrationState.WAITING: "waiting",
    RegistrationState.APPROVED: "approved",
    RegistrationState.DECLINED: "declined",
    RegistrationState.CANCELLED: "cancelled",
}


def owe_state_mail(
    registration: Registration,
    *,
    moved_up: bool = False,
    by_participant: bool = False,
    repeated: bool = False,
) -> None:
    """Tell the person the state of the registration, or of the meeting to whoever is on the list of one called off.

    With it comes what the person's calendar must be told (`calendars.calendar_part`). `repeated` sends what was sent
    before, also a withdrawal of the invitation.
    """
    meeting = registration.meeting
    if registration.is_alive and not meeting.takes_place:
        with force_language(registration.language):
            now = situation_of(registration)
        _owe(
            "called_off",
            registration,
            calendar=calendar_part(registration, again=repeated),
            is_cancelled=meeting.state is MeetingState.CANCELLED,
            sentence=now.sentence,
            more=now.more,
            note=meeting.state_reason.text(registration.language, meeting.main_language),
        )
        return
    joining = joining_of(registration) if registration.state is RegistrationState.APPROVED else Joining()
    _owe(
        STATE_MAILS[registration.state],
        registration,
        calendar=calendar_part(registration, joining.link, again=repeated),
        moved_up=moved_up,
        by_participant=by_participant,
        reason=registration.reason,
        join_opens=_opening(registration, joining),
        join_known=joining.link is not None,
    )


def owe_mode_mail(registration: Registration) -> None:
    """Confirm another way of taking part; an approved person gets the updated calendar entry with it."""
    is_approved = registration.state is RegistrationState.APPROVED
    joining = joining_of(registration) if is_approved else Joining()
    _owe(
        "mode_changed",
        registration,
        calendar=calendar_part(registration, joining.link),
        join_opens=_opening(registration, joining),
        join_known=joining.link is not None,
    )


def owe_farewell(registration: Registration) -> None:
    """Take the entry out of the calendar of the address so far, before the person gets another one.

    An address that holds no entry is told nothing.
    """
    calendar = leave_mailbox(registration)
    if calendar is not None:
        # The links are those of the new address.
        _owe("other_address", registration, calendar=calendar, manage_url="", check_in_url="")


def owe_link_mail(registration: Registration) -> None:
    """Send a new personal link."""
    joining = joining_of(registration) if registration.state is RegistrationState.APPROVED else Joining()
    _owe("link", registration, join_opens=_opening(registration, joining), join_known=joining.link is not None)


def owe_again_mail(known: Sequence[Registration], language: str) -> None:
    """Tell an address that it is on the list already: its links, and a link to register one more person.

    `known` is not empty; the mail is in `language`, that of the form just filled in. Once in a quarter of an hour:
    whoever knows an address could else fill its mailbox.
    """
    if owed_lately("registration/again", about_kind=ABOUT_ADDRESS, about=[each.id for each in known]):
        return
    first = known[0]
    people = [
        {"name": each.full_name(language), "state": each.state.value, "url": link(MANAGE_LINK, each.id)}
        for each in known
    ]
    # Filed under the address: erasing any one of these people must reach it, and must leave the mails of the others.
    _owe(
        "again",
        first,
        language=language,
        about_kind=ABOUT_ADDRESS,
        people=people,
        another_url=link(ANOTHER_LINK, first.id),
    )


def owe_links_mail(known: Sequence[Registration], language: str) -> None:
    """Send an address its personal links because somebody asked for them; once in a quarter of an hour.

    `known` is not empty: everybody on the list under the address, also who was declined or has cancelled.
    """
    if owed_lately("registration/links", about_kind=ABOUT_ADDRESS, about=[each.id for each in known]):
        return
    people = [
        {"name": each.full_name(language), "state": each.state.value, "url": link(MANAGE_LINK, each.id)}
        for each in known
    ]
    _owe("links", known[0], language=language, about_kind=ABOUT_ADDRESS, people=people)


def _owe(
    name: str,
    registration: Registration,
    *,
    calendar: dict[str, str] | None = None,
    language: str = "",
    about_kind: str = ABOUT,
    **values: Any,
) -> None:
    meeting = registration.meeting
    language = language or registration.language
    facts = _meeting_facts(meeting, language, registration.mode)
    reply_to = facts["contact"]
    message = enqueue(
        f"registration/{name}",
        recipient=registration.email,
        recipient_name=registration.name(language) if about_kind == ABOUT else "",
        language=language,
        reply_to=reply_to,
        meeting_id=meeting.id,
        about_kind=about_kind,
        about_id=registration.id,
        calendar=calendar,
        values={
            **facts,
            **_person_facts(registration, language),
            "invited": _has(calendar, "REQUEST"),
            "withdrawn": _has(calendar, "CANCEL"),
            **values,
        },
        delay=delay(),
    )
    note_message(message.id)


def _meeting_facts(meeting: Meeting, language: str, mode: Mode) -> dict[str, Any]:
    key = (meeting.id, language, mode)
    known = _facts_by_meeting.get(key)
    if known is not None and known[0] == meeting.version:
        return known[1]
    main = meeting.main_language
    facts = {
        "sender_name": meeting.team.name.text(language, main),
        "accent": meeting.accent,
        "meeting": meeting.title.text(language, main),
        "code": meeting.code,
        "dates": dates_of(meeting, language),
        **_when(meeting, language, mode),
        "note": state_note(meeting, language),
        "place": place_of(meeting, language, mode),
        "map_url": meeting.venue_map_url,
        "page_url": page_address(meeting, language) if meeting.is_public else "",
        "contact": reply_address(meeting),
        "contact_name": contact_name(meeting, language),
    }
    if len(_facts_by_meeting) >= LARGEST_CACHE:
        _facts_by_meeting.clear()
    _facts_by_meeting[key] = (meeting.version, facts)
    return facts


def _when(meeting: Meeting, language: str, mode: Mode) -> dict[str, Any]:
    with force_language(language):
        hours = day_hours(meeting, mode, language)
        days = [listed((day.label, day.hours), language) for day in hours] or [dates_of(meeting, language)]
        zone = [zone_of(meeting, language)] if meeting.date_precision is DatePrecision.DAY else []
    return {"when": [*days, *zone], "has_hours": bool(hours)}


def _person_facts(registration: Registration, language: str) -> dict[str, Any]:
    return {
        "name": registration.full_name(language),
        "salutation": registration.salutation(language),
        "mode": registration.mode.value,
        "state": registration.state.value,
        "is_off": not registration.meeting.takes_place,
        "reference": registration.reference,
        "manage_url": link(MANAGE_LINK, registration.id),
        "check_in_url": link(CHECK_IN_LINK, registration.id),
    }


def _opening(registration: Registration, joining: Joining) -> str:
    """When the address to join appears on the personal page, in the person's language; empty when it is there."""
    if joining.opens is None:
        return ""
    with force_language(registration.language):
        return moment_in_words(joining.opens, registration.meeting)


def _has(calendar: dict[str, str] | None, method: str) -> bool:
    return calendar is not None and calendar["method"] == method
