"""Who may do what: roles, administrators, records of other teams."""

from __future__ import annotations

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from accounts import access
from accounts.permissions import PERMISSIONS_OF, Permission, Role
from foundation.audit import entries_for
from foundation.clock import now
from tests.accounts.helpers import fresh_client, is_signed_in, reloaded, shown
from tests.factories import make_team, make_user, sign_in


def as_user(app: Flask, user):  # type: ignore[no-untyped-def]
    """A request context of the user."""
    context = app.test_request_context("/")
    context.push()
    g.pop("_login_user", None)
    from flask import session

    if user is not None:
        session.update(access.start_session_values(user))
    return context


@pytest.mark.parametrize("role", list(Role))
def test_member_may_what_the_role_contains(app: Flask, role: Role) -> None:
    team, other = make_team(), make_team()
    user = make_user(role, team)
    context = as_user(app, user)
    try:
        assert {p for p in Permission if access.may(p, team.id)} == PERMISSIONS_OF[role]
        assert {p for p in Permission if access.may(p)} == PERMISSIONS_OF[role]
        assert [p for p in Permission if access.may(p, other.id)] == []
        assert access.team_ids_with(Permission.MEETING_VIEW) == [team.id]
        assert access.team_ids_with(Permission.TEAM_MANAGE) == ([team.id] if role is Role.OWNER else [])
    finally:
        g.pop("_login_user", None)
        context.pop()


def test_visitor_may_nothing_and_administrator_everything(app: Flask) -> None:
    team = make_team()
    admin = make_user(is_admin=True)
    for user, allowed, ids in ((None, [], []), (admin, list(Permission), None)):
        context = as_user(app, user)
        try:
            assert [p for p in Permission if access.may(p, team.id)] == allowed
            assert access.team_ids_with(Permission.MEETING_VIEW) == ids
        finally:
            g.pop("_login_user", None)
            context.pop()


def test_record_whose_team_cannot_be_found_opens_for_nobody(app: Flask) -> None:
    from werkzeug.exceptions import Forbidden, NotFound

    from foundation.access import Access, Audience

    user = make_user("owner")
    needs = Access(Audience.PERMISSION, Permission.MEETING_VIEW)
    access.team_resolvers.offer("record_of_test", {1: user.memberships[0].team_id, 2: None}.get)
    context = as_user(app, user)
    try:
        access.decide(needs, {})
        access.decide(needs, {"record_of_test": 1})
        assert access.may(Permission.TEAM_MANAGE)
        with pytest.raises(NotFound):
            access.decide(needs, {"record_of_test": 2})
        with pytest.raises(Forbidden):
            access.decide(needs, {"unknown_id": 1})
    finally:
        access.team_resolvers.withdraw("record_of_test")
        g.pop("_login_user", None)
        context.pop()


def test_administration_is_for_administrators(client: FlaskClient) -> None:
    sign_in(client, make_user("owner"))
    for path in ("/admin/teams", "/admin/teams/new", "/admin/users"):
        assert client.get(path).status_code == 403
    assert client.post("/admin/users/1/disable").status_code == 403
    sign_in(client, make_user(is_admin=True))
    for path in ("/admin/teams", "/admin/teams/new", "/admin/users", "/teams"):
        assert client.get(path).status_code == 200


def test_administrator_keeps_a_user_out_and_lets_them_in(app: Flask, client: FlaskClient) -> None:
    admin, user = make_user(is_admin=True), make_user(name="Salim Haddad")
    sign_in(client, admin)
    theirs = fresh_client(app)
    sign_in(theirs, user)
    assert is_signed_in(theirs)
    client.post(f"/admin/users/{user.id}/disable")
    assert not is_signed_in(theirs)
    client.post(f"/admin/users/{user.id}/enable")
    assert not is_signed_in(theirs)
    assert reloaded(user).is_active
    assert [entry.act for entry in entries_for("user", user.id)] == ["enabled", "disabled"]
    client.post(f"/admin/users/{admin.id}/disable")
    assert is_signed_in(client)
    assert client.post("/admin/users/999999/disable").status_code == 404


def test_users_are_searched_and_paged(client: FlaskClient) -> None:
    admin = make_user(is_admin=True, name="Zed")
    for number in range(60):
        make_user(name=f"Colleague {number:02}", email=f"c{number}@example.org")
    make_user(name="100% Sara_", disabled_at=now())
    sign_in(client, admin)
    first, last = shown(client.get("/admin/users")), shown(client.get("/admin/users?page=99"))
    assert ("Colleague 10" in first, "Colleague 59" in first, "Zed" in last) == (True, False, True)
    assert "Colleague 42" in shown(client.get("/admin/users?q=C42@EXAMPLE"))
    assert "Sara_" in shown(client.get("/admin/users", query_string={"q": "0% s"}))
    assert "Nobody found" in shown(client.get("/admin/users", query_string={"q": "%_x"}))


def test_pages_of_the_room_are_never_cached(client: FlaskClient) -> None:
    sign_in(client, make_user())
    for path in ("/sign-in", "/account", "/teams", "/sign-in/link/A.b"):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_administrator_finds_no_team_under_a_wrong_number(client: FlaskClient) -> None:
    sign_in(client, make_user(is_admin=True))
    data = {"name_en": "X", "email": "x@example.org", "role": "viewer", "language": "en"}
    assert client.get("/teams/999999").status_code == 404
    for path in ("name", "invitations", "members/1/remove", "invitations/1/again", "leave"):
        assert client.post(f"/teams/999999/{path}", data=data).status_code == 404
