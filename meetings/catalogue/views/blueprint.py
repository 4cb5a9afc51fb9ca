from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from foundation.errors import answer_as
from meetings.reading.chains import NoSuchChain

blueprint = Blueprint("catalogue", __name__)


@blueprint.record_once
def _set_up(state: BlueprintSetupState) -> None:
    answer_as(state.app, NoSuchChain, 404)
