"""What a person does from the personal link: see, correct, switch, cancel."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from foundation.access import by_personal_link
from foundation.languages import current_language
from foundation.limits import refuse_link
from meetings.calendar.building import meeting_events, new_calendar
from meetings.enums import DatePrecision, Mode
from registration import errors
from registration.enums import CALENDAR_STATUS, RegistrationState
from registration.models.registrations import Registration
from registration.people import changing, deciding
from registration.people.forms import HONORIFIC_PROPOSALS, PersonForm
from registration.people.refusals import refusal
from registration.personal.pages import back_to_page, blueprint, not_offered, opened_by, page_context
from registration.personal.sections import show_page
from registration.places.modes import places
from registration.reading.joining import calendar_person, join_link
from registration.reading.links import CHECK_IN, check_in_url, manage_url, registration_by_token
from registration.reading.situation import situation_of
from registration.reading.window import window_of


@blueprint.get("/r/<token>")
@by_personal_link
def show(token: str) -> ResponseReturnValue:
    """Everything about one's registration."""
    return show_page(token, opened_by(token))


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
        except errors.NoPlaceLeft:
            flash(_no_place_left(registration, wanted), "warning")
        except errors.RegistrationRefused as refused:
            flash(refusal(refused, registration.meeting), "error")
        else:
            flash(_("You now take part in another way. We have written to you."), "success")
        return back_to_page(token)
    return render_template(
        "registration/personal/switch.html",
        **page_context(token, registration),
        wanted=wanted,
        has_place=places(registration.meeting_id)[wanted].has_place,
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


def _no_place_left(registration: Registration, wanted: Mode) -> str:
    keeps = registration.state is not RegistrationState.WAITING
    if wanted is Mode.IN_PERSON and keeps:
        return _("There are no more places in the room. You keep your place online.")
    if wanted is Mode.REMOTE and keeps:
        return _("There are no more places online. You keep your place in the room.")
    return _("There are no more places there either. You keep your turn on the waiting list.")
