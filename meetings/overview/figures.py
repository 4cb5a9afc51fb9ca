"""Figures on a meeting's overview, offered by rooms that this one does not know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.access import may
from meetings.record.models import Meeting


@dataclass(frozen=True)
class Figure:
    """One number with what it counts and where to go about it."""

    number: int
    caption: str
    url: str
    of: int | None = None
    state: str = ""


_sources: list[tuple[str, Callable[[Meeting], list[Figure]]]] = []
_list_sources: list[tuple[str, Callable[[Sequence[Meeting]], dict[int, Figure]]]] = []


def offer_figures(permission: str, source: Callable[[Meeting], list[Figure]]) -> None:
    """Show the figures of `source` to those who have `permission` in the meeting's team."""
    _sources[:] = [known for known in _sources if known[1] is not source]
    _sources.append((permission, source))


def figures_of(meeting: Meeting) -> list[Figure]:
    """All figures that the visitor may see."""
    return [figure for permission, source in _sources if may(permission, meeting.team_id) for figure in source(meeting)]


def offer_list_figure(permission: str, source: Callable[[Sequence[Meeting]], dict[int, Figure]]) -> None:
    """Show a figure at the meetings of a list; `source` gives it by meeting id, where there is one, at once for all."""
    _list_sources[:] = [known for known in _list_sources if known[1] is not source]
    _list_sources.append((permission, source))


def list_figures_of(meetings: Sequence[Meeting]) -> dict[int, list[Figure]]:
    """The figures at meetings of a list that the visitor may see, by meeting id."""
    found: dict[int, list[Figure]] = {}
    for permission, source in _list_sources:
        for meeting_id, figure in source([m for m in meetings if may(permission, m.team_id)]).items():
            found.setdefault(meeting_id, []).append(figure)
    return found
