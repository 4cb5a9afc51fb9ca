"""Views of a row in an order: move it up or down, remove it. A wing says what they act on and where they lead back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from accounts.access import actor
from accounts.models import User
from accounts.permissions import Permission
from foundation.access import requires
from meetings.keeping.pages import back_to, step_asked
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code

WayBack = Callable[[Meeting, int, bool], ResponseReturnValue]
"""Where an act on a row of a meeting leads; the last argument says whether the row is still there then."""


class Move(Protocol):
    """Moves a row of a meeting by a step; False where it stays."""

    def __call__(self, meeting_id: int, row_id: int, step: int, /, *, actor: User | None) -> bool: ...


class Remove(Protocol):
    """Removes a row of a meeting."""

    def __call__(self, meeting_id: int, row_id: int, /, *, actor: User | None) -> None: ...


def add_order_views(
    blueprint: Blueprint,
    path: str,
    *,
    move: Move,
    remove: Remove,
    removed: LazyString,
    back: WayBack,
    name: str = "",
    unmoved: LazyString | None = None,
    permission: Permission = Permission.MEETING_EDIT,
) -> None:
    """Answer POST `path`/move and `path`/remove, as `move_name` and `remove_name` or without a name.

    `path` holds the code of the meeting and the number of the row. `back` is asked before the act. `removed` is said
    once the row is gone, `unmoved` where it could not be moved.
    """

    def move_view(code: str, **row: int) -> ResponseReturnValue:
        (row_id,) = row.values()
        meeting = meeting_by_code(code)
        answer = back(meeting, row_id, True)
        if not move(meeting.id, row_id, step_asked(), actor=actor()) and unmoved is not None:
            flash(unmoved, "info")
        return answer

    def remove_view(code: str, **row: int) -> ResponseReturnValue:
        (row_id,) = row.values()
        meeting = meeting_by_code(code)
        answer = back(meeting, row_id, False)
        remove(meeting.id, row_id, actor=actor())
        flash(removed, "success")
        return answer

    views: dict[str, Callable[..., Any]] = {"move": move_view, "remove": remove_view}
    for act, view in views.items():
        endpoint = f"{act}_{name}" if name else act
        blueprint.add_url_rule(f"{path}/{act}", endpoint, requires(permission)(view), methods=["POST"])


def back_to_list(endpoint: str, row: str = "") -> WayBack:
    """Back to a page of the meeting, and there to the row, whose anchor is `row` and its number."""

    def back(meeting: Meeting, row_id: int, is_there: bool) -> ResponseReturnValue:
        return back_to(endpoint, meeting, f"{row}-{row_id}" if row and is_there else None)

    return back
