"""Pages on which an organiser keeps recommendations and outcomes."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.clock import local_now
from foundation.edit_conflicts import detect_conflicts
from meetings.enums import OUTCOME_KIND_LABELS, OUTCOME_STATUS_LABELS, VISIBILITY_LABELS, OutcomeKind, OutcomeStatus
from meetings.keeping.forms import kept
from meetings.keeping.order_views import add_order_views, back_to_list
from meetings.keeping.pages import back_to, show_in_frame
from meetings.models.outcomes import Outcome
from meetings.outcomes import operations
from meetings.outcomes.forms import OutcomeForm, SeveralForm
from meetings.reading.meetings import meeting_by_code, row_of
from meetings.reading.outcomes import OPEN, open_before, outcomes_of, status_counts
from rich_text.texts import excerpt, markup

blueprint = Blueprint("outcomes", __name__)

Name = TypeVar("Name", bound=StrEnum)
COLUMNS = ("kind", "text", "addressee", "status", "due_on", "status_note", "visibility")


@blueprint.get("/manage/<code>/outcomes")
@requires(Permission.MEETING_EDIT)
def index(code: str) -> ResponseReturnValue:
    """The entries of the meeting, of one status or kind if asked, and what is open of the meeting before."""
    meeting = meeting_by_code(code)
    status = _asked(OutcomeStatus, "status")
    kind = _asked(OutcomeKind, "kind")
    counts = status_counts(meeting.id)
    return show_in_frame(
        "meetings/outcomes/index.html",
        meeting,
        "outcomes",
        outcomes=outcomes_of(meeting.id, status=status, kind=kind),
        status=status,
        kind=kind,
        counts=counts,
        total=counts.total(),
        before=open_before(meeting),
        today=local_now(meeting.zone).date(),
        open_statuses=OPEN,
        kinds=OUTCOME_KIND_LABELS,
        statuses=OUTCOME_STATUS_LABELS,
        readers=VISIBILITY_LABELS,
        markup=markup,
        excerpt=excerpt,
    )


@blueprint.route("/manage/<code>/outcomes/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add(code: str) -> ResponseReturnValue:
    """Add an entry at the end."""
    meeting = meeting_by_code(code)
    form = OutcomeForm(meeting.page_languages, meeting.main_language)
    if form.validate_on_submit():
        try:
            outcome = operations.add_outcome(meeting.id, **kept(form, COLUMNS), actor=actor())
        except operations.AlreadyThere as there:
            form.text.add_error(_("This entry is in the list already."), there.language)
        except operations.TooMany:
            form.text.add_error(_too_many())
        else:
            flash(_("The entry is added."), "success")
            return back_to("outcomes.index", meeting, f"outcome-{outcome.id}")
    return show_in_frame("meetings/outcomes/edit.html", meeting, "outcomes", form=form, outcome=None)


@blueprint.route("/manage/<code>/outcomes/several", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_several(code: str) -> ResponseReturnValue:
    """Add the entries of a pasted list."""
    meeting = meeting_by_code(code)
    form = SeveralForm(meeting.page_languages, meeting.main_language)
    if form.validate_on_submit():
        try:
            added = operations.add_outcomes(
                meeting.id, form.texts, **kept(form, ("kind", "status", "visibility")), actor=actor()
            )
        except operations.AlreadyThere as there:
            message = _("“%(text)s” is in the list already, or twice in this text.", text=excerpt(there.text, 80))
            form.entries.add_error(message, there.language)
        except operations.TooMany:
            form.entries.add_error(_too_many())
        else:
            message = ngettext("%(num)s entry added.", "%(num)s entries added.", len(added))
            flash(message, "success")
            return back_to("outcomes.index", meeting)
    return show_in_frame("meetings/outcomes/several.html", meeting, "outcomes", form=form)


@blueprint.route("/manage/<code>/outcomes/<int:outcome_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit(code: str, outcome_id: int) -> ResponseReturnValue:
    """Change an entry."""
    meeting = meeting_by_code(code)
    outcome = row_of(Outcome, meeting.id, outcome_id)
    form = OutcomeForm(meeting.page_languages, meeting.main_language, obj=outcome)
    detect_conflicts(form, outcome)
    if form.validate_on_submit():
        operations.change_outcome(meeting.id, outcome_id, **kept(form, COLUMNS), actor=actor())
        flash(_("The entry is saved."), "success")
        return back_to("outcomes.index", meeting, f"outcome-{outcome_id}")
    return show_in_frame("meetings/outcomes/edit.html", meeting, "outcomes", form=form, outcome=outcome)


@blueprint.post("/manage/<code>/outcomes/statuses")
@requires(Permission.MEETING_EDIT)
def set_statuses(code: str) -> ResponseReturnValue:
    """Set the statuses chosen in the list: `status-<id>`, where it is not `was-<id>`."""
    meeting = meeting_by_code(code)
    changes: dict[int, tuple[OutcomeStatus, OutcomeStatus]] = {}
    for name, value in request.form.items():
        key = name.removeprefix("status-")
        seen = request.form.get(f"was-{key}", "")
        if key != name and key.isascii() and key.isdecimal() and value != seen and {value, seen} <= set(OutcomeStatus):
            changes[int(key)] = OutcomeStatus(seen), OutcomeStatus(value)
    done, left = operations.set_statuses(meeting.id, changes, actor=actor())
    if done:
        flash(ngettext("%(num)s status set.", "%(num)s statuses set.", done), "success")
    if left:
        message = ngettext(
            "%(num)s entry was left alone: somebody else has changed it in the meantime.",
            "%(num)s entries were left alone: somebody else has changed them in the meantime.",
            left,
        )
        flash(message, "warning")
    if not done and not left:
        flash(_("No status was changed."), "info")
    return back_to("outcomes.index", meeting)


add_order_views(
    blueprint,
    "/manage/<code>/outcomes/<int:outcome_id>",
    move=operations.move_outcome,
    remove=operations.remove_outcome,
    removed=_l("The entry is removed."),
    back=back_to_list("outcomes.index", "outcome"),
)


def _asked(kind: type[Name], name: str) -> Name | None:
    value = request.args.get(name, "")
    return kind(value) if value in set(kind) else None


def _too_many() -> str:
    return _("A meeting has %(most)s entries at most.", most=operations.MOST)
