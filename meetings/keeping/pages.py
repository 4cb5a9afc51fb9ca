"""Pages on which a meeting is kept: the frame that its wings share, and ways back to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from foundation.hooks import Hook
from meetings.keeping.missing_texts import Gaps, count_missing, missing_in
from meetings.models.meeting import Meeting
from meetings.reading.addresses import address_of
from meetings.reading.programme import Programme, load_programme


@dataclass(frozen=True)
class FrameTab:
    """A tab of the frame: where it stands among the others, and the page of a meeting to which it leads."""

    place: int
    label: LazyString
    endpoint: str


frame_tabs: Hook[FrameTab] = Hook("tab of the frame")
"""By the name of what is kept there."""
STEPS = {"up": -1, "down": 1}


def show_in_frame(
    template: str,
    meeting: Meeting,
    page: str,
    programme: Programme | None = None,
    missing: Mapping[str, Gaps] | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """A page of a meeting in the frame, under the tab `page`; 422 when it answers a form that could not be used.

    `programme` is the meeting's and `missing` what lacks in it, where the view has them and no write came after.
    """
    programme = load_programme(meeting.id) if programme is None else programme
    missing = missing_in(programme) if missing is None else missing
    html = render_template(
        template,
        meeting=programme.meeting,
        tab="facts",
        frame_tab=page,
        frame_tabs=tabs_of(meeting),
        missing=missing,
        missing_counts=count_missing(missing),
        **context,
    )
    return html, 422 if request.method == "POST" else 200


def back_to(endpoint: str, meeting: Meeting, anchor: str | None = None) -> ResponseReturnValue:
    """On to a page of the meeting after something was done."""
    return redirect(url_for(endpoint, code=meeting.code, _anchor=anchor), 303)


def step_asked() -> int:
    """-1 or 1, by the button that was pressed."""
    return STEPS.get(request.form.get("step", ""), 0)


def tabs_of(meeting: Meeting) -> list[tuple[str, str, str, None]]:
    """The tabs of the frame of a meeting."""
    tabs = sorted(frame_tabs.items(), key=lambda each: each[1].place)
    return [(key, str(tab.label), url_for(tab.endpoint, code=meeting.code), None) for key, tab in tabs]


def show_agenda(
    template: str, meeting: Meeting, programme: Programme | None = None, **context: Any
) -> ResponseReturnValue:
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
    return redirect(address_of("agenda", code=meeting.code, _anchor=anchor), 303)


def to_item(meeting: Meeting, item_id: int, anchor: str = "people") -> ResponseReturnValue:
    """To the page of an item, where its people and groups are."""
    return redirect(address_of("agenda_item", code=meeting.code, item_id=item_id, _anchor=anchor), 303)
