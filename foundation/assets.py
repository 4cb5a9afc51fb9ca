"""Style sheets, scripts and fonts: built once by esbuild, named by their content, cached for ever."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, send_from_directory, url_for

from foundation.access import public

blueprint = Blueprint("assets", __name__)


@blueprint.get("/assets/<path:name>")
@public
def serve(name: str) -> Response:
    """One built file."""
    response = send_from_directory(current_app.config["ASSETS"], name)
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
    app.jinja_env.globals["asset"] = asset
    app.register_blueprint(blueprint)
