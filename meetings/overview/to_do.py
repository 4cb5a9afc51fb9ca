"""What is to be done about a meeting, as lines that the wings and the packages above offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import NamedTuple

from accounts.access import may
from foundation.hooks import Hook
from meetings.models.meeting import Meeting


class Urgency(IntEnum):
    """How soon something wants doing."""

    NOW = 0
    """People are kept out, or believe what is no longer so."""
    PEOPLE_WAIT = 1
    """Somebody waits for an answer of the team."""
    BEFORE = 2
    """The meeting cannot well be held without."""
    IN_TIME = 3
    """Nothing to do yet, but good to know."""


@dataclass(frozen=True)
class ToDoLine:
    """One thing to do, in words, with the page on which it is done.

    `why` is what follows from leaving it; `by` the UTC instant before which it is due, which orders lines of one
    urgency. `is_done` lines say what is in order.
    """

    what: str
    url: str
    urgency: Urgency = Urgency.BEFORE
    why: str = ""
    by: datetime | None = None
    is_done: bool = False


@dataclass(frozen=True)
class ToDo:
    """The lines of one meeting, most urgent first."""

    open: Sequence[ToDoLine]
    done: Sequence[ToDoLine]


class Source(NamedTuple):
    """Lines of one meeting, for those who may do what they say: who have `permission` in the meeting's team."""

    permission: str
    lines: Callable[[Meeting], list[ToDoLine]]


class ListSource(NamedTuple):
    """A line at the meetings of a list by meeting id, where there is one, at once for all; permission as above."""

    permission: str
    lines: Callable[[Sequence[Meeting]], dict[int, ToDoLine]]


sources: Hook[Source] = Hook("source of lines for the overview of a meeting")
list_sources: Hook[ListSource] = Hook("source of lines for the list of meetings")
_NEVER = datetime.max.replace(tzinfo=UTC)


def to_do_of(meeting: Meeting, *more: ToDoLine) -> ToDo:
    """All lines that concern the visitor, and `more`."""
    lines = [line for permission, lines_of in sources if may(permission, meeting.team_id) for line in lines_of(meeting)]
    lines.extend(more)
    waiting = [line for line in lines if not line.is_done]
    return ToDo(
        sorted(waiting, key=lambda line: (line.urgency, line.by or _NEVER)), [line for line in lines if line.is_done]
    )


def list_lines_of(meetings: Sequence[Meeting]) -> dict[int, list[ToDoLine]]:
    """The lines at meetings of a list that concern the visitor, by meeting id."""
    found: dict[int, list[ToDoLine]] = {}
    for permission, lines_of in list_sources:
        for meeting_id, line in lines_of([m for m in meetings if may(permission, m.team_id)]).items():
            found.setdefault(meeting_id, []).append(line)
    return found
