"""Every route says who may use it; one that says nothing is refused.

A view is marked with `public`, `signed_in`, `site_admin`, `by_personal_link` or `requires(permission)`. The package
that knows users offers how a permission is decided (`deciders`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

from foundation.hooks import Hook

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """Kinds of declaration a route can make."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    PERSONAL_LINK = "personal_link"
    PERMISSION = "permission"
    SITE_ADMIN = "site_admin"


@dataclass(frozen=True)
class Access:
    """What a route declares."""

    audience: Audience
    permission: str = ""
    is_confirmed: bool = False

    def asks_for(self, method: str, methods: Collection[str]) -> bool:
        """Whether a request with this method wants a user who has shown lately who they are.

        Of a view that takes forms it is the sending of the form, of one that only shows it is the showing.
        """
        return self.is_confirmed and (method == "POST" or "POST" not in methods)


def public(view: View) -> View:
    """Anybody may use the view."""
    return _declare(view, Access(Audience.PUBLIC))


def by_personal_link(view: View) -> View:
    """Whoever holds a valid personal link; the view itself checks the token in its address."""
    return _declare(view, Access(Audience.PERSONAL_LINK))


def signed_in(view: View) -> View:
    """Any signed-in user."""
    return _declare(view, Access(Audience.SIGNED_IN))


def site_admin(view: View) -> View:
    """Administrators of the whole installation."""
    return _declare(view, Access(Audience.SITE_ADMIN))


def requires(permission: str) -> Callable[[View], View]:
    """Users whose role in the team of the record in the address (`code` or `team_id`) has `permission`."""
    return lambda view: _declare(view, Access(Audience.PERMISSION, permission))


def confirmed(view: View) -> View:
    """Whoever uses the view has entered their password within the last minutes, else is asked for it first.

    Stands above the declaration of who may use it. What was sent is carried out once the password is entered; such a
    view takes no files, which would not be kept meanwhile.
    """
    return _declare(view, replace(view.access, is_confirmed=True))  # type: ignore[attr-defined]


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What the view of an endpoint declares, or None."""
    return getattr(app.view_functions.get(endpoint), "access", None)


deciders: Hook[Callable[[Access, dict[str, Any]], None]] = Hook("decision on who may use a route")
"""One: it aborts a request to a non-public route which the visitor may not use; given are the view's arguments."""


def init_access(app: Flask) -> None:
    """Guard every request of the application."""
    app.before_request(_guard)


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _guard() -> None:
    endpoint = request.endpoint
    if endpoint is None:
        return  # no such page: the 404 follows
    access = access_of(current_app, endpoint)
    if access is None:
        current_app.logger.error("route %s declares no permission", endpoint)
        abort(403)
    if access.audience in (Audience.PUBLIC, Audience.PERSONAL_LINK):
        return
    deciders.only(access, request.view_args or {})
