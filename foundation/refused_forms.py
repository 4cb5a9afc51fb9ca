"""One rule for every refusal of a form: nothing that was typed is lost.

Whatever refuses a POST – a token that is gone, an ended session, a missing right, a removed record, a limit, a full
disk, a mistake of ours – its answer gives the form back, filled, in the reader's language and with a fresh token:

- in place, where the page of the form can be made: `foundation.pouring` fills it and puts the reason at its top;
- on the sign-in page, where the session has ended: what was typed goes along through signing in (`kept_form`,
  `resume`) and comes back in its form, which its writer then sends;
- else below the reason, each text under its label, in a form that one button sends to the same address.

A view has nothing to do for it. Passwords never come back, and what another site sent is not shown. A form whose
address has `?speak=LANGUAGE` is not carried out: its page comes back filled, in that language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, current_app, g, make_response, render_template, request, session
from flask_login import current_user
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from foundation.access import Audience, access_of
from foundation.database import db
from foundation.hooks import Hook
from foundation.languages import COOKIE, current_language, force_language, known_languages, use_language
from foundation.pouring import holds, pour, put, rich_text_readers
from foundation.typed import Typed, carried, controls_of, is_unseen, kept_here, typed_here

SPEAK = "speak"
MOST_PAGES = 4
"""Pages that are looked at for the form."""
sign_in_pages: Hook[Callable[[str], str]] = Hook("page for signing in")
"""One: renders it with a message, and prints `kept_form()` inside its form."""
_OPEN_TO_ALL = (Audience.PUBLIC, Audience.PERSONAL_LINK)


@dataclass(frozen=True)
class Refusal:
    """Why a request was refused, in words: status, what to say, and the page of the error alone."""

    code: int
    title: Any
    message: Any
    has_ended: bool = False
    """Whether it is the session that has ended, not a right that is missing."""


def init_refused_forms(app: Flask) -> None:
    """Install the rule."""
    app.before_request(_in_another_language)
    app.after_request(_give_back)
    app.jinja_env.globals.update(kept_form=kept_form, speak_url=speak_url)


def kept_form(*, unseen: bool = False) -> Markup:
    """What is carried through sign-in, as controls for a form of the sign-in pages; empty if there is nothing.

    `unseen` is for a second form of the same page.
    """
    kept = g.get("kept_typed") or kept_here()
    if kept is None:
        return Markup()
    shown, hidden = ([], carried(kept)) if unseen else controls_of(kept, keep=True)
    controls = render_template("errors/typed.html", shown=shown, hidden=hidden, is_kept=True)
    return Markup(controls)  # noqa: S704  (a template has escaped it)


def resume(kept: Typed) -> Response:
    """The form that an ended session refused, filled, for the user who has just signed in; nothing is sent yet."""
    g.kept_typed = None
    page = _filled_page(kept)
    if page is not None:
        return make_response(page)
    return make_response(put(_bare_page(), _form_to_send(kept)))


def speak_url(url: str, language: str) -> str:
    """Where a half-filled form is sent to come back in another language; `url` is the link of the language switch.

    Empty on a page without a form, a visitor's or of an address that leads nowhere: its address is not repeated.
    """
    if request.method != "POST" and (request.url_rule is None or _takes_no_form(request.endpoint or "")):
        return ""
    own = url if not url.startswith("/language/") else request.full_path.rstrip("?")
    return f"{own}{'&' if '?' in own else '?'}{SPEAK}={language}"


def _takes_no_form(endpoint: str) -> bool:
    access = access_of(current_app, endpoint)
    methods = request.url_rule.methods if request.url_rule is not None else None
    return access is not None and access.audience is Audience.PUBLIC and "POST" not in (methods or ())


def _give_back(response: Response) -> Response:
    """Put what was typed into the answer of a refused POST."""
    if request.method != "POST" or response.status_code < 400 or response.mimetype != "text/html":
        return response
    try:
        page = _page_of_refusal(response)
    except Exception:
        current_app.logger.exception("what was typed could not be given back")
        return response
    if page is not None:
        response.set_data(page)
        response.headers.pop("ETag", None)
    return response


def _page_of_refusal(response: Response) -> str | None:
    typed = typed_here()
    if typed is None or typed.is_empty:
        return None
    refusal: Refusal | None = g.get("refusal")
    html = response.get_data(as_text=True)
    if refusal is None:
        if holds(html, request.full_path.rstrip("?"), typed.sent, typed.seen_names):
            return None
        return put(html, _form_to_send(typed))
    if _has_to_sign_in(refusal):
        g.kept_typed = typed
        return sign_in_pages.only(refusal.message)
    return _filled_page(typed, refusal) or put(html, _form_to_send(typed))


def _has_to_sign_in(refusal: Refusal) -> bool:
    if refusal.code >= 404 or not len(sign_in_pages):
        return False
    if refusal.has_ended:
        return True
    access = access_of(current_app, request.endpoint or "")
    if access is None or access.audience in _OPEN_TO_ALL:
        return False
    return not current_user.is_authenticated


def _in_another_language() -> Response | None:
    """Answer a form that only asks for another language with its page in that language, filled."""
    language = request.args.get(SPEAK, "") if request.method == "POST" else ""
    if language not in known_languages():
        return None
    typed = typed_here()
    if typed is None:
        abort(400)
    parts = urlsplit(typed.address)
    query = [(name, text) for name, text in request.args.items(multi=True) if name != SPEAK]
    address = parts.path + (f"?{urlencode(query)}" if query else "")
    typed = Typed(address, address if _takes_get(address) else typed.page, typed.values, typed.files)
    use_language(language)
    page = _filled_page(typed, language=language)
    if page is None:
        abort(403)  # nor is it carried out: nobody has asked for that
    response = make_response(page)
    if "language" in (request.view_args or {}) or "lang" in request.args:
        return response
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, language, max_age=31_536_000, samesite="Lax", httponly=True, secure=secure)
    return response


def _filled_page(typed: Typed, refusal: Refusal | None = None, *, language: str = "") -> str | None:
    """The page that holds the form, filled; None where it cannot be made or has the form no more."""
    for address in _pages_with(typed):
        html, spoken = _read(address, language)
        if html is None:
            continue
        # The page may speak another language than the request did before: that of the person whose page it is.
        with force_language(spoken):
            page = pour(
                html,
                address,
                typed.sent,
                notice=render_template("errors/notice.html", refusal=refusal, files=typed.files) if refusal else "",
                leftovers=lambda pairs: _leftovers(pairs, typed),
                rich_text=next(iter(rich_text_readers), None),
            )
        if page is not None:
            return page
    return None


def _pages_with(typed: Typed) -> list[str]:
    """Where the form may stand: at its own address, on the page before, on those above it."""
    path = urlsplit(typed.address).path
    found = [typed.address, typed.page]
    while path.count("/") > 1:
        path = path.rpartition("/")[0]
        found.append(path)
    return [address for address in dict.fromkeys(found) if address and _takes_get(address)][:MOST_PAGES]


def _takes_get(address: str) -> bool:
    try:
        current_app.url_map.bind("site").match(urlsplit(address).path, method="GET")
    except Exception:
        return False
    return True


def _read(address: str, language: str) -> tuple[str | None, str]:
    """A page of this application as the present visitor would get it, and its language; None unless it is one."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    db.session.rollback()
    parts = urlsplit(address)
    environ = {name: value for name, value in request.environ.items() if not name.startswith(_OF_REQUEST)}
    environ |= {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "RAW_URI": address,
        "REQUEST_URI": address,
        "wsgi.input": BytesIO(),
        "CONTENT_LENGTH": "0",
        "CONTENT_TYPE": "",
    }
    environ.pop("HTTP_HX_REQUEST", None)
    if language:
        environ["HTTP_COOKIE"] = _with_language(environ.get("HTTP_COOKIE", ""), language)
    own_session = session._get_current_object()  # type: ignore[attr-defined]
    try:
        with app.app_context():
            context = app.request_context(environ)
            # One session for both: a token made for the form must be in the cookie of the answer.
            context._session = own_session
            with context:
                answer = app.full_dispatch_request()
                spoken = current_language()
                is_page = answer.status_code == 200 and answer.mimetype == "text/html" and not answer.is_streamed
                html = answer.get_data(as_text=True) if is_page else None
                answer.close()
    except Exception:
        current_app.logger.warning("the page of a refused form could not be made", exc_info=True)
        return None, ""
    return html, spoken


_OF_REQUEST = ("werkzeug.", "flask.", "plenary.", "HTTP_X_CSRF", "HTTP_IF_", "HTTP_CONTENT_")


def _with_language(cookies: str, language: str) -> str:
    jar: SimpleCookie = SimpleCookie()
    jar.load(cookies)
    jar[COOKIE] = language
    return "; ".join(f"{name}={each.coded_value}" for name, each in jar.items())


def _leftovers(pairs: list[tuple[str, str]], typed: Typed) -> str:
    values: MultiDict[str, str] = MultiDict(pairs)
    seen = [name for name in values if not is_unseen(name)]
    part = Typed(typed.address, typed.page, {name: values.getlist(name) for name in values})
    shown, hidden = controls_of(part)
    return render_template("errors/typed.html", shown=shown, hidden=hidden, is_rest=bool(seen))


def _form_to_send(typed: Typed) -> str:
    shown, hidden = controls_of(typed)
    is_multipart = request.mimetype == "multipart/form-data"
    return render_template(
        "errors/again.html",
        typed=typed,
        shown=shown,
        hidden=hidden,
        is_multipart=is_multipart,
        refusal=g.get("refusal"),
    )


def _bare_page() -> str:
    return render_template("errors/resumed.html")
