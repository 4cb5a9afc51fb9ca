"""Whether the process lives (`/health`) and whether it can do its work (`/ready`)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from foundation.access import public
from foundation.database import db
from foundation.jobs import worker_is_alive

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@public
def health() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/ready")
@public
def ready() -> tuple[Response, int]:
    """The database answers and a worker has been seen within the last minute."""
    try:
        db.session.execute(text("SELECT 1"))
        state = {"database": True, "worker": worker_is_alive()}
    except SQLAlchemyError:
        state = {"database": False, "worker": False}
    return jsonify(state), 200 if all(state.values()) else 503
