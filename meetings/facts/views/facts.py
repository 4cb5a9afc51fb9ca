"""Creating a meeting, and its main facts."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, may, teams_where
from accounts.permissions import Permission
from foundation.access import requires
from foundation.dates import format_date
from foundation.edit_conflicts import MESSAGE, detect_conflicts
from foundation.languages import LANGUAGES, current_language
from foundation.uploads import takes_files
from meetings.enums import COUNT_QUALIFIER_LABELS
from meetings.facts.fact_forms import (
    CreateForm,
    FactsForm,
    WhenFields,
    period_of,
    stored_numbers,
)
from meetings.facts.operations import meeting as operations
from meetings.facts.operations.short_codes import CodeTaken
from meetings.facts.views.blueprint import blueprint
from meetings.keeping.forms import kept
from meetings.keeping.pages import back_to, show_in_frame
from meetings.models.meeting import Meeting
from meetings.reading.meetings import (
    meeting_by_code,
    others_of_team,
    projects_of_team,
    series_of_team,
    team_used_last,
    usual_zone,
)
from meetings.reading.presenting import dates_of
from meetings.reading.titles import item_title

CREATED = ("code", "kind", "title", "zone", "format", "main_language", "page_languages")
FACTS = (
    *CREATED,
    "subtitle", "summary", "ordinal", "part_of", "part_of_url", "symbol",
    "zone_assumed", "month_style",
    "venue", "venue_address", "venue_map_url", "city", "country_code", "online_platform",
    "working_languages", "has_interpretation",
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
    team_ids = [team.id for team in teams]
    form = CreateForm(
        teams,
        main,
        data={
            "team_id": str(team_used_last(team_ids) or team_ids[0]),
            "main_language": main,
            "page_languages": ["en", "ar"] if main in ("en", "ar") else [main],
            "zone": usual_zone(team_ids),
        },
    )
    if form.validate_on_submit():
        # The list offers only teams in which the visitor may create, and the form refuses what is not in it.
        team_id = int(form.team_id.data)
        if not may(Permission.MEETING_CREATE, team_id):
            abort(403)
        try:
            meeting = operations.create_meeting(
                team_id,
                takes_registrations=form.registration.data == "here",
                **kept(form, CREATED),
                **form.period(),
                actor=actor(),
            )
        except CodeTaken:
            refuse_code(form)
        else:
            flash(_("The meeting is created. It is a draft until you publish it."), "success")
            return redirect(url_for("overview.meeting", code=meeting.code), 303)
    page = render_template("meetings/facts/create.html", form=form, teams=teams)
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/manage/<code>/facts", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
@takes_files
def edit_facts(code: str) -> ResponseReturnValue:
    """The main facts of a meeting."""
    meeting = meeting_by_code(code)
    others = [(str(each.id), _named(each)) for each in others_of_team(meeting)]
    form = FactsForm(meeting.page_languages, meeting.main_language, others, data=_stored(meeting))
    form.country_code.offer_areas(meeting.team)
    detect_conflicts(form, meeting)
    if form.validate_on_submit() and (changed := _change(meeting, form)) is not None:
        flash(_("The facts are saved."), "success")
        return back_to("facts.edit_facts", changed)
    language = current_language()
    return show_in_frame(
        "meetings/facts/facts.html",
        meeting,
        "facts",
        form=form,
        series=[row.title.text(language) for row in series_of_team(meeting.team_id)],
        projects=[row.acronym or row.title.text(language) for row in projects_of_team(meeting.team_id)],
    )


def refuse_code(form: Any) -> None:
    """Say beside the short code that another meeting has it."""
    form.code.errors = [_("Another meeting has this short code. Choose another one.")]


def refuse_items_outside(form: WhenFields, error: operations.ItemsOutside, meeting: Meeting) -> None:
    """Say beside the first day which agenda items stand in the way of the new dates."""
    form.first.errors = [_items_outside(error, meeting)]


def _change(meeting: Meeting, form: FactsForm) -> Meeting | None:
    """Save what the form says; None, with a message beside the field, if it cannot be."""
    try:
        return operations.change_meeting(
            meeting.id,
            move_agenda=form.move_agenda.data,
            numbers=form.numbers(),
            numbers_shown=form.shown_numbers(),
            logo=_logo(form),
            follows_id=int(form.follows.data) if form.follows.data else None,
            actor=actor(),
            **form.period(),
            **kept(form, (*FACTS, "series", "project")),
        )
    except CodeTaken:
        refuse_code(form)
    except operations.CodeIsPublic:
        message = _("The meeting has been public under %(code)s: links with it are about.", code=meeting.code)
        form.code.errors = [message]
    except operations.TitleMissing:
        form.title.add_error(_("Write the title in the main language first."))
    except operations.UnsuitablePredecessor:
        form.follows.errors = [_("That meeting itself follows this one. Choose another one.")]
    except operations.NumbersChanged as error:
        _explain_numbers(form, error)
    except operations.ItemsOutside as error:
        refuse_items_outside(form, error, meeting)
    return None


def _explain_numbers(form: FactsForm, error: operations.NumbersChanged) -> None:
    """Show what others wrote beside the numbers; saving once more, having seen it, is accepted."""
    shown = dict(form.shown_numbers() or {})
    for key, theirs in error.theirs.items():
        is_actual, group = key
        words = f"{COUNT_QUALIFIER_LABELS[theirs[0]]} {theirs[1]}" if theirs is not None else "–"
        form[f"{'actual' if is_actual else 'expected'}_{group.value}"].errors = [str(MESSAGE), words]
        shown.pop(key, None)
        if theirs is not None:
            shown[key] = theirs
    form.numbers_shown.data = stored_numbers(shown)["numbers_shown"]


def _logo(form: FactsForm) -> bytes | None:
    if form.logo.image:
        return form.logo.image
    return b"" if form.remove_logo.data else None


def _named(meeting: Meeting) -> str:
    language = current_language()
    return f"{meeting.title.text(language, meeting.main_language)} ({dates_of(meeting, language)}) – {meeting.code}"


def _stored(meeting: Meeting) -> dict[str, Any]:
    language = current_language()
    project = meeting.project
    numbers = {(row.is_actual, row.counted): (row.qualifier, row.number) for row in meeting.participant_numbers}
    return {
        **{name: getattr(meeting, name) for name in FACTS},
        **period_of(meeting),
        **stored_numbers(numbers),
        "follows": str(meeting.follows_id or ""),
        "series": meeting.series.title.text(language) if meeting.series else "",
        "project": (project.acronym or project.title.text(language)) if project else "",
    }


def _items_outside(error: operations.ItemsOutside, meeting: Meeting) -> str:
    language = current_language()
    style = meeting.month_style.value
    names = [
        f"{item_title(item, language, meeting.main_language)} ({format_date(item.day, language, style)})"
        for item in error.items[:5]
    ]
    rest = len(error.items) - len(names)
    listed = "; ".join(names) + (_(" and %(number)s more", number=rest) if rest else "")
    return _(
        "These agenda items would lie outside the new dates: %(items)s. Move or remove them first, or keep the number "
        "of days so that the agenda moves along.",
        items=listed,
    )
