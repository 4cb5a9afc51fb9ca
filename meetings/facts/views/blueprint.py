from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("facts", __name__)
