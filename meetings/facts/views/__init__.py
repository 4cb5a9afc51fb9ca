"""Pages on which an organiser keeps the record of a meeting; one file per subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from foundation.errors import answer_as
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchRecord
from meetings.reading.missing_texts import Gaps, count_missing, missing_in
from meetings.reading.programme import Programme, load_programme

blueprint = Blueprint("record", __name__)


@blueprint.record_once
def _set_up(state: BlueprintSetupState) -> None:
    answer_as(state.app, NoSuchRecord, 404)


STEPS = {"up": -1, "down": 1}


def show(
    template: str,
    meeting: Meeting,
    page: str,
    programme: Programme | None = None,
    missing: Mapping[str, Gaps] | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """A page of the record's part `page`; 422 when it answers a form that could not be used.

    `programme` is the meeting's and `missing` what lacks in it, where the view has them and no write came after.
    """
    programme = load_programme(meeting.id) if programme is None else programme
    missing = missing_in(programme) if missing is None else missing
    html = render_template(
        template,
        meeting=programme.meeting,
        tab="facts",
        record_page=page,
        record_pages=record_pages(meeting),
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


def record_pages(meeting: Meeting) -> list[tuple[str, str, str, None]]:
    """The parts of the record, as tabs."""
    parts = (
        ("facts", _("Main facts"), "record.edit_facts"),
        ("sections", _("Texts"), "record.sections"),
        ("organisations", _("Organisations"), "record.organisations"),
        ("contacts", _("Focal points"), "record.contacts"),
        ("documents", _("Documents"), "record.documents"),
        ("links", _("Links"), "record.links"),
        ("outcomes", _("Outcomes"), "outcome.index"),
        ("joining", _("Joining online"), "record.joining"),
        ("rooms", _("Rooms"), "record.rooms"),
        ("translations", _("Translations"), "record.translations"),
    )
    return [(key, label, url_for(endpoint, code=meeting.code), None) for key, label, endpoint in parts]


from meetings.copying import views as cloning  # noqa: E402, F401  (their routes)
from meetings.documents.views import documents, publications  # noqa: E402, F401  (their routes)
from meetings.facts.views import facts, life, links, parties, rooms, sections  # noqa: E402, F401  (their routes)
from meetings.joining.views import links as participation  # noqa: E402, F401  (their routes)
from meetings.translations import views as translations  # noqa: E402, F401  (their routes)
from meetings.undo import views as undoing  # noqa: E402, F401  (their routes)
