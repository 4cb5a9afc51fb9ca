"""What becomes of a meeting: its state, the preview of a draft, deleting and restoring it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts.access import actor, teams_where
from accounts.permissions import Permission
from foundation.access import confirmed, requires
from foundation.edit_conflicts import FIELD, detect_conflicts
from foundation.languages import current_language
from meetings.enums import STATE_LABELS, MeetingState
from meetings.facts.fact_forms import period_of
from meetings.facts.life_forms import (
    DeleteForm,
    HeldAfterAllForm,
    PublishForm,
    ReasonForm,
)
from meetings.facts.operations import deleting, life
from meetings.facts.operations.meeting import ItemsOutside, TitleMissing
from meetings.facts.views.blueprint import blueprint
from meetings.facts.views.facts import refuse_items_outside
from meetings.keeping.hooks import people_on_lists
from meetings.keeping.missing_texts import missing_translations
from meetings.keeping.pages import back_to
from meetings.models.meeting import Meeting
from meetings.reading.meetings import deleted_meetings, meeting_by_code
from meetings.reading.presenting import language_list

S = MeetingState
DONE: Mapping[MeetingState, Any] = {
    S.PUBLISHED: _l("The meeting is published: everybody can read its page."),
    S.DRAFT: _l("The meeting is a draft again: only your team sees it."),
    S.POSTPONED: _l(
        "The meeting is postponed: its page says so, and calendars that follow it. "
        "Invitations sent by mail stay as they are until you write to the participants."
    ),
    S.CANCELLED: _l(
        "The meeting is cancelled: its page says so, and calendars that follow it. "
        "Invitations sent by mail stay as they are until you write to the participants."
    ),
    S.CLOSED: _l("The meeting is closed. Its page stays public; nobody can register any more."),
    S.ARCHIVED: _l("The meeting is in the archive. Its page stays at its address."),
}


@blueprint.route("/manage/<code>/publish", methods=["GET", "POST"])
@requires(Permission.MEETING_PUBLISH)
def publish(code: str) -> ResponseReturnValue:
    """Let everybody read the page; asks first whether people register here, where that is switched off."""
    meeting = meeting_by_code(code)
    form = PublishForm(meeting.page_languages, meeting.main_language)
    is_asked = form.registration.id in request.form
    if request.method == "GET" or (is_asked and not form.validate_on_submit()):
        if meeting.state is not S.DRAFT:
            return back_to("overview.meeting", meeting)
        page = render_template("meetings/facts/publish.html", meeting=meeting, tab="overview", form=form)
        return page, 422 if request.method == "POST" else 200
    try:
        takes = form.registration.data == "here" if is_asked else None
        meeting = life.publish_meeting(meeting.id, takes_registrations=takes, actor=actor())
    except TitleMissing:
        flash(_("Write the title in the main language first."), "error")
        return back_to("facts.edit_facts", meeting)
    flash(str(DONE[S.PUBLISHED]), "success")
    if not is_asked and not meeting.takes_registrations:
        flash(_("Registration is switched off: nobody can register."), "warning")
    incomplete = [code for code, gaps in missing_translations(meeting).items() if gaps.missing]
    if incomplete:
        names = language_list(incomplete, current_language())
        message = _(
            "The page is not whole in: %(languages)s. What is missing is shown in the main language.", languages=names
        )
        if untitled := [code for code in incomplete if code not in meeting.title]:
            names = language_list(untitled, current_language())
            message += " " + _("The title is missing in: %(languages)s.", languages=names)
        flash(message, "warning")
    return back_to("overview.meeting", meeting)


@blueprint.post("/manage/<code>/withdraw")
@requires(Permission.MEETING_PUBLISH)
def withdraw(code: str) -> ResponseReturnValue:
    """Make the meeting a draft again."""
    meeting = meeting_by_code(code)
    try:
        life.withdraw_meeting(meeting.id, actor=actor())
    except life.WrongState as error:
        state = STATE_LABELS[error.state]
        flash(_("A meeting in the state “%(state)s” stays public.", state=state), "error")
    else:
        flash(str(DONE[S.DRAFT]), "success")
    return back_to("overview.meeting", meeting)


@blueprint.route(
    "/manage/<code>/state/<any(postponed, cancelled, published, closed, archived):state>", methods=["GET", "POST"]
)
@requires(Permission.MEETING_PUBLISH)
def change_state(code: str, state: str) -> ResponseReturnValue:
    """Postpone or cancel with a reason, hold after all with perhaps other dates, close, archive, and back."""
    meeting, wanted = meeting_by_code(code), MeetingState(state)
    is_again = wanted is meeting.state and wanted in life.WITH_REASON
    if wanted not in life.TRANSITIONS[meeting.state] and not is_again:
        flash(
            _(
                "A meeting in the state “%(state)s” cannot become “%(wanted)s”.",
                state=STATE_LABELS[meeting.state],
                wanted=STATE_LABELS[wanted],
            ),
            "error",
        )
        return back_to("overview.meeting", meeting)
    form = _state_form(meeting, wanted)
    if form is None and request.method == "GET":
        return back_to("overview.meeting", meeting)
    try:
        if (form is None or form.validate_on_submit()) and _is_changed(meeting, wanted, form):
            flash(str(DONE[wanted]), "success")
            return back_to("overview.meeting", meeting)
    except life.WrongState as error:
        flash(
            _(
                "Somebody else has changed the state of this meeting: it is “%(state)s” now. Look at it, then decide.",
                state=STATE_LABELS[error.state],
            ),
            "warning",
        )
        return back_to("overview.meeting", meeting)
    page = render_template(
        "meetings/facts/state.html",
        meeting=meeting,
        tab="overview",
        form=form,
        wanted=wanted,
        is_again=is_again,
        people=people_on_lists(meeting.id),
    )
    return page, 422 if request.method == "POST" else 200


def _state_form(meeting: Meeting, wanted: MeetingState) -> ReasonForm | HeldAfterAllForm | None:
    languages, main = meeting.page_languages, meeting.main_language
    if wanted in life.WITH_REASON:
        form = ReasonForm(languages, main, data={"reason": meeting.state_reason})
        detect_conflicts(form, meeting, columns=("state", "state_reason"))
        return form
    if wanted is S.PUBLISHED and (meeting.state is S.POSTPONED or FIELD in request.form):
        held = HeldAfterAllForm(languages, main, data=period_of(meeting))
        detect_conflicts(held, meeting, columns=("state", "date_precision", "starts_on", "ends_on"))
        return held
    return None


def _is_changed(meeting: Meeting, wanted: MeetingState, form: ReasonForm | HeldAfterAllForm | None) -> bool:
    values: dict[str, Any] = {}
    if isinstance(form, ReasonForm):
        values = {"reason": form.reason.data}
    elif form is not None:
        values = {"period": form.period(), "move_agenda": form.move_agenda.data}
    else:
        values = {"seen": _seen()}
    try:
        life.change_state(meeting.id, wanted, actor=actor(), **values)
    except ItemsOutside as error:
        assert isinstance(form, HeldAfterAllForm)
        refuse_items_outside(form, error, meeting)
        return False
    return True


def _seen() -> MeetingState | None:
    """The state beside which the button stood."""
    was = request.form.get("was", "")
    return MeetingState(was) if was in set(MeetingState) else None


@blueprint.post("/manage/<code>/preview/<any(open, close):act>")
@requires(Permission.MEETING_PUBLISH)
def preview(code: str, act: str) -> ResponseReturnValue:
    """Switch the preview link on, replace it, or switch it off."""
    meeting = meeting_by_code(code)
    if act == "close":
        life.close_preview(meeting.id, actor=actor())
        flash(_("The preview link is switched off: it opens nothing any more."), "success")
    else:
        was_on = meeting.preview_generation > 0
        life.open_preview(meeting.id, actor=actor())
        flash(
            _("There is a new preview link; the earlier one opens nothing any more.")
            if was_on
            else _("The preview link is switched on."),
            "success",
        )
    return back_to("overview.meeting", meeting, "preview")


@blueprint.route("/manage/<code>/delete", methods=["GET", "POST"])
@confirmed
@requires(Permission.MEETING_PUBLISH)
def delete(code: str) -> ResponseReturnValue:
    """Delete the meeting, after a question."""
    meeting = meeting_by_code(code)
    form = DeleteForm(meeting.page_languages, meeting.main_language)
    people = 0
    if form.validate_on_submit():
        try:
            deleting.delete_meeting(meeting.id, actor=actor())
        except deleting.CancelFirst as error:
            people = error.people
        except deleting.MailWaiting as error:
            flash(
                ngettext(
                    "Not deleted: %(num)s message of this meeting has not left yet, and its link would open nothing. "
                    "Delete the meeting once it has left.",
                    "Not deleted: %(num)s messages of this meeting have not left yet, and their links would open "
                    "nothing. Delete the meeting once they have left.",
                    error.number,
                ),
                "error",
            )
        else:
            grace = ngettext("%(num)s day", "%(num)s days", deleting.GRACE.days)
            message = _("The meeting %(code)s is deleted. It can be restored for %(time)s.", code=code, time=grace)
            flash(message, "success")
            return redirect(url_for("facts.deleted", team_id=meeting.team_id), 303)
    must_cancel = meeting.state in (S.PUBLISHED, S.POSTPONED)
    page = render_template(
        "meetings/facts/delete.html",
        meeting=meeting,
        tab="overview",
        form=form,
        people=people or (people_on_lists(meeting.id) if must_cancel else 0),
        days=deleting.GRACE.days,
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/teams/<int:team_id>/deleted-meetings")
@requires(Permission.MEETING_PUBLISH)
def deleted(team_id: int) -> ResponseReturnValue:
    """The deleted meetings of a team that can still be restored."""
    team = next((team for team in teams_where(Permission.MEETING_PUBLISH) if team.id == team_id), None)
    return render_template(
        "meetings/facts/deleted.html",
        team=team,
        team_id=team_id,
        meetings=[(each, each.deleted_at + deleting.GRACE) for each in deleted_meetings(team_id) if each.deleted_at],
        days=deleting.GRACE.days,
    )


@blueprint.post("/teams/<int:team_id>/deleted-meetings/<int:meeting_id>/restore")
@requires(Permission.MEETING_PUBLISH)
def restore(team_id: int, meeting_id: int) -> ResponseReturnValue:
    """Bring a deleted meeting back."""
    meeting = deleting.restore_meeting(team_id, meeting_id, actor=actor())
    flash(_("The meeting %(code)s is back as it was.", code=meeting.code), "success")
    return back_to("overview.meeting", meeting)
