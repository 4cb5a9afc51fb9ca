"""The password once more before what cannot be taken back, without anything that was typed being lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import Membership, Team, TeamInvitation, User
from accounts.permissions import Role
from foundation.clock import frozen_at, now
from foundation.database import db
from tests.accounts.helpers import fresh_client, link_in, mails_to, sign_in_with
from tests.factories import PASSWORD, make_meeting, make_registration, make_team, make_user, sign_in

LATER = timedelta(minutes=11)


@pytest.fixture
def owner(app: Flask) -> User:
    """An owner of a team."""
    return make_user(Role.OWNER, make_team())


@pytest.fixture
def late(client: FlaskClient, owner: User) -> Iterator[FlaskClient]:
    """The owner's browser, eleven minutes after signing in."""
    sign_in_with(client, owner.email, PASSWORD)
    with frozen_at(now() + LATER):
        yield client


def invitations() -> int:
    """How many invitations there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(TeamInvitation)) or 0


def held_in(page: str) -> dict[str, str]:
    """What the page of the password holds of what was sent."""
    return dict(re.findall(r'<textarea name="([^"]+)" hidden>\n([^<]*)</textarea>', page))


def path_of_invitations(owner: User) -> str:
    """Where the owner invites somebody."""
    return f"/teams/{owner.memberships[0].team_id}/invitations"


def test_proof_dated_by_a_clock_that_was_ahead_proves_nothing(client: FlaskClient, owner: User) -> None:
    with frozen_at(now() + timedelta(hours=1)):
        sign_in_with(client, owner.email, PASSWORD)
    invited = client.post(
        path_of_invitations(owner), data={"email": "a@example.org", "role": "owner", "language": "en"}
    )
    assert invited.status_code == 403
    assert invitations() == 0


def test_within_ten_minutes_nothing_is_asked(client: FlaskClient, owner: User) -> None:
    path = path_of_invitations(owner)
    sign_in_with(client, owner.email, PASSWORD)
    with frozen_at(now() + timedelta(minutes=9)):
        assert client.post(path, data={"email": "a@example.org", "role": "owner", "language": "en"}).status_code == 303
    assert invitations() == 1


def test_form_is_carried_out_once_the_password_is_entered(late: FlaskClient, owner: User) -> None:
    path = path_of_invitations(owner)
    sent = {"email": "new+person@example.org", "role": "owner", "language": "ar"}
    asked = late.post(path, data=sent)
    assert asked.status_code == 403
    assert held_in(asked.text) == sent
    assert f'action="{path}"' in asked.text
    assert invitations() == 0
    wrong = late.post(path, data={**held_in(asked.text), "confirm_password": "wrong wrong wrong"})
    assert (wrong.status_code, held_in(wrong.text), invitations()) == (422, sent, 0)
    empty = late.post(path, data={**sent, "confirm_password": ""})
    assert (empty.status_code, held_in(empty.text), invitations()) == (403, sent, 0)
    done = late.post(path, data={**held_in(wrong.text), "confirm_password": PASSWORD})
    assert done.status_code == 303
    row = db.session.scalars(select(TeamInvitation)).one()
    assert (row.email, row.role) == (sent["email"], Role.OWNER)
    assert late.post(path, data={**sent, "email": "b@example.org"}).status_code == 303


def test_whole_form_comes_through_byte_for_byte(late: FlaskClient, owner: User) -> None:
    text = "\n\nمرحبا <b>\"'& \r\nline\t end </textarea><script>"
    asked = late.post(path_of_invitations(owner), data={"email": text, "role": ["owner", "viewer"], "csrf_token": "x"})
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', asked.text, re.DOTALL)
    import html

    assert [(name, html.unescape(value)) for name, value in found] == [
        ("email", text),
        ("role", "owner"),
        ("role", "viewer"),
    ]


def test_wrong_passwords_are_limited(late: FlaskClient, owner: User) -> None:
    path = path_of_invitations(owner)
    data = {"email": "a@example.org", "role": "owner", "language": "en"}
    codes = [late.post(path, data={**data, "confirm_password": f"wrong {n}"}).status_code for n in range(12)]
    assert codes[0] == 422
    assert codes[-1] == 429
    assert late.post(path, data={**data, "confirm_password": PASSWORD}).status_code == 429
    assert invitations() == 0


def test_password_of_somebody_else_confirms_nothing(late: FlaskClient, owner: User) -> None:
    from argon2 import PasswordHasher

    make_user(
        is_admin=True,
        password_hash=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("the administrator's own"),
    )
    data = {"email": "a@example.org", "role": "owner", "language": "en", "confirm_password": "the administrator's own"}
    assert late.post(path_of_invitations(owner), data=data).status_code == 422
    assert invitations() == 0


def test_token_from_before_opens_nothing_after_the_password(app: Flask, late: FlaskClient, owner: User) -> None:
    before = late.get_cookie("plenary")
    assert before is not None
    late.post("/account/confirm", data={"confirm_password": PASSWORD})
    thief = fresh_client(app)
    thief.set_cookie("plenary", before.value)
    assert thief.get("/account").status_code == 303
    assert late.get("/account").status_code == 200


def test_page_asked_for_follows_the_password(late: FlaskClient, owner: User) -> None:
    team = db.session.get_one(Team, owner.memberships[0].team_id)
    make_registration(make_meeting(team, code="LIST"))
    wanted = "/manage/LIST/registrations/export.csv?q=a%20b"
    asked = late.get(wanted)
    assert (asked.status_code, asked.location.partition("?")[0]) == (303, "/account/confirm")
    assert 'name="confirm_password"' in late.get(asked.location).text
    done = late.post(asked.location, data={"confirm_password": PASSWORD})
    assert done.status_code == 200
    url = done.headers["Refresh"].removeprefix("0; url=")
    assert late.get(url).mimetype == "text/csv"


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_confirming_goes_on_to_this_site_only(client: FlaskClient, target: str) -> None:
    sign_in(client, make_user())
    answer = client.post("/account/confirm", query_string={"next": target})
    assert answer.headers["Refresh"] == "0; url=/account"
    assert "evil" not in answer.text.partition("<main")[2].partition("</main>")[0]


def test_link_opened_in_the_same_browser_serves_those_without_a_password(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        owner = make_user(Role.OWNER, make_team(), password_hash=None)
        path = path_of_invitations(owner)
        with frozen_at(now() - LATER):
            sign_in(client, owner)
        page = client.get(path.rpartition("/")[0]).text
        sent = {"email": "a@example.org", "role": "viewer", "language": "en", "csrf_token": _token(page)}
        asked = client.post(path, data=sent)
        assert asked.status_code == 403
        assert "confirm_password" not in asked.text
        mailed = client.post(path, data={**sent, "confirm_by_link": "1"})
        assert "on its way" in mailed.text
        held = held_in(mailed.text) | {"csrf_token": _token(mailed.text)}
        link = link_in(mails_to(owner.email)[-1])
        opened = client.post(link, data={"csrf_token": _token(client.get(link).text)})
        assert opened.status_code == 303
        assert client.post(path, data=held).status_code == 303
        assert invitations() == 1
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_first_password_of_an_account_without_one_wants_a_fresh_link(client: FlaskClient) -> None:
    user = make_user(password_hash=None)
    sign_in(client, user)
    new = {"password": "quite another password 81"}
    with frozen_at(now() + LATER):
        assert client.post("/account/password", data=new).status_code == 403
    assert client.post("/account/password", data=new).status_code == 303


def test_forged_form_never_reaches_the_page_of_the_password(app: Flask, late: FlaskClient, owner: User) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        data = {"email": "evil@example.org", "role": "owner", "language": "en"}
        answer = late.post(path_of_invitations(owner), data=data)
        assert (answer.status_code, "confirm_password" in answer.text) == (400, False)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_members_are_removed_and_made_owners_only_after_the_password(late: FlaskClient, owner: User) -> None:
    team_id = owner.memberships[0].team_id
    member = make_user(Role.VIEWER, db.session.get_one(Team, team_id)).memberships[0].id
    late.post(f"/teams/{team_id}/members/{member}/role", data={"role": "owner"})
    late.post(f"/teams/{team_id}/members/{member}/remove")
    db.session.rollback()
    assert db.session.get_one(Membership, member).role is Role.VIEWER


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_page_of_the_password_is_there_in_each_language(late: FlaskClient, language: str) -> None:
    assert f'lang="{language}"' in late.get(f"/account/confirm?lang={language}").text


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]
