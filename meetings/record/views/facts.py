"""Creating a meeting, its main facts, its publication."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, may, teams_where
from accounts.permissions import Permission
from foundation.access import requires
from foundation.dates import format_date, zone_label
from foundation.languages import LANGUAGES, current_language
from meetings.enums import STATE_LABELS, MeetingState
from meetings.record.forms import CreateForm, FactsForm, kept
from meetings.record.models import Meeting
from meetings.record.operations import meeting as operations
from meetings.record.queries import meeting_by_code, projects_of_team, series_of_team, usual_zone
from meetings.record.views import back_to, blueprint, show

CREATED = (
    "code", "kind", "title", "starts_on", "ends_on", "zone", "format", "main_language", "page_languages",
)  # fmt: skip
FACTS = (
    *CREATED,
    "subtitle", "summary", "ordinal", "part_of", "part_of_url", "symbol",
    "zone_assumed", "month_style",
    "venue", "venue_address", "venue_map_url", "city", "country_code", "online_platform",
    "working_languages", "has_interpretation",
    "takes_registrations", "registration_opens", "registration_closes",
    "hashtag", "accent",
)  # fmt: skip


@blueprint.route("/manage/new", methods=["GET", "POST"])
@requires(Permission.MEETING_CREATE)
def create() -> ResponseReturnValue:
    """A new meeting, on one short page."""
    teams = teams_where(Permission.MEETING_CREATE)
    if not teams:
        abort(403)
    main = request.form.get("main_language", "")
    main = main if main in LANGUAGES else current_language() if current_language() in LANGUAGES else "en"
    form = CreateForm(
        teams,
        main,
        data={
            "team_id": str(teams[0].id),
            "main_language": main,
            "page_languages": ["en", "ar"] if main in ("en", "ar") else [main],
            "zone": usual_zone([team.id for team in teams]),
        },
    )
    if form.validate_on_submit():
        # The list offers only teams in which the visitor may create, and the form refuses what is not in it.
        team_id = int(form.team_id.data)
        if not may(Permission.MEETING_CREATE, team_id):
            abort(403)
        try:
            meeting = operations.create_meeting(team_id, **kept(form, CREATED), actor=actor())
        except operations.CodeTaken:
            _refuse_code(form)
        else:
            flash(_("The meeting is created. It is a draft until you publish it."), "success")
            return redirect(url_for("overview.meeting", code=meeting.code), 303)
    page = render_template("meetings/record/create.html", form=form, teams=teams)
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/manage/<code>/facts", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_facts(code: str) -> ResponseReturnValue:
    """The main facts of a meeting."""
    meeting = meeting_by_code(code)
    form = FactsForm(meeting.page_languages, meeting.main_language, data=_stored(meeting))
    if form.validate_on_submit():
        try:
            changed = operations.change_meeting(
                meeting.id,
                move_agenda=form.move_agenda.data,
                actor=actor(),
                **kept(form, (*FACTS, "series", "project")),
            )
        except operations.CodeTaken:
            _refuse_code(form)
        except operations.CodeIsPublic:
            form.code.errors = [
                _("The meeting has been public under %(code)s: links with it are about.", code=meeting.code)
            ]
        except operations.TitleMissing:
            form.title.add_error(_("Write the title in the main language first."))
        except operations.ItemsOutside as error:
            form.starts_on.errors = [_items_outside(error, meeting)]
        else:
            flash(_("The facts are saved."), "success")
            return back_to("record.edit_facts", changed)
    language = current_language()
    return show(
        "meetings/record/facts.html",
        meeting,
        "facts",
        form=form,
        zone=zone_label(meeting.zone, meeting.starts_on, language),
        series=[row.title.text(language) for row in series_of_team(meeting.team_id)],
        projects=[row.acronym or row.title.text(language) for row in projects_of_team(meeting.team_id)],
    )


@blueprint.get("/manage/<code>/translations")
@requires(Permission.MEETING_EDIT)
def translations(code: str) -> ResponseReturnValue:
    """What is written in one language of the page and not in another."""
    meeting = meeting_by_code(code)
    return show("meetings/record/translations.html", meeting, "translations")


@blueprint.post("/manage/<code>/publish")
@requires(Permission.MEETING_PUBLISH)
def publish(code: str) -> ResponseReturnValue:
    """Let everybody read the page."""
    meeting = meeting_by_code(code)
    try:
        meeting = operations.publish_meeting(meeting.id, actor=actor())
    except operations.TitleMissing:
        flash(_("Write the title in the main language first."), "error")
        return back_to("record.edit_facts", meeting)
    flash(_("The meeting is published: everybody can read its page."), "success")
    untitled = [LANGUAGES.get(code, code) for code in meeting.page_languages if code not in meeting.title]
    if untitled:
        message = _("The title is missing in: %(languages)s.", languages=", ".join(untitled))
        flash(message, "warning")
    return back_to("overview.meeting", meeting)


@blueprint.post("/manage/<code>/withdraw")
@requires(Permission.MEETING_PUBLISH)
def withdraw(code: str) -> ResponseReturnValue:
    """Make the meeting a draft again."""
    meeting = meeting_by_code(code)
    try:
        meeting = operations.withdraw_meeting(meeting.id, actor=actor())
    except operations.WrongState as error:
        state = STATE_LABELS[MeetingState(error.state)]
        flash(_("A meeting in the state “%(state)s” stays public.", state=state), "error")
    else:
        flash(_("The meeting is a draft again: only your team sees it."), "success")
    return back_to("overview.meeting", meeting)


def _stored(meeting: Meeting) -> dict[str, Any]:
    language = current_language()
    project = meeting.project
    return {
        **{name: getattr(meeting, name) for name in FACTS},
        "series": meeting.series.title.text(language) if meeting.series else "",
        "project": (project.acronym or project.title.text(language)) if project else "",
    }


def _refuse_code(form: CreateForm | FactsForm) -> None:
    form.code.errors = [_("Another meeting has this short code. Choose another one.")]


def _items_outside(error: operations.ItemsOutside, meeting: Meeting) -> str:
    language = current_language()
    style = meeting.month_style.value
    names = [
        f"{item.title.text(language, meeting.main_language)} ({format_date(item.day, language, style)})"
        for item in error.items[:5]
    ]
    rest = len(error.items) - len(names)
    listed = "; ".join(names) + (_(" and %(number)s more", number=rest) if rest else "")
    return _(
        "These agenda items would lie outside the new dates: %(items)s. Move or remove them first, or keep the number "
        "of days so that the agenda moves along.",
        items=listed,
    )
