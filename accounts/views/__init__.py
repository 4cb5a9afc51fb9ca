"""Pages about accounts: signing in, one's own account, teams, administration."""

from __future__ import annotations

from accounts.views import account, administration, areas, signing_in, teams
from accounts.views.blueprint import blueprint

__all__ = ["account", "administration", "areas", "blueprint", "signing_in", "teams"]
