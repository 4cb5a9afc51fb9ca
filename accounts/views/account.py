"""One's own account."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta
from flask_babel import gettext as _

from accounts.access import actor_or_403, current_session, enter_session
from accounts.confirming import confirm_first, confirming_page
from accounts.forms import ChangePasswordForm, ProfileForm
from accounts.known_devices import device_knowing
from accounts.models import SessionEnd, User, UserSession
from accounts.operations import sessions as operations
from accounts.operations import users
from accounts.operations.sessions import NoSuchSession
from accounts.operations.signing_in import WrongCredentials
from accounts.passwords import PasswordRefused
from accounts.views.blueprint import blueprint
from accounts.views.signing_in import remember_language, remote_address, sign_out
from foundation.access import signed_in
from foundation.clock import now
from foundation.pages import safe_next

URL_LETTERS = "/?&=%:@!$'()*+,-._~"


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """Name and language; the way to password and sessions."""
    user = actor_or_403()
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        users.update_profile(user, name=form.name.data or "", language=form.language.data, names=form.names.data)
        flash(_("Your account is saved."), "success")
        response = redirect(url_for(".account"), 303)
        remember_language(response, form.language.data)
        return response
    return _page(user, form, ChangePasswordForm(formdata=None))


@blueprint.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Set a new password; every other session ends."""
    user = actor_or_403()
    form = ChangePasswordForm()
    if user.password_hash is None and (answer := confirm_first()) is not None:
        return answer
    if form.validate_on_submit():
        try:
            entrance = users.change_password(
                user,
                _here(),
                current=form.current_password.data or "",
                new=form.password.data or "",
                address=remote_address(),
                known_as=device_knowing(user.email),
            )
        except WrongCredentials:
            form.current_password.errors = [_("This is not your current password.")]
        except PasswordRefused as error:
            form.refuse(error.problem)
        else:
            enter_session(entrance)
            flash(_("Your password is changed, and you are signed out everywhere else."), "success")
            return redirect(url_for(".account"), 303)
    return _page(user, ProfileForm(formdata=None, obj=user), form)


@blueprint.route("/account/confirm", methods=["GET", "POST"])
@signed_in
def confirm() -> ResponseReturnValue:
    """Ask for the password before a page that wants it; then that page, which may be a file to be kept."""
    destination = safe_next(request.args.get("next", "")) or url_for(".account")
    if request.method != "POST":
        return confirming_page(actor_or_403())
    if (answer := confirm_first()) is not None:
        return answer
    page = render_template("accounts/confirmed.html", destination=destination)
    return page, 200, {"Refresh": f"0; url={quote(destination, safe=URL_LETTERS)}"}


@blueprint.get("/account/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    """Where the user is signed in."""
    user, here = actor_or_403(), _here()
    others = [row for row in operations.open_sessions(user.id) if row.id != here.id]
    return render_template("accounts/sessions.html", here=here, others=others, ago=_ago)


@blueprint.post("/account/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of the user's own sessions."""
    if session_id == _here().id:
        return sign_out()
    try:
        operations.end_one(actor_or_403(), session_id, SessionEnd.ENDED_ELSEWHERE)
    except NoSuchSession:
        flash(_("That session had ended already."), "info")
    else:
        flash(_("The session is ended: that browser is signed out."), "success")
    return redirect(url_for(".sessions"), 303)


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """End all of the user's sessions but this one."""
    operations.end_others(actor_or_403(), _here().id)
    flash(_("You are signed out everywhere but here."), "success")
    return redirect(url_for(".sessions"), 303)


def _ago(instant: datetime) -> str:
    """How long ago something was, in words: true in every time zone."""
    return format_timedelta(instant - now(), granularity="minute", threshold=1.5, add_direction=True)


def _page(user: User, profile: ProfileForm, password: ChangePasswordForm) -> ResponseReturnValue:
    page = render_template("accounts/account.html", user=user, form=profile, password_form=password)
    return page, 200 if request.method == "GET" else 422


def _here() -> UserSession:
    here = current_session()
    if here is None:
        abort(403)
    return here
