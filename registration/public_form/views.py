"""The registration form of a meeting, for everybody."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from foundation.access import public
from foundation.languages import use_language
from foundation.limits import Flood
from meetings.calendar.feeds import has_entries
from meetings.enums import MODE_LABELS
from meetings.models.meeting import Meeting
from meetings.reading.snapshots import snapshot_by_code
from registration import errors
from registration.breakouts.forms import asking_for_groups, explain_group, group_notes
from registration.enums import ApprovalMode
from registration.people.forms import HONORIFIC_PROPOSALS
from registration.people.refusals import refusal, window_sentence
from registration.people.registering import register as register_person
from registration.people.registering import send_links
from registration.places.modes import places, rules_of
from registration.public_form.forms import LinkForm, RegistrationForm
from registration.reading.window import modes_of, window_of

blueprint = Blueprint("registration_form", __name__)

WRITTEN_TO = "registered"
LINK_SENT_TO = "link_sent"
REGISTRATIONS = Flood("registrations from an address", 2000, timedelta(minutes=10))


@blueprint.route("/e/<code>/<language>/register", methods=["GET", "POST"])
@public
def register(code: str, language: str) -> ResponseReturnValue:
    """The form, and what is sent with it. What is answered never tells whether an address is on the list."""
    meeting = _meeting_in(code, language, "registration_form.register")
    code = meeting.code
    window = window_of(meeting)
    if not window.is_open:
        _check_still_there(code)
        page = render_template("registration/closed.html", meeting=meeting, sentence=window_sentence(window, meeting))
        return page, 409 if request.method == "POST" else 200
    form = asking_for_groups(RegistrationForm, meeting)(language=language)
    form.offer_modes(modes_of(meeting))
    form.ask_scripts(meeting)
    form.offer_places(meeting)
    if form.validate_on_submit():
        try:
            REGISTRATIONS.let_pass(request.remote_addr or "")
            if not form.is_from_a_robot:
                register_person(meeting, form.entry(form.email.data), submission=form.submission.data or "")
        except errors.ModeNotOffered as refused:
            form.mode.errors = [refusal(refused, meeting)]
        except errors.GroupRefused as refused:
            explain_group(form, refused, meeting)
        except errors.RegistrationRefused as refused:
            form.form_errors.append(refusal(refused, meeting))
        else:
            return to_thanks(code, language, form.email.data)
    _check_still_there(code)
    form.mark()
    page = render_template(
        "registration/register.html",
        meeting=meeting,
        form=form,
        window=window_sentence(window, meeting),
        **form_context(meeting, language),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/e/<code>/<language>/registered")
@public
def registered(code: str, language: str) -> ResponseReturnValue:
    """Where the mail went; the same for a first and for a second registration of an address."""
    meeting = _meeting_in(code, language, "registration_form.registered")
    remembered = session.get(WRITTEN_TO, {})
    address = remembered.get("email", "") if remembered.get("code") == meeting.code else ""
    return render_template(
        "registration/registered.html",
        meeting=meeting,
        address=address,
        approves_by_hand=rules_of(meeting.id).approval is ApprovalMode.BY_HAND,
        has_entries=has_entries(meeting) and meeting.takes_place,
    )


@blueprint.route("/e/<code>/<language>/link", methods=["GET", "POST"])
@public
def send_link(code: str, language: str) -> ResponseReturnValue:
    """Have one's personal link sent again, at any time; the answer does not tell whether the address is on the list."""
    meeting = _meeting_in(code, language, "registration_form.send_link")
    form = LinkForm()
    if form.validate_on_submit():
        _check_still_there(meeting.code)
        REGISTRATIONS.let_pass(request.remote_addr or "")
        send_links(meeting, form.email.data, language)
        session[LINK_SENT_TO] = {"code": meeting.code, "email": form.email.data}
        return redirect(url_for("registration_form.link_sent", code=meeting.code, language=language), 303)
    page = render_template("registration/link.html", meeting=meeting, form=form)
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/e/<code>/<language>/link/sent")
@public
def link_sent(code: str, language: str) -> ResponseReturnValue:
    """What follows; the same for an address on the list and for any other."""
    meeting = _meeting_in(code, language, "registration_form.link_sent")
    remembered = session.get(LINK_SENT_TO, {})
    address = remembered.get("email", "") if remembered.get("code") == meeting.code else ""
    return render_template("registration/link_sent.html", meeting=meeting, address=address)


def _check_still_there(code: str) -> None:
    # A form that was sent is read against a kept snapshot: the meeting may have been deleted since.
    if request.method == "POST":
        snapshot_by_code(code)


def to_thanks(code: str, language: str, email: str) -> ResponseReturnValue:
    """Go to the page of a meeting that says where the mail went."""
    session[WRITTEN_TO] = {"code": code, "email": email}
    return redirect(url_for("registration_form.registered", code=code, language=language), 303)


def form_context(meeting: Meeting, language: str) -> dict[str, object]:
    """What the form shows besides its fields."""
    counted, modes = places(meeting.id), modes_of(meeting)
    return {
        "honorifics": HONORIFIC_PROPOSALS.get(language, HONORIFIC_PROPOSALS["en"]),
        "full_modes": [mode.value for mode in modes if counted[mode].is_full],
        "queued_modes": [mode.value for mode in modes if not counted[mode].is_full and counted[mode].waiting],
        "mode_labels": MODE_LABELS,
        **group_notes(meeting),
    }


def _meeting_in(code: str, language: str, endpoint: str) -> Meeting:
    meeting = snapshot_by_code(code, decides=request.method != "POST")
    if not meeting.is_public or language not in meeting.page_languages:
        abort(404)
    use_language(language)
    g.main_language = meeting.main_language
    g.language_addresses = {
        each: url_for(endpoint, code=meeting.code, language=each) for each in meeting.page_languages
    }
    return meeting
