"""All that decides how people register for a meeting, on one page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import actor, may
from accounts.permissions import Permission
from foundation.access import requires
from foundation.dates import zone_label
from foundation.edit_conflicts import detect_conflicts
from foundation.languages import current_language
from meetings.models.meeting import Meeting
from meetings.reading.agenda import items_with_groups
from meetings.reading.meetings import meeting_by_code
from meetings.reading.titles import item_title
from registration.models.registrations import Registration
from registration.people.refusals import window_sentence
from registration.places.modes import places, rules_of
from registration.places.queues import queue_words
from registration.reading.window import modes_of, window_of
from registration.settings.forms import RulesForm, WindowForm
from registration.settings.operations import change_settings

blueprint = Blueprint("registration_settings", __name__)


@blueprint.route("/manage/<code>/registrations/settings", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def settings(code: str) -> ResponseReturnValue:
    """Who approves, and how many places there are; for organisers also whether and when people register."""
    meeting = meeting_by_code(code)
    rules = rules_of(meeting.id)
    form = RulesForm(obj=rules)
    detect_conflicts(form, rules, trail=("meeting", meeting.id))
    window = _window_form(meeting) if may(Permission.MEETING_EDIT, meeting.team_id) else None
    is_sent = request.method == "POST"
    checked = [each.validate_on_submit() for each in (form, window) if each is not None]
    if all(checked):
        promoted = change_settings(
            meeting,
            window=window.window() if window else None,
            choosing={int(item) for item in window.choosing.data} if window and window.choosing.choices else None,
            approval=form.approval.data,
            capacity_in_person=form.capacity_in_person.data,
            capacity_remote=form.capacity_remote.data,
            actor=actor(),
        )
        flash(_("The settings of registration are saved."), "success")
        _tell_of_queue(meeting, promoted)
        return redirect(url_for("registration.index", code=code), 303)
    page = render_template(
        "registration/settings/settings.html",
        meeting=meeting,
        tab="registrations",
        form=form,
        window=window,
        sentence=window_sentence(window_of(meeting), meeting),
        zone=zone_label(meeting.zone, meeting.starts_on, current_language()),
        modes=modes_of(meeting),
        places=places(meeting.id),
    )
    return page, 422 if is_sent else 200


@blueprint.route("/manage/<code>/registrations/rules", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def rules(code: str) -> ResponseReturnValue:
    """The settings, at their former address; what was sent there goes along."""
    return redirect(url_for(".settings", code=code), 308)


def _window_form(meeting: Meeting) -> WindowForm:
    items = items_with_groups(meeting.id)
    chosen = [str(item.id) for item in items if item.groups_are_chosen]
    form = WindowForm(obj=meeting, data={"choosing": chosen}, prefix="meeting-")
    form.choosing.choices = [
        (str(item.id), item_title(item, current_language(), meeting.main_language)) for item in items
    ]
    detect_conflicts(form, meeting, columns=WindowForm.COLUMNS)
    form.history = ""  # the form beside it leads there
    return form


def _tell_of_queue(meeting: Meeting, promoted: list[Registration]) -> None:
    if promoted:
        text = ngettext(
            "%(num)s person moved up from the waiting list.",
            "%(num)s people moved up from the waiting list.",
            len(promoted),
        )
        flash(text, "success")
    for words in queue_words(meeting, places(meeting.id)):
        flash(words, "warning")
