"""When SEQUENCE of a person's calendar entries rises (RFC 5545 3.8.7.4), beside what is counted for everybody.

A person counts changes of the own entry of the meeting (`calendar_sequence`) and of those of the own agenda
(`agenda_sequence`); each is added to what `meetings.keeping.calendar_sequence` counts. No other module raises them.
"""

from __future__ import annotations

from registration.enums import CALENDAR_STATUS, RegistrationState
from registration.models.registrations import Registration


def state_changed(registration: Registration, before: RegistrationState, state: RegistrationState) -> None:
    """Count another STATUS."""
    if CALENDAR_STATUS[before] == CALENDAR_STATUS[state]:
        return
    place_changed(registration)
    # A first invitation is no update of what was tentative.
    if "CANCELLED" in (CALENDAR_STATUS[before], CALENDAR_STATUS[state]):
        registration.calendar_sequence += 1


def mode_changed(registration: Registration) -> None:
    """Count that the person takes part elsewhere, in the room or remotely."""
    place_changed(registration)
    registration.calendar_sequence += 1


def place_changed(registration: Registration) -> None:
    """Count another place or STATUS of entries of the own agenda, as the room of another breakout group is."""
    registration.agenda_sequence += 1


def mailbox_left(registration: Registration) -> None:
    """Count that an entry that a mailbox holds is cancelled there; call it before `invited_at` is cleared."""
    registration.calendar_sequence += registration.invited_at is not None


def told(registration: Registration, more: int) -> None:
    """Go on from what a mailbox was told: downloads and the own agenda have the same count."""
    registration.calendar_sequence += more


def given_back(registration: Registration, name: str) -> None:
    """Count in one of the two columns that an act which had raised it was taken back.

    A feed may have been read meanwhile: a number that it has seen never stands for another truth.
    """
    setattr(registration, name, getattr(registration, name) + 1)
