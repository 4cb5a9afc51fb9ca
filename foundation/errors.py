"""Error pages in the reader's language, with an incident number that also stands in the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.sansio.app import App
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import Forbidden, HTTPException

from foundation.addresses import loggable
from foundation.database import db
from foundation.languages import current_language, direction
from foundation.outages import Unavailable, Why, outage_of
from foundation.stale import removal, typed_values
from foundation.uploads import limit_megabytes

TITLES = {
    400: _l("This request could not be read"),
    403: _l("You may not open this page"),
    404: _l("There is no such page"),
    405: _l("This address does not take that kind of request"),
    410: _l("This page is no longer there"),
    413: _l("That is too large"),
    429: _l("Too many requests"),
    500: _l("Something went wrong on our side"),
    503: _l("This cannot be done at this moment"),
}
ADVICE = {
    400: _l("Go back, reload the page and try again."),
    403: _l("Sign in with an account that has this right, or ask an owner of the team for it."),
    404: _l(
        "The address may be mistyped, or the page may have been removed. "
        "A personal link may have been replaced by a newer one: use the link in the latest message."
    ),
    405: _l("Go back and use the links and buttons of the page."),
    410: _l("It was removed on purpose."),
    413: _l("Send a smaller file or a shorter text."),
    429: _l("Wait a minute and try again."),
    500: _l(
        "Nothing you sent before is lost. Try again in a minute; if it happens again, tell us the incident number."
    ),
    503: _l("Try again in a few seconds."),
}
OUTAGES = {
    Why.BUSY: _l("The system is busy. Try again in a few seconds."),
    Why.LOST: _l("The system cannot reach its data for a moment. Try again in a minute."),
    Why.FULL: _l("The system has no room left to save anything. Please tell the organisers, and try again later."),
}
UNKNOWN = _l(
    "The connection broke while this was being saved, so it may have been saved or not. Look before you try again."
)


def init_errors(app: Flask) -> None:
    """Install the error pages."""
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(ObjectDeletedError, _gone)
    app.register_error_handler(StaleDataError, _gone)
    app.register_error_handler(Exception, _unexpected)


def answer_as(app: App, error: type[Exception], code: int) -> None:
    """Let a room's own error, raised anywhere in a request, show the page of an HTTP status."""
    app.register_error_handler(error, lambda _error: _page(code))


def incident() -> str:
    """The number of this request, as printed on error pages and in the log."""
    if not has_request_context():
        return "-"
    if "incident" not in g:
        g.incident = secrets.token_hex(4)
    return str(g.incident)


class SignedOut(Forbidden):
    """Somebody who is not signed in, or no longer, sent a form for people who are."""


def _forged(error: CSRFError) -> Response:
    return _page(
        400,
        _l("This form was open for too long, or was opened in another window. Reload it and send it again."),
        is_over=True,
    )


def _signed_out(error: SignedOut) -> Response:
    return _page(403, _l("You are not signed in any more. Sign in and send it again."), is_over=True)


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    advice = _("The largest file that can be sent has %(limit)s MB.", limit=limit_megabytes())
    response = _page(error.code, advice if error.code == 413 else None)
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            response.headers[name] = value
    return response


def _gone(_error: Exception) -> Response:
    """Somebody else removed the record between its being read and being changed."""
    db.session.rollback()
    return _page(410)


def without_database(app: Flask, forget: Callable[[], None]) -> None:
    """Have `forget` called before an error page is made without the database: nothing may ask for what it forgets."""
    app.extensions.setdefault("without_database", []).append(forget)


def _unavailable(error: Unavailable) -> Response:
    """What the database or a disk refuses for a while: 503, and when to come back."""
    _leave_database()
    current_app.logger.warning("%s on %s", error, loggable(request.path), exc_info=error.__cause__ or error)
    advice = UNKNOWN if error.is_unknown else OUTAGES[error.why]
    if request.method not in ("GET", "HEAD") and not error.is_unknown:
        advice = f"{_('Nothing was saved.')} {advice}"
    response = _page(503, advice, is_over=True, title=TITLES[503])
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _leave_database() -> None:
    # The page of an error must not ask what cannot answer: neither who is signed in nor anything else.
    try:
        db.session.rollback()
        db.session.expunge_all()
    except Exception:
        current_app.logger.exception("the session could not be left in order")
    for forget in current_app.extensions.get("without_database", []):
        forget()


def _unexpected(error: Exception) -> Response:
    outage = outage_of(error)
    if outage is not None:
        outage.__cause__ = error
        return _unavailable(outage)
    db.session.rollback()
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS") is not False:
        raise error
    current_app.logger.exception("unexpected error on %s", loggable(request.path))
    return _page(500)


def _page(code: int, advice: object = None, *, is_over: bool = False, title: object = None) -> Response:
    """The page of an error; `is_over`: what was typed is shown, whatever form it was."""
    try:
        return _full_page(code, advice, is_over, title)
    except Exception as error:
        # The page itself met trouble: what it says must be said without anything else.
        outage = outage_of(error)
        current_app.logger.warning("the page of error %s could not be made", code, exc_info=error)
        code = 503 if outage is not None else code
        known = code if code in TITLES else 500
        said = OUTAGES[outage.why] if outage is not None else advice or ADVICE[known]
        language = current_language()
        html = (
            f'<!doctype html><html lang="{language}" dir="{direction(language)}"><meta charset="utf-8">'
            f"<title>{escape(TITLES[known])}</title><h1>{escape(TITLES[known])}</h1><p>{escape(said)}</p>"
        )
        response = make_response(html, code)
        if outage is not None:
            response.headers["Retry-After"] = str(outage.retry_after)
        return response


def _full_page(code: int, advice: object, is_over: bool, wanted_title: object) -> Response:
    known = code if code in TITLES else 500 if code >= 500 else 400
    if request.accept_mimetypes.best == "application/json":
        # A script asked: it shows the sentence beside what it sent.
        return make_response(jsonify(message=f"{TITLES[known]}. {advice or ADVICE[known]}"), code)
    typed = typed_values(of_any_form=is_over) if is_over or code in (404, 410) else []
    html = render_template(
        "errors/error.html",
        code=code,
        title=(
            wanted_title or TITLES[known]
            if not typed or wanted_title
            else _("Nothing was saved")
            if is_over
            else _("Somebody removed this while you were writing")
        ),
        message=None if typed and not is_over else advice or ADVICE[known],
        again=request.full_path.rstrip("?") if typed and is_over and _can_be_opened() else None,
        incident=incident(),
        typed=typed,
        removal=removal() if typed and not is_over else None,
    )
    return make_response(html, code)


def _can_be_opened() -> bool:
    return request.url_rule is not None and "GET" in (request.url_rule.methods or ())
