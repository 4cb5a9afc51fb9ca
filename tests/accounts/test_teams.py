"""Teams, roles, invitations."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import Membership, Team, TeamInvitation, User
from accounts.operations.teams import INVITATION_LIFETIME, LastOwner, change_role, remove_member
from accounts.permissions import Role
from foundation.audit import entries_for
from foundation.clock import frozen_at
from foundation.database import db
from outbox.rendering import render
from tests.accounts.helpers import MINUTE, fresh_client, is_signed_in, link_in, mails_to, shown, sign_in_with
from tests.factories import PASSWORD, make_team, make_user, sign_in
from tests.statements import selects_of


def role_in(team: Team, user: User) -> Role | None:
    """The user's role as the database has it now."""
    db.session.rollback()
    query = select(Membership.role).where(Membership.team_id == team.id, Membership.user_id == user.id)
    return db.session.scalar(query)


def invite(client: FlaskClient, team: Team, email: str, role: str = "assistant", language: str = "en") -> str:
    """Invite as the signed-in owner; the path of the link."""
    response = client.post(f"/teams/{team.id}/invitations", data={"email": email, "role": role, "language": language})
    assert response.status_code == 303, shown(response)
    return link_in(mails_to(email.lower())[-1])


@pytest.fixture
def team(app: Flask) -> Team:
    """A team."""
    return make_team(name={"en": "Technology Section", "ar": "قسم التكنولوجيا"})


@pytest.fixture
def owner(team: Team) -> User:
    """Its owner."""
    return make_user("owner", team, name="Rania Khoury")


@pytest.fixture
def owners_client(client: FlaskClient, owner: User) -> FlaskClient:
    """A client signed in as the owner."""
    sign_in(client, owner)
    return client


def test_new_colleague_joins_with_a_name_and_no_password(app: Flask, owners_client: FlaskClient, team: Team) -> None:
    path = invite(owners_client, team, "Salim@Example.org", language="ar")
    visitor = fresh_client(app)
    assert "salim@example.org" in shown(visitor.get(path))
    assert visitor.post(path, data={"name": ""}).status_code == 422
    response = visitor.post(path, data={"name": "Salim Haddad", "password": ""})
    assert (response.status_code, response.location) == (303, f"/teams/{team.id}")
    assert visitor.get(response.location).status_code == 200
    user = db.session.scalars(select(User).where(User.email == "salim@example.org")).one()
    assert (user.name, user.language, user.password_hash) == ("Salim Haddad", "ar", None)
    assert role_in(team, user) is Role.ASSISTANT
    assert [visitor.get(path).status_code, visitor.post(path).status_code] == [410, 410]


def test_new_colleague_may_choose_a_password(app: Flask, owners_client: FlaskClient, team: Team) -> None:
    path = invite(owners_client, team, "salim@example.org")
    visitor = fresh_client(app)
    refused = visitor.post(path, data={"name": "Salim Haddad", "password": "short"})
    assert refused.status_code == 422
    assert "Salim Haddad" in refused.text
    assert visitor.post(path, data={"name": "Salim", "password": "nine olives on a plate"}).status_code == 303
    assert sign_in_with(fresh_client(app), "salim@example.org", "nine olives on a plate").status_code == 303


def test_known_user_joins_after_signing_in(app: Flask, owners_client: FlaskClient, team: Team) -> None:
    user = make_user(email="known@example.org", language="fr")
    path = invite(owners_client, team, "known@example.org", role="viewer")
    assert mails_to("known@example.org")[-1].language == "fr"
    visitor = fresh_client(app)
    page = visitor.get(path)
    assert f"/sign-in?next={path}" in page.text
    assert visitor.post(path, data={"name": "Somebody Else"}).status_code == 409
    assert sign_in_with(visitor, user.email, PASSWORD, next=path).location == path
    assert visitor.post(path).status_code == 303
    assert role_in(team, user) is Role.VIEWER


def test_another_user_cannot_take_up_the_invitation(app: Flask, owners_client: FlaskClient, team: Team) -> None:
    path = invite(owners_client, team, "salim@example.org", role="owner")
    other = make_user()
    browser = fresh_client(app)
    sign_in(browser, other)
    assert "another address" in shown(browser.get(path))
    assert browser.post(path, data={"name": "X"}).status_code == 409
    assert role_in(team, other) is None


def test_invitation_of_two_uses_at_once_makes_one_user(app: Flask, owners_client: FlaskClient, team: Team) -> None:
    path = invite(owners_client, team, "salim@example.org")
    db.session.rollback()
    together = Barrier(4)

    def use(number: int) -> int:
        browser = app.test_client()
        together.wait()
        return browser.post(path, data={"name": f"Salim {number}"}).status_code

    with ThreadPoolExecutor(4) as threads:
        codes = sorted(threads.map(use, range(4)))
    assert codes == [303, 410, 410, 410]
    assert db.session.scalar(select(func.count()).select_from(User)) == 2


def test_invitation_expires_is_renewed_and_withdrawn(owners_client: FlaskClient, team: Team, owner: User) -> None:
    start = datetime(2030, 1, 1, 8, tzinfo=UTC)
    with frozen_at(start):
        sign_in(owners_client, owner)
        first = invite(owners_client, team, "salim@example.org")
    with frozen_at(start + INVITATION_LIFETIME - MINUTE):
        assert owners_client.get(first).status_code == 200
    with frozen_at(start + INVITATION_LIFETIME):
        assert owners_client.get(first).status_code == 410
        sign_in(owners_client, owner)
        here = f"/teams/{team.id}/invitations/{db.session.scalars(select(TeamInvitation.id)).one()}"
        assert owners_client.post(f"{here}/again").status_code == 303
        second = link_in(mails_to("salim@example.org")[-1])
        assert second != first
        assert [owners_client.get(path).status_code for path in (first, second)] == [410, 200]
        assert owners_client.post(f"{here}/withdraw").status_code == 303
        assert owners_client.get(second).status_code == 410
        assert owners_client.post(f"{here}/withdraw").status_code == 404


def test_second_invitation_replaces_the_first(owners_client: FlaskClient, team: Team) -> None:
    first = invite(owners_client, team, "salim@example.org", role="viewer")
    second = invite(owners_client, team, "salim@example.org", role="organiser")
    assert [owners_client.get(path).status_code for path in (first, second)] == [410, 200]
    row = db.session.scalars(select(TeamInvitation)).one()
    assert row.role is Role.ORGANISER


def test_member_is_not_invited_again_and_typed_values_are_kept(owners_client: FlaskClient, team: Team) -> None:
    make_user("viewer", team, email="member@example.org")
    data = {"email": "member@example.org", "role": "viewer", "language": "en"}
    refused = owners_client.post(f"/teams/{team.id}/invitations", data=data)
    assert refused.status_code == 422
    assert "a member of the team already" in shown(refused)
    for wrong in ({"email": "not an address"}, {"role": "emperor"}, {"language": "tlh"}, {"email": "a b@example.org"}):
        assert owners_client.post(f"/teams/{team.id}/invitations", data=data | wrong).status_code == 422


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_invitation_mail_names_team_role_and_inviter(owners_client: FlaskClient, team: Team, language: str) -> None:
    path = invite(owners_client, team, "salim@example.org", language=language)
    message = mails_to("salim@example.org")[-1]
    mail = render(message.template, message.language, message.values)
    for text in (mail.text, mail.html):
        assert f"http://plenary.test{path}" in text
        assert "Rania Khoury" in text
        assert ("قسم التكنولوجيا" if language == "ar" else "Technology Section") in text


def test_owner_changes_roles_and_removes_members(owners_client: FlaskClient, team: Team, owner: User) -> None:
    user = make_user("viewer", team)
    membership = user.memberships[0]
    here = f"/teams/{team.id}/members/{membership.id}"
    assert owners_client.post(f"{here}/role", data={"role": "emperor"}).status_code == 400
    assert owners_client.post(f"{here}/role", data={"role": "organiser"}).status_code == 303
    assert role_in(team, user) is Role.ORGANISER
    entry = entries_for("membership", membership.id)[0]
    assert (entry.act, entry.actor_id, entry.changes) == (
        "role_changed", owner.id, {"role": ["viewer", "organiser"]}
    )  # fmt: skip
    assert owners_client.post(f"{here}/remove").status_code == 303
    assert role_in(team, user) is None
    assert owners_client.post(f"{here}/remove").status_code == 404


def test_removed_member_loses_the_team_at_the_next_request(app: Flask, owners_client: FlaskClient, team: Team) -> None:
    user = make_user("viewer", team)
    theirs = fresh_client(app)
    sign_in(theirs, user)
    assert theirs.get(f"/teams/{team.id}").status_code == 200
    owners_client.post(f"/teams/{team.id}/members/{user.memberships[0].id}/remove")
    assert theirs.get(f"/teams/{team.id}").status_code == 403


def test_last_owner_stays_owner(owners_client: FlaskClient, team: Team, owner: User) -> None:
    membership = owner.memberships[0]
    here = f"/teams/{team.id}/members/{membership.id}"
    for post in (
        lambda: owners_client.post(f"{here}/role", data={"role": "viewer"}, follow_redirects=True),
        lambda: owners_client.post(f"{here}/remove", follow_redirects=True),
        lambda: owners_client.post(f"/teams/{team.id}/leave", follow_redirects=True),
    ):
        assert "A team keeps at least one owner." in post().text
    assert role_in(team, owner) is Role.OWNER
    make_user("owner", team)
    assert owners_client.post(f"/teams/{team.id}/leave").status_code == 303
    assert role_in(team, owner) is None


@pytest.mark.parametrize("attempt", range(3))
def test_two_owners_who_leave_at_once_leave_one(app: Flask, team: Team, attempt: int) -> None:
    people = [make_user("owner", team) for _ in range(4)]
    members = [(person.memberships[0].id, person.id) for person in people]
    team_id = team.id
    db.session.rollback()
    together = Barrier(len(members))

    def leave(member: tuple[int, int]) -> bool:
        with app.app_context():
            actor = db.session.get_one(User, member[1])
            together.wait()
            try:
                if member[0] % 2:
                    remove_member(team_id, member[0], actor=actor)
                else:
                    change_role(team_id, member[0], Role.VIEWER, actor=actor)
            except LastOwner:
                return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(leave, members)) == [False, True, True, True]


def test_members_of_one_team_reach_nothing_of_another(owners_client: FlaskClient, team: Team) -> None:
    other = make_team()
    stranger = make_user("viewer", other)
    assert owners_client.get(f"/teams/{other.id}").status_code == 403
    assert owners_client.get("/teams/999999").status_code == 403
    foreign = f"/teams/{team.id}/members/{stranger.memberships[0].id}"
    assert owners_client.post(f"{foreign}/remove").status_code == 404
    assert owners_client.post(f"{foreign}/role", data={"role": "owner"}).status_code == 404
    assert role_in(other, stranger) is Role.VIEWER


@pytest.mark.parametrize("role", ["organiser", "assistant", "check_in", "viewer"])
def test_only_owners_manage_the_team(client: FlaskClient, team: Team, owner: User, role: str) -> None:
    user = make_user(role, team)
    sign_in(client, user)
    page = client.get(f"/teams/{team.id}")
    assert page.status_code == 200
    assert "Invite somebody" not in page.text
    data = {"email": "x@example.org", "role": "owner", "language": "en", "name_en": "X"}
    own = user.memberships[0].id
    for path in ("invitations", "name", f"members/{own}/role", f"members/{own}/remove"):
        assert client.post(f"/teams/{team.id}/{path}", data=data).status_code == 403
    assert client.post(f"/teams/{team.id}/leave").status_code == 303


def test_team_is_renamed_in_each_language(owners_client: FlaskClient, team: Team) -> None:
    assert owners_client.post(f"/teams/{team.id}/name", data={"name_en": " "}).status_code == 422
    data = {"name_en": "Statistics Section", "name_ar": "قسم الإحصاءات", "name_fr": ""}
    assert owners_client.post(f"/teams/{team.id}/name", data=data).status_code == 303
    db.session.rollback()
    assert dict(team.name) == {"en": "Statistics Section", "ar": "قسم الإحصاءات"}


def test_teams_page_lists_ones_own(owners_client: FlaskClient, team: Team, client: FlaskClient) -> None:
    make_team(name={"en": "Somebody else's"})
    text = shown(owners_client.get("/teams"))
    assert ("Technology Section" in text, "Somebody else" in text) == (True, False)


def test_page_of_a_team_costs_the_same_for_one_member_and_for_thirty(owners_client: FlaskClient, team: Team) -> None:
    here = f"/teams/{team.id}"
    first = selects_of(owners_client, here)
    for _ in range(29):
        make_user("viewer", team)
    assert (first, selects_of(owners_client, here)) == (4, 4)


def test_administrator_makes_a_team_and_invites_its_owner(app: Flask, client: FlaskClient) -> None:
    admin = make_user(is_admin=True)
    sign_in(client, admin)
    data = {"name_en": "", "name_ar": "قسم جديد", "owner_email": "salim@example.org", "language": "ar"}
    response = client.post("/admin/teams/new", data=data)
    assert response.status_code == 303
    made = db.session.scalars(select(Team)).one()
    assert dict(made.name) == {"ar": "قسم جديد"}
    assert client.get(response.location).status_code == 200
    visitor = fresh_client(app)
    visitor.post(link_in(mails_to("salim@example.org")[-1]), data={"name": "Salim"})
    assert is_signed_in(visitor)
    salim = db.session.scalars(select(User).where(User.email == "salim@example.org")).one()
    assert role_in(made, salim) is Role.OWNER
    assert "قسم جديد" in shown(client.get("/admin/teams"))


def test_administrator_may_own_the_team_at_once(client: FlaskClient) -> None:
    admin = make_user(is_admin=True)
    sign_in(client, admin)
    assert client.post("/admin/teams/new", data={"name_en": "X", "owner_email": "no address"}).status_code == 422
    client.post("/admin/teams/new", data={"name_en": "X", "owner_email": admin.email, "language": "en"})
    assert role_in(db.session.scalars(select(Team)).one(), admin) is Role.OWNER
    assert mails_to(admin.email) == []


def test_one_letter_of_an_invitation_in_a_quarter_of_an_hour(owners_client: FlaskClient, team: Team) -> None:
    first = invite(owners_client, team, "salim@example.org", role="viewer")
    here = f"/teams/{team.id}/invitations/{db.session.scalars(select(TeamInvitation.id)).one()}"
    assert [owners_client.post(f"{here}/again").status_code for _ in range(3)] == [303] * 3
    data = {"email": "salim@example.org", "role": "viewer", "language": "en"}
    assert owners_client.post(f"/teams/{team.id}/invitations", data=data).status_code == 303
    assert len(mails_to("salim@example.org")) == 1
    assert owners_client.get(first).status_code == 200
