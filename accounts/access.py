"""Who the visitor is and what they may do: the bridge between sessions and `foundation.access`.

A member may do in a team what their role contains. An administrator of the installation may do everything in every
team, without being a member of any: they are who is called when a team has lost its last owner or cannot help itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, abort, current_app, g, has_request_context, make_response, redirect, request, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, current_user
from sqlalchemy import select

from accounts import ageing  # noqa: F401  (registers what ages)
from accounts.devices import Device, device_of
from accounts.mail_links import INVITATION, ONE_TIME, resolve_invitation, resolve_one_time
from accounts.models import Team, User, UserSession
from accounts.operations import sessions
from accounts.operations.sessions import Entrance
from accounts.permissions import Permission
from accounts.words import WORDS
from foundation.access import Access, Audience, deciders
from foundation.database import db
from foundation.errors import SignedOut, forgotten_without_database
from foundation.history import PEOPLE, record_names
from foundation.hooks import Hook
from foundation.languages import current_language
from foundation.pages import parts_of, safe_next
from foundation.words import offer_words
from outbox.link_references import resolvers

_HELD_AS = "_user_id"  # the name that Flask-Login gives it
_CSRF = "csrf_token"
_SESSION = "plenary.session"
_TEAM = "plenary.team_id"
_STANDING = "plenary.standing"

team_resolvers: Hook[Callable[[Any], int | None]] = Hook("way to the team of a record")
"""By name of a view argument: the id of the team that holds the record it names; None: there is no such record."""


@dataclass(frozen=True)
class Grants:
    """What somebody may do, read once per request."""

    is_admin: bool = False
    by_team: dict[int, frozenset[Permission]] = field(default_factory=dict)

    def allows(self, permission: str, team_id: int | None) -> bool:
        """Whether `permission` is held in a team; for None: in any team."""
        if self.is_admin:
            return True
        if team_id is None:
            return any(permission in held for held in self.by_team.values())
        return permission in self.by_team.get(team_id, frozenset())

    def belongs_to(self, team_id: int) -> bool:
        """Whether anything is held in that team."""
        return self.is_admin or bool(self.by_team.get(team_id))


NOBODY = Grants()


class Visitor(AnonymousUserMixin):
    """Somebody who is not signed in."""

    id = None
    is_admin = False
    name = ""
    email = ""


def init_accounts(app: Flask) -> None:
    """Set up sessions, the decision about permissions, links in mail and what templates may ask."""
    manager = LoginManager()
    manager.anonymous_user = Visitor
    # Flask-Login would end a session when the visitor's address changes, as it does on the way to every meeting.
    manager.session_protection = None
    manager.user_loader(_load_user)
    manager.init_app(app)
    deciders.offer("accounts", decide)
    resolvers.offer(ONE_TIME, resolve_one_time)
    resolvers.offer(INVITATION, resolve_invitation)
    record_names.offer(PEOPLE, names_of_users)
    offer_words(*WORDS)
    app.jinja_env.globals.update(may=may, team_called=team_called)
    app.context_processor(_addresses)
    forgotten_without_database.offer("who is signed in", _be_nobody)


def actor() -> User | None:
    """The signed-in user as a model, to be handed to operations; None for a visitor."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def actor_or_403() -> User:
    """The signed-in user, on a route that lets nobody else in; 403 for a visitor."""
    return actor() or abort(403)


def team_or_404(team_id: int) -> Team:
    """The team in the address of a page; 404 when there is none."""
    return db.session.get(Team, team_id) or abort(404)


def may(permission: str, team_id: int | None = None) -> bool:
    """Whether the visitor holds `permission` in the team, by default the one of the record in the address.

    On a page that belongs to no team: whether they hold it in any team.
    """
    if team_id is None and has_request_context():
        team_id = request.environ.get(_TEAM)
    return _standing().allows(permission, team_id)


def team_ids_with(permission: str) -> list[int] | None:
    """The teams in which the visitor holds `permission`; None means all teams (administrators)."""
    standing = _standing()
    if standing.is_admin:
        return None
    return sorted(team_id for team_id, held in standing.by_team.items() if permission in held)


def teams_where(permission: str) -> list[Team]:
    """The teams in which the visitor holds `permission`, by name."""
    ids = team_ids_with(permission)
    if ids == []:
        return []
    query = select(Team) if ids is None else select(Team).where(Team.id.in_(ids))
    return sorted(db.session.scalars(query), key=lambda team: (team.name.text(current_language()), team.id))


def team_called(team_id: int) -> str:
    """The name of a team in the language being spoken, for the head of pages that belong to one."""
    team = db.session.get(Team, team_id)
    return team.name.text(current_language()) if team else ""


def current_session() -> UserSession | None:
    """The session of the signed-in user; None for a visitor."""
    return request.environ.get(_SESSION) if current_user.is_authenticated else None


def device() -> Device:
    """Where this request comes from."""
    return device_of(request.headers.get("User-Agent", ""), request.remote_addr or "")


def enter_session(entrance: Entrance) -> None:
    """Let this browser hold a session that has begun, or its new token.

    Everything that the cookie held before is dropped, so that nobody can have planted it. Only of the same user the
    key to open forms stays: what they have typed in other windows can still be sent.
    """
    before = actor()
    kept = session.get(_CSRF) if before is not None and before.id == entrance.user.id else None
    _forget()
    session[_HELD_AS] = entrance.token
    if kept:
        session[_CSRF] = kept
    _look_again()


def start_session_values(user: User) -> dict[str, Any]:
    """What the cookie of a session of the user holds that begins now."""
    return {_HELD_AS: sessions.begin(user.id, Device()).token}


def end_session() -> None:
    """Forget who the visitor is; the session itself has been ended."""
    _forget()
    _look_again()


def _forget() -> None:
    session.clear()
    g.pop("csrf_token", None)


def _look_again() -> None:
    g.pop("_login_user", None)
    for name in (_SESSION, _STANDING):
        request.environ.pop(name, None)


def decide(access: Access, view_args: dict[str, Any]) -> None:
    """Abort a request that the visitor may not make; see `foundation.access.deciders`."""
    if not current_user.is_authenticated:
        _send_to_sign_in()
    if access.audience is Audience.SITE_ADMIN and not current_user.is_admin:
        abort(403)
    if access.audience is Audience.PERMISSION:
        team_id = _team_in_address(view_args)
        standing = _standing()
        if "team_id" not in view_args and team_id is not None and not standing.belongs_to(team_id):
            # As if there were none: whether a short code is taken tells what others prepare.
            abort(404)
        if not standing.allows(access.permission, team_id):
            abort(403)


def _team_in_address(view_args: dict[str, Any]) -> int | None:
    if not view_args:
        return None
    if "team_id" in view_args:
        team_id = int(view_args["team_id"])
    else:
        name = next((name for name, _resolve in team_resolvers.items() if name in view_args), "")
        resolve = team_resolvers.get(name)
        if resolve is None:
            # Taking this for "any team" would open one team's record to another.
            current_app.logger.error("no team can be found for %s", request.endpoint)
            abort(403)
        found = resolve(view_args[name])
        if found is None:
            abort(404)
        team_id = found
    request.environ[_TEAM] = team_id
    return team_id


def _send_to_sign_in() -> None:
    if request.method not in ("GET", "HEAD"):
        raise SignedOut()
    if request.headers.get("HX-Request"):
        shown = parts_of(request.headers.get("HX-Current-URL", ""))
        here = safe_next(shown.path + (f"?{shown.query}" if shown.query else ""))
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url_for("accounts.sign_in", next=here or None)
        abort(answer)
    abort(redirect(url_for("accounts.sign_in", next=safe_next(request.full_path.rstrip("?")) or None), 303))


def names_of_users(ids: set[int]) -> dict[int, str]:
    """Names of users by id."""
    return {
        row.id: row.names.get(current_language()) or row.name
        for row in db.session.execute(select(User.id, User.name, User.names).where(User.id.in_(ids)))
    }


def _load_user(token: str) -> User | None:
    found = sessions.used(token) if isinstance(token, str) else None
    request.environ[_SESSION] = found
    return found.user if found is not None else None


def _be_nobody() -> None:
    """Show a page as to somebody who is not signed in: who it is cannot be asked."""
    g._login_user = Visitor()  # where Flask-Login keeps the user of a request
    request.environ[_STANDING] = NOBODY


def _standing() -> Grants:
    if not has_request_context() or not current_user.is_authenticated:
        return NOBODY
    standing: Grants | None = request.environ.get(_STANDING)
    if standing is None:
        held = {membership.team_id: membership.permissions for membership in current_user.memberships}
        standing = request.environ[_STANDING] = Grants(current_user.is_admin, held)
    return standing


def _addresses() -> dict[str, str]:
    if not has_request_context():
        return {}
    return {
        "sign_in_url": url_for("accounts.sign_in"),
        "sign_out_url": url_for("accounts.sign_out"),
        "account_url": url_for("accounts.account"),
    }
