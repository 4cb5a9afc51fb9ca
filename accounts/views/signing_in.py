"""Sign-in, sign-out and forgotten passwords.

The pages say the same whether an account exists or not.
"""

from __future__ import annotations

from contextlib import suppress

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import queries
from accounts.access import actor, actor_or_403, current_session, device, end_session, enter_session
from accounts.forms import EmailForm, NewPasswordForm, SignInForm
from accounts.known_devices import device_knowing, remember_device
from accounts.models import SessionEnd, TokenPurpose
from accounts.operations import sessions, signing_in
from accounts.operations.sessions import Entrance, MayNotSignIn, NoSuchSession
from accounts.operations.signing_in import LinkNoLongerWorks, WrongCredentials
from accounts.operations.users import reset_password as set_new_password
from accounts.passwords import PasswordRefused
from accounts.views.blueprint import blueprint
from foundation.access import public, signed_in
from foundation.languages import COOKIE
from foundation.pages import safe_next
from foundation.refused_forms import resume, sign_in_pages
from foundation.security import csrf
from foundation.typed import kept_here

NEXT = "after_sign_in"
FIRST_PAGE = "/manage/"  # the list of meetings; packages further up are known by address only


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in by password, or ask for a link."""
    destination = safe_next(request.values.get("next", ""))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(destination or FIRST_PAGE, 303)
    form = SignInForm(next=destination)
    if form.validate_on_submit():
        try:
            entrance = signing_in.sign_in_by_password(
                form.email.data or "",
                form.password.data or "",
                address=remote_address(),
                device=device(),
                known_as=device_knowing(form.email.data or ""),
                replaces=session_before(),
            )
        except WrongCredentials:
            form.form_errors = [
                _("This e-mail address and password do not match. Check both, or have a sign-in link sent to you.")
            ]
        else:
            return enter(entrance, destination)
    return _sign_in_page(form)


@blueprint.post("/sign-in/link")
@public
def send_link() -> ResponseReturnValue:
    """Have a sign-in link sent."""
    form = EmailForm()
    destination = safe_next(request.form.get("next", ""))
    if not form.validate_on_submit():
        page = SignInForm(formdata=None, email=form.email.data, next=destination)
        page.email.errors = form.email.errors
        return _sign_in_page(page)
    signing_in.request_sign_in_link(form.email.data or "", address=remote_address())
    session[NEXT] = destination
    if kept_here() is not None:
        return _link_sent()
    return redirect(url_for(".link_sent"), 303)


@blueprint.get("/sign-in/sent")
@public
def link_sent() -> ResponseReturnValue:
    """What happens next, whether a mail was sent or not."""
    return _link_sent()


@csrf.exempt
@blueprint.post("/sign-in/continue")
@public
def continue_form() -> ResponseReturnValue:
    """Go on with a form that an ended session refused, after signing in in another window; carries nothing out."""
    kept = kept_here()
    if kept is None:
        return redirect(FIRST_PAGE, 303)
    if not current_user.is_authenticated:
        return sign_in_page(_("You are not signed in yet.")), 403
    return resume(kept)


@blueprint.route("/sign-in/link/<token>", methods=["GET", "POST"])
@public
def open_link(token: str) -> ResponseReturnValue:
    """A sign-in link: opening it shows a button, so that programs that read mail do not use it up."""
    if request.method == "POST":
        try:
            before, destination = actor(), safe_next(session.get(NEXT, ""))
            entrance = signing_in.sign_in_by_link(token, device=device(), replaces=session_before())
        except LinkNoLongerWorks:
            return _dead_link(TokenPurpose.SIGN_IN)
        response = enter(entrance, destination)
        if before is not None and before.id == entrance.user.id:
            flash(_("You have confirmed that it is you. Go on in the window in which you were asked."), "success")
        return response
    row = queries.usable_token(token, TokenPurpose.SIGN_IN)
    if row is None:
        return _dead_link(TokenPurpose.SIGN_IN)
    return render_template("accounts/open_link.html", user=row.user)


@blueprint.post("/sign-in/demo")
@public
def demo_sign_in() -> ResponseReturnValue:
    """Sign in as one of the demo accounts; in demo mode only."""
    email = request.form.get("email", "")
    if email not in [known for known, _role in demo_accounts()]:
        abort(404)
    try:
        entrance = signing_in.sign_in_for_show(email, device=device(), replaces=session_before())
    except MayNotSignIn:
        abort(404)
    return enter(entrance, safe_next(request.form.get("next", "")))


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this session."""
    here = session_before()
    with suppress(NoSuchSession):
        if here is not None:
            sessions.end_one(actor_or_403(), here, SessionEnd.SIGNED_OUT)
    end_session()
    flash(_("You are signed out."), "success")
    return signed_out()


@blueprint.post("/sign-out/everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of the user, this one too."""
    signing_in.sign_out_everywhere(actor_or_403())
    end_session()
    flash(_("You are signed out on every device."), "success")
    return signed_out()


@blueprint.route("/password", methods=["GET", "POST"])
@public
def forgot_password() -> ResponseReturnValue:
    """Have a link for a new password sent."""
    form = EmailForm()
    if form.validate_on_submit():
        signing_in.request_password_reset(form.email.data or "", address=remote_address())
        return redirect(url_for(".reset_sent"), 303)
    if request.method == "GET" and current_user.is_authenticated:
        form.email.data = current_user.email
    return render_template("accounts/forgot_password.html", form=form), _status()


@blueprint.get("/password/sent")
@public
def reset_sent() -> ResponseReturnValue:
    """What happens next, whether a mail was sent or not."""
    return render_template("accounts/link_sent.html", purpose=TokenPurpose.RESET, minutes=_link_minutes())


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password by a link from a mail; signs in."""
    row = queries.usable_token(token, TokenPurpose.RESET)
    if row is None:
        return _dead_link(TokenPurpose.RESET)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            entrance = set_new_password(token, form.password.data or "", device=device(), replaces=session_before())
        except LinkNoLongerWorks:
            return _dead_link(TokenPurpose.RESET)
        except PasswordRefused as error:
            form.refuse(error.problem)
        else:
            response = enter(entrance, "")
            flash(_("Your password is changed, and you are signed out everywhere else."), "success")
            return response
    return render_template("accounts/reset_password.html", form=form, user=row.user), _status()


def enter(entrance: Entrance, destination: str) -> Response:
    """Hold a new session and go to `destination` (already checked), in the user's language unless one was chosen."""
    enter_session(entrance)
    kept = kept_here()
    response = resume(kept) if kept is not None else redirect(destination or FIRST_PAGE, 303)
    remember_device(response, entrance.user.email)
    if COOKIE not in request.cookies:
        remember_language(response, entrance.user.language)
    return response


def session_before() -> int | None:
    """The session that this browser has so far."""
    found = current_session()
    return found.id if found is not None else None


def signed_out() -> Response:
    """To the sign-in page. The browser drops the pages it has kept, so that "back" shows none of them.

    Cookies and storage stay: they hold the chosen language and the public pages kept for reading without a network.
    """
    response = redirect(url_for(".sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def remember_language(response: Response, language: str) -> None:
    """Make `language` the visitor's choice, as the language switch does."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, language, max_age=31_536_000, samesite="Lax", httponly=True, secure=secure)


def sign_in_page(message: str) -> str:
    """The page for signing in, which says why one has to; what was typed goes along (`foundation.refused_forms`)."""
    form = SignInForm(formdata=None)
    return render_template("accounts/sign_in.html", form=form, demo_accounts=demo_accounts(), message=message)


def demo_accounts() -> list[tuple[str, str]]:
    """(address, role label) of the demo sign-ins; none outside demo mode."""
    if not current_app.config["SETTINGS"].demo:
        return []
    return list(current_app.extensions.get("demo_accounts", []))


def remote_address() -> str:
    """The visitor's IP address."""
    return request.remote_addr or ""


def _sign_in_page(form: SignInForm) -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=form, demo_accounts=demo_accounts()), _status()


def _link_sent() -> str:
    return render_template("accounts/link_sent.html", purpose=TokenPurpose.SIGN_IN, minutes=_link_minutes())


def _dead_link(purpose: TokenPurpose) -> ResponseReturnValue:
    return render_template("accounts/dead_link.html", purpose=purpose), 410


def _link_minutes() -> int:
    return int(signing_in.LINK_LIFETIME.total_seconds() // 60)


def _status() -> int:
    return 200 if request.method == "GET" else 422


blueprint.record_once(lambda _state: sign_in_pages.offer("accounts", sign_in_page))
