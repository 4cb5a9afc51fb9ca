"""When a meeting takes registrations, and how one can take part in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foundation.clock import now
from foundation.dates import local_instant
from meetings.enums import MeetingFormat, MeetingState, Mode
from meetings.models.meeting import Meeting
from meetings.reading.joining import end_of


class WindowState(StrEnum):
    """Whether somebody could register now, and if not, why."""

    OPEN = "open"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    NOT_HERE = "not_here"
    CALLED_OFF = "called_off"
    DRAFT = "draft"


@dataclass(frozen=True)
class Window:
    """The time in which a meeting takes registrations; instants are UTC."""

    state: WindowState
    opens: datetime | None
    closes: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody can register now."""
        return self.state is WindowState.OPEN


def window_of(meeting: Meeting) -> Window:
    """The registration window of a meeting; without a closing time it ends with the last day, local."""
    opens = _instant(meeting.registration_opens, meeting.zone)
    closes = _instant(meeting.registration_closes, meeting.zone) or end_of(meeting)
    return Window(_state(meeting, opens, closes), opens, closes)


def is_over(meeting: Meeting) -> bool:
    """Whether the last day has ended where the meeting is held."""
    return now() >= end_of(meeting)


def is_past(meeting: Meeting) -> bool:
    """Whether the meeting is over: its last day has ended, or it was closed; one that is called off never is."""
    return meeting.takes_place and (is_over(meeting) or meeting.state in (MeetingState.CLOSED, MeetingState.ARCHIVED))


def modes_of(meeting: Meeting) -> tuple[Mode, ...]:
    """The ways to take part; both as long as the format is to be announced."""
    if meeting.format is MeetingFormat.IN_PERSON:
        return (Mode.IN_PERSON,)
    if meeting.format is MeetingFormat.ONLINE:
        return (Mode.REMOTE,)
    return (Mode.IN_PERSON, Mode.REMOTE)


def _state(meeting: Meeting, opens: datetime | None, closes: datetime) -> WindowState:
    if meeting.state is MeetingState.DRAFT:
        return WindowState.DRAFT
    if not meeting.takes_place:
        return WindowState.CALLED_OFF
    if not meeting.takes_registrations:
        return WindowState.NOT_HERE
    if opens is not None and now() < opens:
        return WindowState.NOT_YET
    if now() >= closes or meeting.state in (MeetingState.CLOSED, MeetingState.ARCHIVED):
        return WindowState.CLOSED
    return WindowState.OPEN


def _instant(moment: datetime | None, zone: str) -> datetime | None:
    return None if moment is None else local_instant(moment, zone)
