"""Links from a meeting's page to pages elsewhere."""

from __future__ import annotations

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.translated import Translations
from meetings.record.forms import WebLinkForm
from meetings.record.models import Meeting
from meetings.record.operations import texts as operations
from meetings.record.queries import NoSuchRecord, meeting_by_code
from meetings.record.views import back_to, blueprint, show, step_asked


@blueprint.get("/manage/<code>/links")
@requires(Permission.MEETING_EDIT)
def links(code: str) -> ResponseReturnValue:
    """The web links of a meeting."""
    meeting = meeting_by_code(code)
    return show(
        "meetings/record/links.html",
        meeting,
        "links",
        web_links=[{**link, "label": Translations(link.get("label") or {})} for link in meeting.links],
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
    moved = _link_at(meeting, number)
    target = number + step_asked()
    if 0 <= target < len(meeting.links):
        rest = [link for place, link in enumerate(meeting.links) if place != number]
        operations.set_web_links(meeting.id, [*rest[:target], moved, *rest[target:]], actor=actor())
    return back_to("record.links", meeting)


@blueprint.post("/manage/<code>/links/<int:number>/remove")
@requires(Permission.MEETING_EDIT)
def remove_web_link(code: str, number: int) -> ResponseReturnValue:
    """Remove a web link."""
    meeting = meeting_by_code(code)
    _link_at(meeting, number)
    rest = [link for place, link in enumerate(meeting.links) if place != number]
    operations.set_web_links(meeting.id, rest, actor=actor())
    flash(_("The link is removed."), "success")
    return back_to("record.links", meeting)


def _web_link_page(meeting: Meeting, number: int | None) -> ResponseReturnValue:
    stored: dict[str, Any] = {}
    if number is not None:
        link = meeting.links[number]
        stored = {**link, "label": Translations(link.get("label") or {})}
    form = WebLinkForm(meeting.page_languages, meeting.main_language, data=stored)
    if form.validate_on_submit():
        link = {"label": dict(form.label.data), "url": form.url.data, "language": form.language.data or ""}
        changed = list(meeting.links)
        if number is None:
            changed.append(link)
        else:
            changed[number] = link
        operations.set_web_links(meeting.id, changed, actor=actor())
        flash(_("The link is saved."), "success")
        return back_to("record.links", meeting)
    return show("meetings/record/web_link.html", meeting, "links", form=form, number=number)


def _link_at(meeting: Meeting, number: int) -> dict[str, Any]:
    if number >= len(meeting.links):
        raise NoSuchRecord(number)
    return meeting.links[number]
