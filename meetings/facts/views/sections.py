"""Sections of the information note."""

from __future__ import annotations

from flask import flash, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires, signed_in
from foundation.edit_conflicts import detect_conflicts
from foundation.languages import LANGUAGES, direction
from meetings.enums import SECTION_LABELS, SectionKind
from meetings.facts.forms import SectionForm
from meetings.facts.operations import texts as operations
from meetings.facts.views.blueprint import blueprint
from meetings.keeping.forms import kept
from meetings.keeping.order_views import add_order_views, back_to_list
from meetings.keeping.pages import back_to, show_in_frame, step_asked
from meetings.models.sections import Section
from meetings.reading.meetings import meeting_by_code, row_of
from rich_text.texts import Unusable, clean, excerpt, from_plain

COLUMNS = ("kind", "heading", "body")


@blueprint.get("/manage/<code>/sections")
@requires(Permission.MEETING_EDIT)
def sections(code: str) -> ResponseReturnValue:
    """All sections in their order."""
    usual = [kind for kind in SectionKind if kind is not SectionKind.OTHER]
    return show_in_frame(
        "meetings/facts/sections.html",
        meeting_by_code(code),
        "sections",
        labels=SECTION_LABELS,
        excerpt=excerpt,
        usual=usual,
    )


@blueprint.route("/manage/<code>/sections/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_section(code: str) -> ResponseReturnValue:
    """Add a section at the end."""
    meeting = meeting_by_code(code)
    asked = request.args.get("kind")
    data = {"kind": asked} if asked in list(SectionKind) else {}
    form = SectionForm(meeting.page_languages, meeting.main_language, data=data)
    if form.validate_on_submit():
        try:
            operations.add_section(meeting.id, **kept(form, COLUMNS), actor=actor())
        except operations.SectionThere:
            form.body.add_error(_("This text stands there already, under the same heading."))
        else:
            flash(_("The section is added."), "success")
            return back_to("facts.sections", meeting)
    return show_in_frame("meetings/facts/section.html", meeting, "sections", form=form, section=None)


@blueprint.route("/manage/<code>/sections/<int:section_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_section(code: str, section_id: int) -> ResponseReturnValue:
    """Change a section."""
    meeting = meeting_by_code(code)
    section = row_of(Section, meeting.id, section_id)
    form = SectionForm(meeting.page_languages, meeting.main_language, obj=section)
    detect_conflicts(form, section)
    if form.validate_on_submit():
        operations.change_section(meeting.id, section_id, **kept(form, COLUMNS), actor=actor())
        flash(_("The section is saved."), "success")
        return back_to("facts.sections", meeting)
    return show_in_frame("meetings/facts/section.html", meeting, "sections", form=form, section=section)


add_order_views(
    blueprint,
    "/manage/<code>/sections/<int:section_id>",
    name="section",
    move=operations.move_section,
    remove=operations.remove_section,
    removed=_l("The section is removed."),
    back=back_to_list("facts.sections", "section"),
)


@blueprint.post("/manage/<code>/sections/agenda")
@requires(Permission.MEETING_EDIT)
def move_agenda(code: str) -> ResponseReturnValue:
    """Let the agenda stand before or after one more section of the page."""
    meeting = meeting_by_code(code)
    operations.move_agenda(meeting.id, step_asked(), actor=actor())
    return back_to("facts.sections", meeting, "section-agenda")


@blueprint.post("/manage/paste")
@signed_in
def paste() -> ResponseReturnValue:
    """What somebody pasted into an editor (`html`, else `text`), clean as it would be saved; 422 if it is unusable."""
    language = request.form.get("language", "")
    html, text = request.form.get("html", ""), request.form.get("text", "")
    try:
        cleaned = clean(html, direction(language) if language in LANGUAGES else "") if html else from_plain(text)
    except Unusable:
        return jsonify(html=""), 422
    return jsonify(html=cleaned)
