"""Choosing a breakout group on the personal page."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from foundation.access import by_personal_link
from registration import errors
from registration.breakouts.forms import explain_group, groups_chosen, groups_form
from registration.breakouts.operations import choose
from registration.people.refusals import refusal
from registration.personal.pages import back_to_page, blueprint, opened_by
from registration.personal.sections import show_page


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
            explain_group(form, refused, registration.meeting)
            return show_page(token, registration, groups_form=form), 422
        except errors.RegistrationRefused as refused:
            flash(refusal(refused, registration.meeting), "error")
        else:
            flash(_("Your choice is saved."), "success")
    else:
        flash(_("This choice is not offered any more."), "warning")
    return back_to_page(token)
