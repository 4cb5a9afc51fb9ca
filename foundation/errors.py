"""Error pages in the reader's language, with an incident number that also stands in the log."""

from __future__ import annotations

import secrets

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
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import Forbidden, HTTPException

from foundation.addresses import loggable
from foundation.database import db
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
}


def init_errors(app: Flask) -> None:
    """Install the error pages."""
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(HTTPException, _http_error)
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


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS") is not False:
        raise error
    current_app.logger.exception("unexpected error on %s", loggable(request.path))
    return _page(500)


def _page(code: int, advice: object = None, *, is_over: bool = False) -> Response:
    """The page of an error; `is_over`: the session with which a form was opened has ended before it was sent."""
    known = code if code in TITLES else 500 if code >= 500 else 400
    if request.accept_mimetypes.best == "application/json":
        # A script asked: it shows the sentence beside what it sent.
        return make_response(jsonify(message=f"{TITLES[known]}. {advice or ADVICE[known]}"), code)
    typed = typed_values(of_any_form=is_over) if is_over or code in (404, 410) else []
    html = render_template(
        "errors/error.html",
        code=code,
        title=(
            TITLES[known]
            if not typed
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
