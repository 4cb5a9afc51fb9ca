"""Links from a meeting's page to pages elsewhere."""

from __future__ import annotations

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.languages import current_language
from foundation.optimistic_locking import digest
from foundation.translated import Translations
from meetings.facts.forms import WebLinkForm
from meetings.facts.operations import texts as operations
from meetings.facts.views.blueprint import blueprint
from meetings.keeping.pages import back_to, show_in_frame, step_asked
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchRecord, meeting_by_code


@blueprint.get("/manage/<code>/links")
@requires(Permission.MEETING_EDIT)
def links(code: str) -> ResponseReturnValue:
    """The web links of a meeting."""
    meeting = meeting_by_code(code)
    return show_in_frame(
        "meetings/facts/links.html",
        meeting,
        "links",
        web_links=[
            {**link, "label": Translations(link.get("label") or {}), "was": digest(link)} for link in meeting.links
        ],
    )


@blueprint.route("/manage/<code>/links/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_web_link(code: str) -> ResponseReturnValue:
    """Add a web link at the end."""
    return _web_link_page(meeting_by_code(code), None)


@blueprint.route("/manage/<code>/links/<int:number>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_web_link(code: str, number: int) -> ResponseReturnValue:
    """Change a web link; links count from 0."""
    meeting = meeting_by_code(code)
    _link_at(meeting, number)
    return _web_link_page(meeting, number)


@blueprint.post("/manage/<code>/links/<int:number>/move")
@requires(Permission.MEETING_EDIT)
def move_web_link(code: str, number: int) -> ResponseReturnValue:
    """Move a web link up or down."""
    meeting = meeting_by_code(code)
    try:
        operations.move_web_link(meeting.id, _meant(meeting, number), step_asked(), actor=actor())
    except operations.WebLinkGone:
        _say_it_is_gone()
    return back_to("facts.links", meeting)


@blueprint.post("/manage/<code>/links/<int:number>/remove")
@requires(Permission.MEETING_EDIT)
def remove_web_link(code: str, number: int) -> ResponseReturnValue:
    """Remove a web link."""
    meeting = meeting_by_code(code)
    try:
        operations.remove_web_link(meeting.id, _meant(meeting, number), actor=actor())
    except operations.WebLinkGone:
        _say_it_is_gone()
    else:
        flash(_("The link is removed."), "success")
    return back_to("facts.links", meeting)


def _web_link_page(meeting: Meeting, number: int | None) -> ResponseReturnValue:
    stored: dict[str, Any] = {}
    if number is not None:
        link = meeting.links[number]
        stored = {**link, "label": Translations(link.get("label") or {}), "was": digest(link)}
    form = WebLinkForm(meeting.page_languages, meeting.main_language, data=stored)
    if form.validate_on_submit():
        link = {"label": dict(form.label.data), "url": form.url.data, "language": form.language.data or ""}
        try:
            if number is None:
                operations.add_web_link(meeting.id, link, actor=actor())
            else:
                operations.change_web_link(meeting.id, form.was.data or "", link, actor=actor())
        except operations.WebLinkGone:
            _tell_of_change(form, meeting_by_code(meeting.code), number or 0)
        except operations.LinkThere:
            form.url.errors = [_("A link to this address stands there already.")]
        else:
            flash(_("The link is saved."), "success")
            return back_to("facts.links", meeting)
    return show_in_frame("meetings/facts/web_link.html", meeting, "links", form=form, number=number)


def _meant(meeting: Meeting, number: int) -> str:
    """The digest of the link beside which the button stood; others may have moved it to another number."""
    return request.form.get("was") or digest(_link_at(meeting, number))


def _say_it_is_gone() -> None:
    flash(_("Somebody else has changed or removed this link meanwhile. Nothing was done."), "warning")


def _link_at(meeting: Meeting, number: int) -> dict[str, Any]:
    if number >= len(meeting.links):
        raise NoSuchRecord(number)
    return meeting.links[number]


def _tell_of_change(form: WebLinkForm, meeting: Meeting, number: int) -> None:
    """Show what stands in the place of a link that somebody else changed or removed; the next save replaces it."""
    present = meeting.links[number] if number < len(meeting.links) else None
    form.was.data = digest(present) if present is not None else ""
    if present is None:
        form.url.errors = [_("Somebody removed this link while you were writing. Copy what you wrote and add it anew.")]
        return
    message = _(
        "Somebody else has changed this link while you were writing. It is now %(url)s – %(words)s. "
        "Save again to put yours in its place.",
        url=present["url"],
        words=Translations(present.get("label") or {}).text(current_language(), meeting.main_language),
    )
    form.url.errors = [message]
