"""Whether the process lives (`/health`) and whether it can do its work (`/ready`)."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, jsonify

from foundation.access import public
from foundation.probing import OK, Probe

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@public
def health() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/ready")
@public
def ready() -> tuple[Response, int]:
    """A word for each part as it was some seconds ago; 200 if all are `ok`."""
    probe: Probe = current_app.extensions["probe"]
    state = probe.state()
    return jsonify(state), 200 if all(word == OK for word in state.values()) else 503


def init_health(app: Flask) -> None:
    """Install both addresses."""
    app.extensions["probe"] = Probe(app)
    app.register_blueprint(blueprint)
