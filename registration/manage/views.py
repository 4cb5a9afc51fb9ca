"""The assistant's list of registrations, and each registration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import actor_or_403
from accounts.permissions import Permission
from directory.enums import ORGANISATION_KIND_LABELS
from foundation.access import confirmed, requires
from foundation.audit import entries_for
from foundation.edit_conflicts import detect_conflicts
from foundation.languages import known_languages
from foundation.pages import safe_next
from foundation.undo_offers import UndoOffer, offer_undo
from meetings.enums import MODE_LABELS, Mode
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code
from outbox.models import STATE_LABELS as MAIL_STATE_LABELS
from outbox.queries import messages_about
from registration import errors
from registration.attendance.half_days import HalfDayOf, chosen_half_day
from registration.attendance.operations import tick
from registration.enums import SOURCE_LABELS, STATE_LABELS, RegistrationState
from registration.manage import listing
from registration.manage.decision_messages import (
    done_in_words,
    queue_messages,
    refusal_to_undo,
    result_messages,
    taken_back,
)
from registration.manage.forms import DeclineForm, OnBehalfForm, TeamForm
from registration.manage.history import history
from registration.models.registrations import Registration
from registration.people import changing, deciding, erasing, registering, taking_back
from registration.people.decisions import undo_seconds
from registration.people.forms import HONORIFIC_PROPOSALS
from registration.people.refusals import name_of, refusal
from registration.places.modes import places
from registration.reading import registrations
from registration.reading.links import ABOUT
from registration.reading.window import modes_of

blueprint = Blueprint("registration", __name__)

MOST_AT_ONCE = 10_000
Act = Callable[..., None]

DECISIONS: dict[str, Callable[..., deciding.DecisionResult]] = {
    "approve": deciding.approve,
    "move-up": deciding.move_up,
    "cancel": deciding.cancel,
    "reopen": deciding.reopen,
}
ACTS: dict[str, tuple[Act, Any]] = {
    "new-link": (
        changing.new_personal_link,
        _l("A new personal link is on its way; the earlier ones stopped working."),
    ),
    "send-again": (changing.send_again, _l("The message is sent again.")),
}
BULK_ACTS: dict[str, Callable[..., deciding.DecisionResult]] = {
    "approve": deciding.approve_many,
    "move_up": deciding.move_up_many,
    "decline": deciding.decline_many,
    "cancel": deciding.cancel_many,
}


@blueprint.get("/manage/<code>/registrations")
@requires(Permission.REGISTRATION_VIEW)
def index(code: str) -> ResponseReturnValue:
    """The list: filtered, sorted, in pages, with the places of each mode above it."""
    meeting = meeting_by_code(code)
    page = listing.list_page(meeting, request.args)
    return render_template("registration/manage/index.html", meeting=meeting, tab="registrations", **page, **_labels())


@blueprint.post("/manage/<code>/registrations/bulk")
@requires(Permission.REGISTRATION_MANAGE)
def decide_many(code: str) -> ResponseReturnValue:
    """Approve, move up, decline or cancel those ticked; declining asks for the reason first."""
    meeting = meeting_by_code(code)
    act, ids = _bulk_wish()
    back = _back_to_list(code)
    if act not in BULK_ACTS or not ids:
        flash(_("Choose at least one registration."), "warning")
        return redirect(back, 303)
    if act == "decline":
        form = DeclineForm()
        if "reason" not in request.form or not form.validate():
            people = registrations.those_of(meeting.id, ids)
            return render_template(
                "registration/manage/decline.html",
                meeting=meeting,
                tab="registrations",
                form=form,
                people=people,
                back=back,
                **_labels(),
            )
        result = deciding.decline_many(meeting, ids, actor=actor_or_403(), reason=form.reason.data)
    else:
        try:
            result = BULK_ACTS[act](meeting, ids, actor=actor_or_403())
        except errors.RegistrationRefused as refused:
            flash(refusal(refused, meeting), "error")
            return redirect(back, 303)
    _say(meeting, result, act)
    return redirect(back, 303)


@blueprint.post("/manage/<code>/registrations/undo/<int:decision_id>")
@requires(Permission.REGISTRATION_MANAGE)
def undo(code: str, decision_id: int) -> ResponseReturnValue:
    """Take a decision back before its mails leave."""
    meeting = meeting_by_code(code)
    try:
        people = taking_back.take_back(meeting.id, decision_id, actor=actor_or_403())
    except errors.RegistrationRefused as refused:
        flash(refusal_to_undo(refused), "error")
    else:
        flash(taken_back(people), "success")
    return redirect(_back_to_list(code), 303)


@blueprint.get("/manage/<code>/registrations/<int:registration_id>")
@requires(Permission.REGISTRATION_VIEW)
def show(code: str, registration_id: int) -> ResponseReturnValue:
    """One registration: its data, its history, its mail."""
    meeting, registration = _registration(code, registration_id)
    return render_template(
        "registration/manage/show.html",
        **_context(meeting, registration),
        history=history(entries_for("registration", registration.id)),
        mails=messages_about(ABOUT, registration.id),
        mail_state_labels=MAIL_STATE_LABELS,
        position=registrations.waiting_position(registration),
        other_modes=[mode for mode in modes_of(meeting) if mode is not registration.mode],
        places=places(meeting.id),
        back=_back_to_list(code),
    )


@blueprint.post(
    "/manage/<code>/registrations/<int:registration_id>/"
    "<any(approve, 'move-up', cancel, reopen, 'new-link', 'send-again'):act>"
)
@requires(Permission.REGISTRATION_MANAGE)
def decide(code: str, registration_id: int, act: str) -> ResponseReturnValue:
    """One act on one registration."""
    meeting, registration = _registration(code, registration_id)
    try:
        if act in DECISIONS:
            _say(meeting, DECISIONS[act](registration, actor=actor_or_403()), act)
        else:
            operation, message = ACTS[act]
            operation(registration, actor=actor_or_403())
            flash(str(message), "success")
    except errors.RegistrationRefused as refused:
        flash(refusal(refused, meeting), "error")
    return redirect(_after(meeting, registration), 303)


@blueprint.post("/manage/<code>/registrations/<int:registration_id>/mode/<any(in_person, remote):mode>")
@requires(Permission.REGISTRATION_MANAGE)
def switch(code: str, registration_id: int, mode: str) -> ResponseReturnValue:
    """Let somebody take part in the other way."""
    meeting, registration = _registration(code, registration_id)
    try:
        _say(meeting, changing.switch_mode(registration, Mode(mode), actor=actor_or_403()), "switch")
    except errors.RegistrationRefused as refused:
        flash(refusal(refused, meeting), "error")
    return redirect(_after(meeting, registration), 303)


@blueprint.route("/manage/<code>/registrations/<int:registration_id>/decline", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def decline(code: str, registration_id: int) -> ResponseReturnValue:
    """Decline one registration, with a reason."""
    meeting, registration = _registration(code, registration_id)
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            _say(meeting, deciding.decline(registration, actor=actor_or_403(), reason=form.reason.data), "decline")
        except errors.RegistrationRefused as refused:
            flash(refusal(refused, meeting), "error")
        return redirect(_after(meeting, registration), 303)
    page = render_template(
        "registration/manage/decline.html",
        **_context(meeting, registration),
        form=form,
        people=[registration],
        back=_after(meeting, registration),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/manage/<code>/registrations/<int:registration_id>/edit", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def edit(code: str, registration_id: int) -> ResponseReturnValue:
    """Correct somebody's data, the address too."""
    meeting, registration = _registration(code, registration_id)
    form = TeamForm()
    form.offer_places(meeting, registration)
    detect_conflicts(form, registration, columns=TeamForm.EDITED)
    if form.validate_on_submit():
        old_address = registration.email_key
        if changing.correct(registration, form.person(), actor=actor_or_403(), email=form.email.data):
            flash(_("The data have been corrected."), "success")
        if registration.email_key != old_address:
            flash(_("The address changed: a new personal link is on its way to it."), "info")
        return redirect(_after(meeting, registration), 303)
    if request.method == "GET":
        form.show_person(registration)
    page = render_template(
        "registration/manage/edit.html",
        **_context(meeting, registration),
        form=form,
        honorifics=_honorifics(meeting),
        back=_after(meeting, registration),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/manage/<code>/registrations/<int:registration_id>/erase", methods=["GET", "POST"])
@confirmed
@requires(Permission.REGISTRATION_MANAGE)
def erase(code: str, registration_id: int) -> ResponseReturnValue:
    """Delete everything about somebody, after a question."""
    meeting, registration = _registration(code, registration_id)
    if request.method == "POST":
        erasing.erase(registration, actor=actor_or_403())
        flash(_("Everything about this person has been erased."), "success")
        return redirect(url_for(".index", code=code), 303)
    return render_template("registration/manage/erase.html", **_context(meeting, registration))


@blueprint.route("/manage/<code>/registrations/new", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def add(code: str) -> ResponseReturnValue:
    """Register somebody on their behalf."""
    return _register_somebody(meeting_by_code(code))


@blueprint.route("/manage/<code>/attendance/walk-in", methods=["GET", "POST"])
@requires(Permission.REGISTRATION_MANAGE)
def walk_in(code: str) -> ResponseReturnValue:
    """Register somebody who stands at the door, and check them in if there is room."""
    meeting = meeting_by_code(code)
    return _register_somebody(meeting, chosen_half_day(meeting, request.args.get("half_day")))


def _register_somebody(meeting: Meeting, at_door: HalfDayOf | None = None) -> ResponseReturnValue:
    usual = {"mode": Mode.IN_PERSON.value, "approve": True} if at_door else {}
    form = OnBehalfForm(language=meeting.main_language, **usual)
    form.offer_places(meeting)
    form.offer_modes(modes_of(meeting))
    known: int | None = None
    if form.validate_on_submit():
        try:
            registration = registering.register_on_behalf(
                meeting,
                form.entry(),
                actor=actor_or_403(),
                approve=form.approve.data,
                even_if_known=form.even_if_known.data,
            )
        except errors.AlreadyRegistered as refused:
            known = refused.registration_id
            form.email.errors = [_("This address is on the list already.")]
        except errors.RegistrationRefused as refused:
            form.form_errors.append(refusal(refused, meeting))
        else:
            if at_door:
                return _let_in(meeting, registration, at_door)
            state = STATE_LABELS[registration.state]
            flash(_("Registered. State: %(state)s. We have written to the person.", state=state), "success")
            return redirect(url_for(".show", code=meeting.code, registration_id=registration.id), 303)
    page = render_template(
        "registration/manage/new.html",
        meeting=meeting,
        tab="attendance" if at_door else "registrations",
        at_door=at_door,
        form=form,
        known=known,
        honorifics=_honorifics(meeting),
        mode_hints=_mode_hints(meeting),
    )
    return page, 422 if request.method == "POST" else 200


def _let_in(meeting: Meeting, registration: Registration, half_day: HalfDayOf) -> ResponseReturnValue:
    name = name_of(registration)
    if registration.state is RegistrationState.APPROVED:
        tick(meeting, registration.id, half_day, actor_or_403())
        flash(_("%(name)s is registered and checked in.", name=name), "success")
    else:
        state = STATE_LABELS[registration.state]
        flash(_("%(name)s is registered, but not checked in: %(state)s.", name=name, state=state), "warning")
    return redirect(url_for("attendance.check_in", code=meeting.code, half_day=half_day.key), 303)


def _say(meeting: Meeting, result: deciding.DecisionResult, act: str) -> None:
    """Tell what an act came to, and offer to take it back as long as that is possible."""
    act = act.replace("-", "_")
    messages = result_messages(result, act)
    if result.from_queue:
        messages += queue_messages(registrations.count_per_state(meeting.id))
    # The message with the button stands last.
    for category, text in sorted(messages, key=lambda message: message[0] == "success"):
        flash(text, category)
    if result.decision_id is not None:
        url = url_for(".undo", code=meeting.code, decision_id=result.decision_id, back=_back_or_nothing())
        offer_undo(UndoOffer(url, done_in_words(result, act), _("Undo")), undo_seconds())


def _back_or_nothing() -> str | None:
    return safe_next(request.values.get("back", "")) or None


def _registration(code: str, registration_id: int) -> tuple[Meeting, Registration]:
    meeting = meeting_by_code(code)
    return meeting, registrations.registration_in(meeting.id, registration_id)


def _context(meeting: Meeting, registration: Registration) -> dict[str, Any]:
    return {"meeting": meeting, "registration": registration, "tab": "registrations", **_labels()}


def _labels() -> dict[str, Any]:
    return {
        "state_labels": STATE_LABELS,
        "mode_labels": MODE_LABELS,
        "kind_labels": ORGANISATION_KIND_LABELS,
        "source_labels": SOURCE_LABELS,
        "languages": known_languages(),
    }


def _bulk_wish() -> tuple[str, list[int]]:
    # A button in a row names its own registration, whatever else is ticked.
    row = request.form.get("approve_one") or request.form.get("move_up_one")
    if row:
        act = "approve" if request.form.get("approve_one") else "move_up"
        return act, _keys([row])
    return request.form.get("act", ""), _keys(request.form.getlist("id"))


def _keys(values: Iterable[str]) -> list[int]:
    """The keys among the values of a form, each once, no more than a database takes in one statement."""
    keys = dict.fromkeys(int(value) for value in values if value.isdecimal() and len(value) < 10)
    return list(keys)[:MOST_AT_ONCE]


def _back_to_list(code: str) -> str:
    wanted = safe_next(request.values.get("back", ""))
    return wanted or url_for("registration.index", code=code)


def _after(meeting: Meeting, registration: Registration) -> str:
    """Where an act on one person leads: the list, if it was done beside it."""
    wanted = safe_next(request.values.get("back", ""))
    return wanted or url_for("registration.show", code=meeting.code, registration_id=registration.id)


def _honorifics(meeting: Meeting) -> list[str]:
    return [each for language in meeting.page_languages for each in HONORIFIC_PROPOSALS.get(language, ())]


def _mode_hints(meeting: Meeting) -> dict[str, str]:
    counted = places(meeting.id)
    full = _("No more places: the person will be on the waiting list.")
    queue = _("Others are waiting for a place: the person will be on the waiting list too.")
    return {
        mode.value: full if counted[mode].is_full else queue
        for mode in modes_of(meeting)
        if not counted[mode].has_place
    }
