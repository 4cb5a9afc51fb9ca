"""The service worker, which keeps public pages that were read so that they can be read without a connection.

It stands at the root of the site, since a worker answers only for addresses below its own. What it keeps is written in
`frontend/js/offline_worker.js`.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

from foundation.access import public
from foundation.page_cache import pages, respond

blueprint = Blueprint("offline", __name__)

NAME = "offline_worker.js"


@blueprint.get("/sw.js")
@public
def worker() -> Response:
    """The worker as last built; always asked for anew, so that a mended one replaces the old one at the next visit."""
    folder = Path(current_app.config["ASSETS"])
    manifest: dict[str, str] = current_app.extensions["assets"]
    if NAME not in manifest:
        abort(404)
    name = manifest[NAME]
    # Its tag comes from its content: one made of path and time would differ between two machines of one site.
    page = pages.get(NAME, name, lambda: (folder / name).read_bytes(), "text/javascript; charset=utf-8")
    response = respond(page, request)
    response.headers["Cache-Control"] = "no-cache"
    # The policy of a worker is that of its own file: it may fetch pages of this site and do nothing else.
    response.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    return response
