"""Acts that want a user who has shown lately who they are (`foundation.access.confirmed`) ask for it in between.

A form that comes too late after the last proof is answered with a page that asks for the password and holds what was
sent; sent again with the password it is carried out, by the view it was meant for. Who signs in by mailed links opens
one in the same browser and goes on.
"""

from __future__ import annotations

from flask import Flask, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.access import actor, current_session, end_session, enter_session
from accounts.forms import ConfirmForm
from accounts.known_devices import device_knowing
from accounts.models import User, UserSession
from accounts.operations import sessions, signing_in, users
from accounts.operations.sessions import NoSuchSession
from accounts.operations.signing_in import WrongCredentials
from foundation.access import access_of
from foundation.errors import SignedOut
from foundation.limits import LimitReached
from foundation.pages import path_of, safe_next

PASSWORD = "confirm_password"  # noqa: S105
BY_LINK = "confirm_by_link"
OWN_PAGE = "accounts.confirm"


def init_confirming(app: Flask) -> None:
    """Look at every request that is let in; call after the guard of `foundation.access` is there."""
    app.before_request(_ask_if_wanted)


def confirm_first() -> ResponseReturnValue | None:
    """The page that asks who the user is, or None once they have shown it lately or by this very request."""
    here, user = current_session(), actor()
    if here is None or user is None or sessions.is_confirmed(here):
        return None
    form = ConfirmForm(formdata=None)
    if request.method != "POST":
        return redirect(url_for(OWN_PAGE, next=safe_next(request.full_path.rstrip("?")) or None), 303)
    if request.form.get(BY_LINK):
        return _send_link(user, form)
    if not request.form.get(PASSWORD):
        if PASSWORD in request.form:
            form.confirm_password.errors = [_("Enter your password.")]
        return _page(user, form)
    return _compare(user, here, form)


def confirming_page(user: User) -> ResponseReturnValue:
    """The page that asks who the user is, for itself."""
    return _page(user, ConfirmForm(formdata=None))


def _ask_if_wanted() -> ResponseReturnValue | None:
    rule = request.url_rule
    access = access_of(current_app, rule.endpoint) if rule is not None else None
    if rule is None or access is None or not access.asks_for(request.method, rule.methods or ()):
        return None
    return confirm_first()


def _compare(user: User, here: UserSession, form: ConfirmForm) -> ResponseReturnValue | None:
    try:
        entrance = users.confirm_password(
            user, here, request.form[PASSWORD], address=request.remote_addr or "", known_as=device_knowing(user.email)
        )
    except LimitReached as error:
        form.confirm_password.errors = [
            _("Too many wrong passwords. Wait %(time)s, or have a sign-in link sent.", time=_wait(error))
        ]
        return _page(user, form, 429)
    except WrongCredentials:
        form.confirm_password.errors = [_("This is not your password.")]
        return _page(user, form, 422)
    except NoSuchSession:
        end_session()
        raise SignedOut from None
    enter_session(entrance)
    return None


def _send_link(user: User, form: ConfirmForm) -> ResponseReturnValue:
    try:
        signing_in.request_sign_in_link(user.email, address=request.remote_addr or "")
    except LimitReached as error:
        form.confirm_password.errors = [_("Too many links were sent. Wait %(time)s.", time=_wait(error))]
        return _page(user, form, 429)
    return _page(user, form, is_sent=True)


def _page(user: User, form: ConfirmForm, status: int = 403, *, is_sent: bool = False) -> ResponseReturnValue:
    sent = [
        (name, text)
        for name, texts in request.form.lists()
        for text in texts
        if name not in ("csrf_token", PASSWORD, BY_LINK)
    ]
    if request.method == "POST":
        g.language_addresses = {}  # another language would be another request, without what was sent
    page = render_template(
        "accounts/confirm.html",
        form=form,
        user=user,
        sent=sent,
        is_sent=is_sent,
        action=request.full_path.rstrip("?"),
        back=_page_before(),
    )
    return make_response(page, status if request.method == "POST" else 200)


def _page_before() -> str:
    """Where the user came from, for those who do not go on."""
    before = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    return safe_next(before) or path_of("accounts.account")


def _wait(error: LimitReached) -> str:
    return ngettext("%(num)s minute", "%(num)s minutes", error.minutes)
