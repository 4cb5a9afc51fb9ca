"""Pages about accounts: signing in, one's own account, teams, administration."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from accounts.views import account, administration, areas, signing_in, teams  # noqa: E402, F401
