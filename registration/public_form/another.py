"""The registration form for one more person under an address that is on the list."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from foundation.access import by_personal_link
from foundation.languages import current_language
from registration import errors
from registration.breakouts.forms import asking_for_groups, explain_group
from registration.people.refusals import refusal, window_sentence
from registration.people.registering import register as register_person
from registration.personal.pages import blueprint, opened_by, page_language
from registration.public_form.forms import SelfRegistrationForm
from registration.public_form.views import REGISTRATIONS, form_context, to_thanks
from registration.reading.links import ANOTHER
from registration.reading.window import modes_of, window_of


@blueprint.route("/r/<token>/another", methods=["GET", "POST"])
@by_personal_link
def another(token: str) -> ResponseReturnValue:
    """Register one more person under an address that is on the list, from the link in the mail to it."""
    first = opened_by(token, ANOTHER)
    meeting = first.meeting
    window = window_of(meeting)
    language = current_language()
    form = asking_for_groups(SelfRegistrationForm, meeting)(language=language)
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
            explain_group(form, refused, meeting)
        except errors.RegistrationRefused as refused:
            form.form_errors.append(refusal(refused, meeting))
        else:
            return to_thanks(meeting.code, page_language(first), first.email)
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
