"""Style sheets, scripts and fonts: built once by esbuild, named by their content, cached for ever."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory, url_for

from foundation.access import public

blueprint = Blueprint("assets", __name__)

COMPRESSED = {"br": ".br", "gzip": ".gz"}
"""What the build writes beside a text file, by the name of the coding; smallest first."""


@blueprint.get("/assets/<path:name>")
@public
def serve(name: str) -> Response:
    """One built file, compressed where the build did so and the visitor understands it."""
    folder: str = current_app.config["ASSETS"]
    known: frozenset[str] = current_app.extensions["compressed_assets"]
    for coding, suffix in COMPRESSED.items():
        if name + suffix in known and request.accept_encodings[coding]:
            response = send_from_directory(folder, name + suffix, mimetype=mimetypes.guess_type(name)[0])
            response.headers["Content-Encoding"] = coding
            break
    else:
        response = send_from_directory(folder, name)
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    # Kept for ever under a name of its own: nobody asks whether it has changed.
    for header in ("Content-Disposition", "Last-Modified", "ETag", "Accept-Ranges"):
        response.headers.pop(header, None)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def asset(name: str) -> str:
    """The address of a built file, e.g. `asset("app.css")`."""
    manifest: dict[str, str] = current_app.extensions["assets"]
    return url_for("assets.serve", name=manifest.get(name, name))


def init_assets(app: Flask) -> None:
    """Read the manifest of the build, if there is one."""
    folder: Path = app.config["ROOT"] / "frontend" / "dist"
    app.config["ASSETS"] = str(folder)
    manifest = folder / "manifest.json"
    app.extensions["assets"] = json.loads(manifest.read_text()) if manifest.exists() else {}
    app.extensions["compressed_assets"] = frozenset(
        path.name for suffix in COMPRESSED.values() for path in folder.glob(f"*{suffix}")
    )
    app.jinja_env.globals["asset"] = asset
    app.register_blueprint(blueprint)
