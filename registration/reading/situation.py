"""What is the case for one person and one meeting: what may be said, what comes next, and what may be offered.

The personal page and the acts behind it ask here, so that no sentence and no offer contradicts another.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from meetings.calendar.feeds import has_entries
from meetings.enums import MeetingState, Mode
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.reading.window import is_past, modes_of, window_of

S = RegistrationState


@dataclass(frozen=True)
class Situation:
    """The case; `tone` is `ok`, `wait` or `off`, `more` says what follows from it.

    `takes_part`: approved for a meeting that is still to come or under way. `may_have_programme`: the programme is, was
    or may be the person's. `gets_calendar`: their calendar may follow it.
    """

    tone: str
    sentence: str
    more: str
    takes_part: bool
    is_past: bool
    is_off: bool
    may_have_programme: bool
    gets_calendar: bool
    may_cancel: bool
    may_register_again: bool
    other_modes: tuple[Mode, ...]


def situation_of(registration: Registration) -> Situation:
    """The case of a registration now, in the language being spoken."""
    meeting, state = registration.meeting, registration.state
    past, off = is_past(meeting), not meeting.takes_place
    cancelled = meeting.state is MeetingState.CANCELLED
    alive = registration.is_alive
    to_come = not past and not off
    sentence, more = _words(registration, past=past)
    tone = "off" if off or past or not alive else "ok" if state is S.APPROVED else "wait"
    return Situation(
        tone=tone,
        sentence=sentence,
        more=more,
        takes_part=state is S.APPROVED and to_come,
        is_past=past,
        is_off=off,
        may_have_programme=(state is S.APPROVED if past else alive) and not off,
        gets_calendar=alive and to_come and has_entries(meeting),
        may_cancel=alive and not past and not cancelled,
        may_register_again=state is S.CANCELLED and window_of(meeting).is_open,
        other_modes=tuple(mode for mode in modes_of(meeting) if mode is not registration.mode)
        if alive and to_come
        else (),
    )


def _words(registration: Registration, *, past: bool) -> tuple[str, str]:
    state, meeting = registration.state, registration.meeting
    if state is S.DECLINED and not past:
        return _("The organisers could not accept your registration."), ""
    if state is S.CANCELLED and not past:
        return _("Your registration is cancelled."), ""
    if meeting.state is MeetingState.CANCELLED:
        return _("This meeting has been cancelled."), _("It does not take place. You need do nothing.")
    if meeting.state is MeetingState.POSTPONED:
        return _("This meeting has been postponed."), {
            S.PENDING: _("New dates are not known yet. Your registration is kept; nobody has decided on it yet."),
            S.APPROVED: _("New dates are not known yet. Your registration is kept."),
            S.WAITING: _("New dates are not known yet. Your turn on the waiting list is kept."),
        }[state]
    if past:
        return _("This meeting is over."), {
            S.PENDING: _("Nobody decided on your registration."),
            S.APPROVED: _("You were registered."),
            S.WAITING: _("No place became free for you."),
            S.DECLINED: _("Your registration was not accepted."),
            S.CANCELLED: _("Your registration was cancelled."),
        }[state]
    return {
        S.PENDING: (_("Your registration has been received."), _("The organisers have yet to approve it.")),
        S.APPROVED: (_("Your registration is confirmed."), ""),
        S.WAITING: (_("You are on the waiting list."), _("There is no place for you yet.")),
    }[state]
