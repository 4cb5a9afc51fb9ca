"""One's own account."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, start_session
from accounts.devices import device_knowing
from accounts.forms import ChangePasswordForm, ProfileForm
from accounts.models import User
from accounts.operations import users
from accounts.operations.signing_in import WrongCredentials
from accounts.passwords import PasswordRefused
from accounts.views import blueprint
from accounts.views.signing_in import remember_language, remote_address
from foundation.access import signed_in


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """Name and language; the way to password and sessions."""
    user = _user()
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        users.update_profile(user, name=form.name.data or "", language=form.language.data)
        flash(_("Your account is saved."), "success")
        response = redirect(url_for(".account"), 303)
        remember_language(response, form.language.data)
        return response
    return _page(user, form, ChangePasswordForm(formdata=None))


@blueprint.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Set a new password; every other session ends."""
    user = _user()
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            users.change_password(
                user,
                current=form.current.data or "",
                new=form.password.data or "",
                address=remote_address(),
                device=device_knowing(user.email),
            )
        except WrongCredentials:
            form.current.errors = [_("This is not your current password.")]
        except PasswordRefused as error:
            form.refuse(error.problem)
        else:
            start_session(user)
            flash(_("Your password is changed, and you are signed out everywhere else."), "success")
            return redirect(url_for(".account"), 303)
    return _page(user, ProfileForm(formdata=None, obj=user), form)


def _page(user: User, profile: ProfileForm, password: ChangePasswordForm) -> ResponseReturnValue:
    page = render_template("accounts/account.html", user=user, form=profile, password_form=password)
    return page, 200 if request.method == "GET" else 422


def _user() -> User:
    user = actor()
    if user is None:
        abort(403)
    return user
