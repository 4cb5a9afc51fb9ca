"""Sessions on the server: begun, used, listed, ended."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.devices import Device, device_of, network_of
from accounts.models import SessionEnd, User, UserSession
from accounts.operations import sessions
from foundation.ageing import remove_aged
from foundation.clock import frozen_at
from foundation.database import db, writing
from tests.accounts.helpers import HOUR, MINUTE, fresh_client, is_signed_in, shown, sign_in_with
from tests.factories import PASSWORD, make_user, sign_in
from tests.statements import statements
from tests.waiting import Watch

START = datetime(2030, 1, 1, 8, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
    "Mobile/15E148 Safari/604.1"
)


def rows(user: User) -> list[UserSession]:
    """Every session of the user that there ever was."""
    db.session.rollback()
    return list(db.session.scalars(select(UserSession).where(UserSession.user_id == user.id).order_by(UserSession.id)))


def cookie_of(client: FlaskClient) -> str:
    """The session cookie of a browser."""
    cookie = client.get_cookie("plenary")
    assert cookie is not None
    return str(cookie.value)


def token_of(client: FlaskClient) -> str:
    """The token in the session cookie."""
    with client.session_transaction() as session:
        return str(session["_user_id"])


def with_cookie(app: Flask, value: str) -> FlaskClient:
    """Another browser that holds a stolen cookie."""
    thief = fresh_client(app)
    thief.set_cookie("plenary", value)
    return thief


def test_session_is_known_by_the_hash_of_its_token_alone(client: FlaskClient) -> None:
    user = make_user()
    sign_in_with(client, user.email, PASSWORD)
    (row,) = rows(user)
    token = token_of(client)
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    for table in db.metadata.sorted_tables:
        assert token not in str(db.session.execute(table.select()).all())


def test_cookie_from_before_signing_out_opens_nothing(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    sign_in_with(client, user.email, PASSWORD)
    stolen = cookie_of(client)
    assert is_signed_in(with_cookie(app, stolen))
    response = client.post("/sign-out")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert not is_signed_in(with_cookie(app, stolen))
    assert [row.end_reason for row in rows(user)] == [SessionEnd.SIGNED_OUT]


def test_session_ends_when_it_is_not_used(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    idle = timedelta(minutes=app.config["SETTINGS"].session_idle_minutes)
    with frozen_at(START):
        sign_in(client, user)
    with frozen_at(START + idle - MINUTE):
        assert is_signed_in(client)
    with frozen_at(START + 2 * idle - 2 * MINUTE):
        assert is_signed_in(client)
    with frozen_at(START + 3 * idle - 2 * MINUTE):
        assert not is_signed_in(client)


def test_last_use_is_noted_every_five_minutes_at_most_and_costs_nothing_between(client: FlaskClient) -> None:
    user = make_user()
    written = []
    with frozen_at(START):
        sign_in(client, user)
    for minutes in (0, 1, 4, 5, 6, 9, 11):
        with frozen_at(START + minutes * MINUTE), statements() as seen:
            client.get("/teams")
        written.append(any(statement.startswith("UPDATE user_session") for statement in seen))
        about_users = [statement for statement in seen if "FROM user_session" in statement]
        assert len(about_users) == 1
        assert not any("FROM membership" in statement for statement in seen)
    assert written == [False, False, False, True, False, False, True]


def test_locked_database_does_not_keep_readers_waiting(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    with frozen_at(START):
        sign_in(client, user)
        (row,) = rows(user)
    later = START + 10 * MINUTE
    with writing() as session:
        session.execute(UserSession.__table__.update().where(UserSession.id == row.id).values(network="held"))
        with frozen_at(later), app.test_client() as other:
            other.set_cookie("plenary", cookie_of(client))
            watch = Watch()
            assert other.get("/account").status_code == 200
            assert watch.seconds < 2
    assert rows(user)[0].seen_at == START
    with frozen_at(later):
        client.get("/account")
    assert rows(user)[0].seen_at == later


def test_token_is_another_after_each_proof_of_who_one_is(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    sign_in_with(client, user.email, PASSWORD)
    first = cookie_of(client)
    sign_in_with(client, user.email, PASSWORD)
    second = cookie_of(client)
    new = "quite another password 71"
    assert client.post("/account/password", data={"current_password": PASSWORD, "password": new}).status_code == 303
    third = cookie_of(client)
    assert [is_signed_in(with_cookie(app, cookie)) for cookie in (first, second, third)] == [False, False, True]
    assert [row.end_reason for row in rows(user)] == [SessionEnd.REPLACED, None]


@pytest.fixture
def three(app: Flask) -> tuple[User, list[FlaskClient]]:
    """A user who is signed in in three browsers."""
    user = make_user()
    browsers = [fresh_client(app) for _ in range(3)]
    for browser, agent in zip(browsers, (FIREFOX, SAFARI, ""), strict=True):
        browser.environ_base["HTTP_USER_AGENT"] = agent
        sign_in_with(browser, user.email, PASSWORD)
    return user, browsers


def test_sessions_are_listed_and_each_can_be_ended(three: tuple[User, list[FlaskClient]]) -> None:
    user, (here, phone, unknown) = three
    page = shown(here.get("/account/sessions"))
    for words in ("Firefox on Windows · this browser", "Safari on iPhone", "Unknown browser", "127.0.0.0/24"):
        assert words in page
    number = rows(user)[1].id
    assert here.post(f"/account/sessions/{number}/end").location == "/account/sessions"
    assert [is_signed_in(browser) for browser in (here, phone, unknown)] == [True, False, True]
    assert "Safari" not in shown(here.get("/account/sessions"))
    assert "had ended already" in here.post(f"/account/sessions/{number}/end", follow_redirects=True).text


def test_all_others_are_ended_at_once(three: tuple[User, list[FlaskClient]]) -> None:
    _user, browsers = three
    browsers[0].post("/account/sessions/end-others")
    assert [is_signed_in(browser) for browser in browsers] == [True, False, False]
    assert "nowhere else" in browsers[0].get("/account/sessions").text


def test_ending_this_session_signs_out(three: tuple[User, list[FlaskClient]]) -> None:
    user, browsers = three
    assert browsers[0].post(f"/account/sessions/{rows(user)[0].id}/end").location == "/sign-in"
    assert [is_signed_in(browser) for browser in browsers] == [False, True, True]


def test_sessions_of_somebody_else_cannot_be_ended(client: FlaskClient, three: tuple[User, list[FlaskClient]]) -> None:
    user, browsers = three
    sign_in(client, make_user())
    for row in rows(user):
        client.post(f"/account/sessions/{row.id}/end")
    assert all(is_signed_in(browser) for browser in browsers)


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_list_of_sessions_is_there_in_each_language(client: FlaskClient, language: str) -> None:
    sign_in(client, make_user())
    assert f'lang="{language}"' in client.get(f"/account/sessions?lang={language}").text


def test_sessions_that_are_long_over_are_swept(client: FlaskClient) -> None:
    user = make_user()
    with frozen_at(START):
        sign_in(client, user)
        client.post("/sign-out")
        sign_in(client, user)
    with frozen_at(START + 40 * 24 * HOUR):
        sign_in(client, user)
        remove_aged()
        assert is_signed_in(client)
    assert len(rows(user)) == 1


def test_disabled_user_cannot_begin_a_session(app: Flask) -> None:
    user = make_user(disabled_at=START)
    with pytest.raises(sessions.MayNotSignIn):
        sessions.begin(user.id, Device())


@pytest.mark.parametrize(
    ("agent", "address", "device"),
    [
        (FIREFOX, "192.0.2.77", Device("Firefox", "Windows", "192.0.2.0/24")),
        (SAFARI, "2001:db8:1:2::3", Device("Safari", "iPhone", "2001:db8:1::/48")),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537 Edg/140", "::ffff:192.0.2.77",
         Device("Edge", "Linux", "192.0.2.0/24")),
        ("<script>" * 1000, "somewhere", Device()),
    ],
)  # fmt: skip
def test_device_is_said_in_known_words_only(agent: str, address: str, device: Device) -> None:
    assert device_of(agent, address) == device
    assert network_of(address) == device.network


def test_cookie_belongs_to_this_host_alone_when_it_is_secure(app: Flask, var_dir: Path) -> None:
    from app import create_app
    from config import Settings

    settings = Settings(secret_keys="s" * 40, base_url="https://plenary.example.org", var_dir=var_dir / "secure")
    secure = create_app(settings, testing=True)
    assert secure.config["SESSION_COOKIE_NAME"] == "__Host-plenary"
    assert (secure.config["SESSION_COOKIE_PATH"], secure.config["SESSION_COOKIE_SECURE"]) == ("/", True)
    assert secure.config.get("SESSION_COOKIE_DOMAIN") is None
