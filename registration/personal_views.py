"""What a person does from the personal link: see, correct, switch, cancel, register somebody else."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from foundation.access import by_personal_link
from foundation.languages import current_language, known_languages, use_language
from foundation.limits import refuse_link
from foundation.pages import path_of
from foundation.security import keep_address
from meetings.calendar.building import meeting_events, new_calendar
from meetings.enums import MODE_LABELS, DatePrecision, Mode
from meetings.reading.facts import contacts
from registration.breakouts.forms import asking_for_groups, explain_group
from registration.breakouts.operations import choose
from registration.breakouts.personal_page import groups_context, groups_form, joining_context, presenter_of
from registration.breakouts.queries import own_groups
from registration.documents import documents_context
from registration.enums import CALENDAR_STATUS, RegistrationState
from registration.forms import HONORIFIC_PROPOSALS, JoiningForm, PersonForm, groups_chosen
from registration.links import (
    ANOTHER,
    CHECK_IN,
    MANAGE,
    check_in_token,
    check_in_url,
    manage_url,
    registration_by_token,
)
from registration.models import Registration
from registration.my_agenda.page import agenda_context
from registration.operations import changing, deciding, errors
from registration.operations.places import places
from registration.operations.registering import register as register_person
from registration.public_views import REGISTRATIONS, form_context, to_thanks
from registration.queries import calendar_person, join_link, waiting_position
from registration.situation import situation_of
from registration.ticket import ticket_context
from registration.window import modes_of, window_of
from registration.wording import refusal, window_sentence

blueprint = Blueprint("personal", __name__)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """The address is a key: it must reach no other site, no cache and no index."""
    response.headers["Cache-Control"] = "no-store, private"
    return keep_address(response)


@blueprint.get("/r/<token>")
@by_personal_link
def show(token: str) -> ResponseReturnValue:
    """Everything about one's registration."""
    registration = opened_by(token)
    return _show_page(token, registration, groups_form(registration))


@blueprint.post("/r/<token>/groups/<int:item_id>")
@by_personal_link
def choose_group(token: str, item_id: int) -> ResponseReturnValue:
    """Choose a breakout group of an item, or leave the choice to the organisers."""
    registration = opened_by(token)
    form = groups_form(registration)
    if form is not None and item_id in form.group_items and form.validate_on_submit():
        try:
            choose(registration, item_id, groups_chosen(form).get(item_id))
        except errors.GroupRefused as refused:
            explain_group(form, refused)
            return _show_page(token, registration, form), 422
        except errors.RegistrationRefused as refused:
            flash(refusal(refused, registration.meeting), "error")
        else:
            flash(_("Your choice is saved."), "success")
    else:
        flash(_("This choice is not offered any more."), "warning")
    return back_to_page(token)


def _show_page(token: str, registration: Registration, form: Any) -> str:
    meeting = registration.meeting
    situation = situation_of(registration)
    groups = own_groups(registration) if situation.may_have_programme else []
    presenter = presenter_of(registration)
    return render_template(
        "registration/personal/show.html",
        **page_context(token, registration),
        situation=situation,
        state_reason=presenter.text(meeting.state_reason) if situation.is_off else "",
        position=waiting_position(registration) if not situation.is_past and not situation.is_off else None,
        **joining_context(registration, groups, is_past=situation.is_past),
        **groups_context(registration, groups, form if not situation.is_off else None),
        **documents_context(registration),
        **agenda_context(registration, situation, groups),
        **ticket_context(registration),
        contacts=contacts(presenter),
        code_url=url_for(".code_picture", token=check_in_token(registration)) if situation.takes_part else "",
        needs=registration.needs,
    )


@blueprint.route("/r/<token>/data", methods=["GET", "POST"])
@by_personal_link
def correct(token: str) -> ResponseReturnValue:
    """Correct one's data; the address only the team can change."""
    registration = opened_by(token)
    form = PersonForm()
    form.offer_places(registration.meeting, registration)
    if form.validate_on_submit():
        if changing.correct(registration, form.person()):
            flash(_("Your data have been corrected."), "success")
        return back_to_page(token)
    if request.method == "GET":
        form.show_person(registration)
    page = render_template(
        "registration/personal/data.html",
        **page_context(token, registration),
        form=form,
        honorifics=HONORIFIC_PROPOSALS.get(current_language(), HONORIFIC_PROPOSALS["en"]),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/r/<token>/mode/<any(in_person, remote):mode>", methods=["GET", "POST"])
@by_personal_link
def switch(token: str, mode: str) -> ResponseReturnValue:
    """Take part in the other way, after a question."""
    registration = opened_by(token)
    wanted = Mode(mode)
    if wanted not in situation_of(registration).other_modes:
        return not_offered(token)
    if request.method == "POST":
        try:
            changing.switch_mode(registration, wanted)
        except errors.NoRoom:
            flash(_no_room(registration, wanted), "warning")
        except errors.RegistrationRefused as refused:
            flash(refusal(refused, registration.meeting), "error")
        else:
            flash(_("You now take part in another way. We have written to you."), "success")
        return back_to_page(token)
    return render_template(
        "registration/personal/switch.html",
        **page_context(token, registration),
        wanted=wanted,
        has_room=places(registration.meeting_id)[wanted].has_room,
    )


@blueprint.route("/r/<token>/cancel", methods=["GET", "POST"])
@by_personal_link
def cancel(token: str) -> ResponseReturnValue:
    """Cancel, after a question."""
    registration = opened_by(token)
    if not situation_of(registration).may_cancel:
        return not_offered(token)
    if request.method == "POST":
        try:
            deciding.cancel(registration)
        except errors.RegistrationRefused as refused:
            flash(refusal(refused, registration.meeting), "error")
        else:
            flash(_("Your registration is cancelled. We have written to you."), "success")
        return back_to_page(token)
    return render_template(
        "registration/personal/cancel.html",
        **page_context(token, registration),
        window_is_open=window_of(registration.meeting).is_open,
    )


@blueprint.get("/r/<token>/calendar.ics")
@by_personal_link
def calendar(token: str) -> ResponseReturnValue:
    """The meeting as one's calendar should hold it, the join link in it when one may know it."""
    registration = opened_by(token)
    meeting, language = registration.meeting, current_language()
    if meeting.date_precision is DatePrecision.MONTH:
        abort(404)
    entries = new_calendar(meeting, language, "PUBLISH")
    for event in meeting_events(
        meeting,
        language,
        url=manage_url(registration),
        person=calendar_person(registration),
        mode=registration.mode,
        join=join_link(registration),
        status=CALENDAR_STATUS[registration.state],
        stamp=max(meeting.changed_at, registration.decided_at or registration.registered_at),
    ):
        entries.add_component(event)
    name = f'attachment; filename="{meeting.code}-{language}.ics"'
    headers = {"Content-Disposition": name, "Content-Type": "text/calendar; charset=utf-8"}
    return Response(entries.to_ical(), headers=headers)


@blueprint.route("/r/<token>/another", methods=["GET", "POST"])
@by_personal_link
def another(token: str) -> ResponseReturnValue:
    """Register one more person under an address that is on the list, from the link in the mail to it."""
    first = opened_by(token, ANOTHER)
    meeting = first.meeting
    window = window_of(meeting)
    language = current_language()
    form = asking_for_groups(JoiningForm, meeting)(language=language)
    form.offer_modes(modes_of(meeting))
    form.ask_scripts(meeting)
    form.offer_places(meeting)
    if window.is_open and form.validate_on_submit():
        try:
            REGISTRATIONS.let_pass(request.remote_addr or "")
            register_person(meeting, form.entry(first.email), submission=form.submission.data or "", token=token)
        except errors.ModeNotOffered as refused:
            form.mode.errors = [refusal(refused, meeting)]
        except errors.GroupRefused as refused:
            explain_group(form, refused)
        except errors.RegistrationRefused as refused:
            form.form_errors.append(refusal(refused, meeting))
        else:
            return to_thanks(meeting.code, _page_language(first), first.email)
    form.mark()
    page = render_template(
        "registration/personal/another.html" if window.is_open else "registration/closed.html",
        meeting=meeting,
        form=form,
        email=first.email,
        window=window_sentence(window, meeting),
        sentence=window_sentence(window, meeting),
        **form_context(meeting, language),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/c/<token>.png")
@by_personal_link
def code_picture(token: str) -> ResponseReturnValue:
    """The QR code for the door, as a picture for the page and for the mail."""
    registration = registration_by_token(token, CHECK_IN)
    if registration is None:
        refuse_link()
    picture = BytesIO()
    segno.make(check_in_url(registration), error="m", micro=False).save(picture, kind="png", scale=6, border=4)
    # Mail read in a browser shows the picture on a page of another site.
    headers = {"Content-Type": "image/png", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(picture.getvalue(), headers=headers)


def opened_by(token: str, purpose: str = MANAGE) -> Registration:
    """The registration of a personal link, whose language the answer speaks; 404 for any other token."""
    registration = registration_by_token(token, purpose)
    if registration is None:
        refuse_link()
    asked = request.args.get("lang", "")
    use_language(asked if asked in known_languages() else registration.language)
    g.main_language = registration.meeting.main_language
    arguments = request.view_args or {}
    g.language_addresses = {each: url_for(str(request.endpoint), **arguments, lang=each) for each in known_languages()}
    return registration


def page_context(token: str, registration: Registration) -> dict[str, object]:
    """What every page of a personal link reads."""
    return {
        "token": token,
        "kept": _kept(),
        "registration": registration,
        "meeting": registration.meeting,
        "page_url": path_of("programme.show", code=registration.meeting.code, language=_page_language(registration))
        if registration.meeting.is_public
        else "",
        "page_language": _page_language(registration),
        "mode_labels": MODE_LABELS,
    }


def _page_language(registration: Registration) -> str:
    """The language of the meeting's page that suits the reader."""
    meeting, language = registration.meeting, current_language()
    return language if language in meeting.page_languages else meeting.main_language


def _kept() -> dict[str, Any]:
    return {"lang": request.args["lang"]} if request.args.get("lang") in known_languages() else {}


def back_to_page(token: str) -> ResponseReturnValue:
    """To the personal page, in the language that was asked for."""
    return redirect(url_for(".show", token=token, **_kept()), 303)


def not_offered(token: str) -> ResponseReturnValue:
    """Back to the personal page, which says what is the case, from an address that it does not offer any more."""
    flash(_("This is not offered any more."), "warning")
    return back_to_page(token)


def _no_room(registration: Registration, wanted: Mode) -> str:
    keeps = registration.state is not RegistrationState.WAITING
    if wanted is Mode.IN_PERSON and keeps:
        return _("There are no more places in the room. You keep your place online.")
    if wanted is Mode.REMOTE and keeps:
        return _("There are no more places online. You keep your place in the room.")
    return _("There are no more places there either. You keep your turn on the waiting list.")
