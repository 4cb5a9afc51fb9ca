"""Error pages in the reader's language, with an incident number that also stands in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.sansio.app import App
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import Forbidden, HTTPException

from foundation.addresses import loggable
from foundation.database import db
from foundation.edit_conflicts import edits_a_record, removal
from foundation.hooks import Hook
from foundation.languages import speak_as_addressed
from foundation.limits import LimitReached, network_of
from foundation.logs import incident, security_event
from foundation.outages import Unavailable, Why, outage_of
from foundation.refused_forms import Refusal
from foundation.uploads import limit_megabytes

forgotten_without_database: Hook[Callable[[], None]] = Hook("thing to forget without the database")
"""Called before an error page is made without the database: nothing may ask for what they forget."""

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
    app.jinja_env.globals["incident_number"] = incident
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(LimitReached, _limit_reached)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(ObjectDeletedError, _gone)
    app.register_error_handler(StaleDataError, _gone)
    app.register_error_handler(Exception, _unexpected)


def answer_as(app: App, error: type[Exception], code: int) -> None:
    """Let a package's own error, raised anywhere in a request, show the page of an HTTP status."""
    app.register_error_handler(error, lambda _error: _page(code))


class SignedOut(Forbidden):
    """Somebody who is not signed in, or no longer, sent a form for people who are."""


def _forged(error: CSRFError) -> Response:
    return _page(
        400,
        _l("This form was open for too long, or its session has ended in another window or with its cookies."),
        _l("Reload the page and send it again."),
    )


def _signed_out(error: SignedOut) -> Response:
    return _page(403, _l("You are not signed in any more. Sign in to go on."), has_ended=True)


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    advice = _l("The largest file that can be sent has %(limit)s MB.", limit=limit_megabytes())
    response = _page(error.code, advice if error.code == 413 else None)
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            response.headers[name] = value
    return response


def _limit_reached(reached: LimitReached) -> Response:
    db.session.rollback()
    security_event("locked_out", network=network_of(request.remote_addr or ""), path=request.endpoint)
    advice = lazy_ngettext(
        "There were too many attempts in a short time. Wait %(num)s minute, then try again.",
        "There were too many attempts in a short time. Wait %(num)s minutes, then try again.",
        reached.minutes,
    )
    response = _page(429, advice)
    response.headers["Retry-After"] = str(reached.minutes * 60)
    return response


def _gone(_error: Exception) -> Response:
    """Somebody else removed the record between its being read and being changed."""
    db.session.rollback()
    return _page(410)


def _unavailable(error: Unavailable) -> Response:
    """What the database or a disk refuses for a while: 503, and when to come back."""
    _leave_database()
    current_app.logger.warning("%s on %s", error, loggable(request.path), exc_info=error.__cause__ or error)
    advice: object = UNKNOWN if error.is_unknown else OUTAGES[error.why]
    if request.method not in ("GET", "HEAD") and not error.is_unknown:
        advice = f"{_('Nothing was saved.')} {advice}"
    response = _page(503, advice)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _leave_database() -> None:
    # The page of an error must not ask what cannot answer: neither who is signed in nor anything else.
    try:
        db.session.rollback()
        db.session.expunge_all()
    except Exception:
        current_app.logger.exception("the session could not be left in order")
    for forget in forgotten_without_database:
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


def _page(code: int, advice: object = None, for_scripts: object = "", *, has_ended: bool = False) -> Response:
    """The page of an error, into which `foundation.refused_forms` puts what was typed; `has_ended`: the session has.

    A script, which gets no form back, is told what to do by `for_scripts`.
    """
    known = code if code in TITLES else 500 if code >= 500 else 400
    title, message = TITLES[known], advice or ADVICE[known]
    speak_as_addressed()
    if request.accept_mimetypes.best == "application/json":
        # A script asked: it shows the sentence beside what it sent.
        return make_response(jsonify(message=f"{title}. {message} {for_scripts}".rstrip()), code)
    was_removed = code in (404, 410) and edits_a_record()
    if was_removed:
        title, message = _l("Somebody removed this while you were writing"), ""
    g.refusal = Refusal(code, title, message, has_ended)
    html = _rendered(
        code=code,
        title=title,
        message=message,
        incident=incident(),
        removal=removal() if was_removed else None,
    )
    return make_response(html, code)


def _rendered(**values: Any) -> str:
    try:
        return render_template("errors/error.html", **values)
    except Exception:
        # The database does not say who is signed in either: the page then is that of a visitor.
        current_app.logger.warning("an error page was made without the database", exc_info=True)
        _leave_database()
        return render_template("errors/error.html", **values)
