"""Pages on which an agenda is edited; one file per subject."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.models.meeting import Meeting
from meetings.reading.missing_texts import count_missing, missing_in
from meetings.reading.programme import Programme, load_programme

blueprint = Blueprint("agenda", __name__)


def show(template: str, meeting: Meeting, programme: Programme | None = None, **context: Any) -> ResponseReturnValue:
    """A page of the agenda; 422 when it answers a form that could not be used.

    `programme` is the meeting's, where the view has loaded it and no write came after.
    """
    programme = load_programme(meeting.id) if programme is None else programme
    html = render_template(
        template,
        meeting=programme.meeting,
        tab="agenda",
        missing_counts=count_missing(missing_in(programme)),
        **context,
    )
    return html, 422 if request.method == "POST" else 200


def to_agenda(meeting: Meeting, item_id: int | None = None) -> ResponseReturnValue:
    """Back to the agenda, to the line of an item."""
    anchor = f"item-{item_id}" if item_id is not None else None
    return redirect(url_for("agenda.manage", code=meeting.code, _anchor=anchor), 303)


def to_item(meeting: Meeting, item_id: int, anchor: str = "people") -> ResponseReturnValue:
    """To the page of an item, where its people and groups are."""
    return redirect(url_for("agenda.edit_item", code=meeting.code, item_id=item_id, _anchor=anchor), 303)


from meetings.agenda.views import groups, items, parts  # noqa: E402, F401  (their routes)
