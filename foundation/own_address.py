"""The address of the site is BASE_URL, whatever a request says of it.

What is kept or sent (cached pages, feeds, mails, files) and where a visitor is sent on must not depend on the request
that happened to make it. So nothing of a request that could name another place reaches the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

CLAIMS = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PROTOCOL",
    "HTTP_X_FORWARDED_SCHEME",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_FORWARDED_SSL",
    "HTTP_X_FORWARDED_URI",
    "HTTP_X_HTTP_METHOD_OVERRIDE",
    "HTTP_X_ORIGINAL_HOST",
    "HTTP_X_ORIGINAL_URL",
    "HTTP_X_REWRITE_URL",
    "HTTP_X_SCRIPT_NAME",
    "HTTP_HTTP_HOST",
    "RAW_URI",
    "REQUEST_URI",
)
"""What servers, proxies and libraries may take for the address of a request."""


class OwnAddress:
    """WSGI middleware that gives every request the address of the site."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], base_url: str) -> None:
        self._inner = inner
        parts = urlsplit(base_url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self._own = {
            "wsgi.url_scheme": parts.scheme,
            "HTTP_HOST": parts.netloc.rpartition("@")[2],
            "SERVER_NAME": parts.hostname or "localhost",
            "SERVER_PORT": str(port),
            "SCRIPT_NAME": "",
        }

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on."""
        for claim in CLAIMS:
            environ.pop(claim, None)
        environ.update(self._own)
        # Two slashes at the start would make a host of what follows, wherever the path is written down again.
        # Browsers leave tabs and line ends out of an address.
        environ["PATH_INFO"] = "/" + environ.get("PATH_INFO", "").lstrip("/\\\t\r\n")
        return self._inner(environ, start_response)


def init_own_address(app: Flask) -> None:
    """Put the middleware before the application, and behind it what reads the address of a visitor from a proxy."""
    settings = app.config["SETTINGS"]
    inner = app.wsgi_app
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        inner = ProxyFix(inner, x_for=hops, x_proto=0, x_host=0)
    app.wsgi_app = OwnAddress(inner, settings.base_url)  # type: ignore[method-assign]
    own = settings.base_url

    @app.after_request
    def lead_to_a_path(response: Response) -> Response:
        # The router writes whole addresses; a visitor stays on the name by which they came.
        location = response.headers.get("Location", "")
        if location.startswith(own + "/"):
            response.headers["Location"] = "/" + location[len(own) :].lstrip("/\\")
        return response
