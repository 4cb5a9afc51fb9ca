"""Pages on which meetings are found; one file per subject."""

from __future__ import annotations

from meetings.catalogue.views import home, machines, managing, public
from meetings.catalogue.views.blueprint import blueprint

__all__ = ["blueprint", "home", "machines", "managing", "public"]
