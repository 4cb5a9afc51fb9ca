"""Addresses of pages and files that wings above serve, by what they show."""

from __future__ import annotations

from typing import Any

from flask import url_for

from foundation.hooks import Hook, NothingOffered

endpoints: Hook[str] = Hook("endpoint")
"""By what is served there, e.g. `agenda_item`; a wing offers its own when it is set up."""


def endpoint_of(what: str) -> str:
    """The endpoint at which something is served. Raises NothingOffered."""
    endpoint = endpoints.get(what)
    if endpoint is None:
        raise NothingOffered(f"No wing serves “{what}”: whichever does offers its endpoint under that name.")
    return endpoint


def address_of(what: str, **values: Any) -> str:
    """The address of something that a wing above serves; `values` are as for `url_for`."""
    return url_for(endpoint_of(what), **values)
