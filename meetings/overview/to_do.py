"""What is to be done about a meeting, as lines that the wings and the packages above offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from accounts.access import may
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


_sources: list[tuple[str, Callable[[Meeting], list[ToDoLine]]]] = []
_list_sources: list[tuple[str, Callable[[Sequence[Meeting]], dict[int, ToDoLine]]]] = []
_NEVER = datetime.max.replace(tzinfo=UTC)


def offer_lines(permission: str, source: Callable[[Meeting], list[ToDoLine]]) -> None:
    """Show the lines of `source` to those who have `permission`, that to do what they say, in the meeting's team."""
    _sources[:] = [known for known in _sources if known[1] is not source]
    _sources.append((permission, source))


def to_do_of(meeting: Meeting, *more: ToDoLine) -> ToDo:
    """All lines that concern the visitor, and `more`."""
    lines = [line for permission, source in _sources if may(permission, meeting.team_id) for line in source(meeting)]
    lines.extend(more)
    waiting = [line for line in lines if not line.is_done]
    return ToDo(
        sorted(waiting, key=lambda line: (line.urgency, line.by or _NEVER)), [line for line in lines if line.is_done]
    )


def offer_list_line(permission: str, source: Callable[[Sequence[Meeting]], dict[int, ToDoLine]]) -> None:
    """Show a line at the meetings of a list; `source` gives it by meeting id, where there is one, at once for all."""
    _list_sources[:] = [known for known in _list_sources if known[1] is not source]
    _list_sources.append((permission, source))


def list_lines_of(meetings: Sequence[Meeting]) -> dict[int, list[ToDoLine]]:
    """The lines at meetings of a list that concern the visitor, by meeting id."""
    found: dict[int, list[ToDoLine]] = {}
    for permission, source in _list_sources:
        for meeting_id, line in source([m for m in meetings if may(permission, m.team_id)]).items():
            found.setdefault(meeting_id, []).append(line)
    return found
