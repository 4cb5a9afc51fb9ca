"""Headers that every response carries, cross-site request forgery, cookies."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response
from flask_wtf import CSRFProtect

from foundation.signing import PatientSessions

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; form-action 'self'; frame-src 'self'; base-uri 'none'; "
    "frame-ancestors 'self'; manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), microphone=(), geolocation=(), display-capture=(), payment=(), "
        "usb=(), serial=(), hid=(), midi=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

OF_DOCUMENTS = frozenset({"Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"})
"""They mean something on a page only; its fonts, style sheets and scripts are lighter without them."""
PARTS = frozenset({"font/woff2", "text/css", "text/javascript"})

csrf = CSRFProtect()


def init_security(app: Flask) -> None:
    """Set cookies, forgery protection and headers. A view's own header of the same name wins."""
    settings = app.config["SETTINGS"]
    app.config.update(
        # Under this prefix a browser takes the cookie from this host alone, over HTTPS alone.
        SESSION_COOKIE_NAME="__Host-plenary" if settings.secure_cookies else "plenary",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        # Personal pages send no referrer, so it cannot be asked for; token and SameSite cookie protect without it.
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        # A text past every limit comes back with a message beside its field; only a hostile one is cut off.
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
    )
    app.session_interface = PatientSessions()
    csrf.init_app(app)
    every = headers_of_every_page(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        is_part = response.mimetype in PARTS
        for name, value in every:
            if name not in headers and not (is_part and name in OF_DOCUMENTS):
                headers[name] = value
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store, private"
        return response


def keep_address(response: Response) -> Response:
    """Let the address of a page, which is a key to it, reach no other site and no index."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def headers_of_every_page(app: Flask) -> list[tuple[str, str]]:
    """The security headers that each response has unless it sets its own."""
    headers = list(HEADERS.items())
    if app.config["SETTINGS"].secure_cookies:
        headers.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    return headers
