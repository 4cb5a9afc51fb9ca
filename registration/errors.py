"""Why an act on a registration is refused."""

from __future__ import annotations

from datetime import datetime

from meetings.enums import Mode
from registration.enums import RegistrationState


class RegistrationRefused(Exception):
    """Base of everything registration refuses; nothing was changed."""


class MeetingNotPublished(RegistrationRefused):
    """The meeting is a draft."""


class MeetingCalledOff(RegistrationRefused):
    """The meeting is cancelled or postponed."""


class TakesNoRegistrations(RegistrationRefused):
    """People do not register for this meeting here."""


class RegistrationNotOpen(RegistrationRefused):
    """Registration has not begun; `opens` is the instant at which it does, UTC."""

    def __init__(self, opens: datetime) -> None:
        super().__init__(opens)
        self.opens = opens


class RegistrationClosed(RegistrationRefused):
    """Registration has ended; `closes` is the instant at which it did, UTC."""

    def __init__(self, closes: datetime) -> None:
        super().__init__(closes)
        self.closes = closes


class MeetingOver(RegistrationRefused):
    """The meeting's last day has ended."""


class ModeNotOffered(RegistrationRefused):
    """The meeting cannot be attended in this mode."""

    def __init__(self, mode: Mode) -> None:
        super().__init__(mode)
        self.mode = mode


class NoPlaceLeft(RegistrationRefused):
    """All places of the mode are taken, or others wait for them."""

    def __init__(self, mode: Mode) -> None:
        super().__init__(mode)
        self.mode = mode


class WrongState(RegistrationRefused):
    """The act does not fit the state the registration is in."""

    def __init__(self, state: RegistrationState) -> None:
        super().__init__(state)
        self.state = state


class DecisionUnknown(RegistrationRefused):
    """There is no such decision to take back (any more)."""


class MessageHasLeft(RegistrationRefused):
    """A mail of the decision is being sent or is out."""


class DecisionOvertaken(RegistrationRefused):
    """Something has happened since that a decision cannot be taken back over."""


class AlreadyRegistered(RegistrationRefused):
    """The address is on the list of this meeting; `registration_id` is the first one."""

    def __init__(self, registration_id: int) -> None:
        super().__init__(registration_id)
        self.registration_id = registration_id


class LinkUsed(RegistrationRefused):
    """The link to register another person has been used."""


class GroupRefused(RegistrationRefused):
    """A breakout group cannot be chosen; `item_id` is that of its agenda item."""

    def __init__(self, item_id: int) -> None:
        super().__init__(item_id)
        self.item_id = item_id


class GroupFull(GroupRefused):
    """All places of the group are taken."""


class GroupGone(GroupRefused):
    """There is no such group to choose any more."""
