from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("joining", __name__)
