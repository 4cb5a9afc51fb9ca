"""What whoever guards the installation finds in the log, and what nobody can write into it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.permissions import Role
from foundation.logs import _Formatter, security_event
from tests.accounts.helpers import sign_in_with
from tests.factories import PASSWORD, make_team, make_user, sign_in


@pytest.fixture
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What is written into the log of security events, in the shape of `request.param`."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(_Formatter(getattr(request, "param", "text") == "json"))
    logger = logging.getLogger("plenary.security")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


def test_failed_sign_in_says_which_account_and_from_where_and_no_address(client: FlaskClient, log: io.StringIO) -> None:
    user = make_user(email="known@example.org")
    for email in (user.email, "nobody@example.org"):
        sign_in_with(client, email, "wrong wrong wrong")
    known, unknown = log.getvalue().splitlines()
    assert f" event=sign_in_failed user={user.id} account=" in known
    assert "user=None account=" in unknown
    assert all("network=127.0.0.0/24" in line for line in (known, unknown))
    assert "example.org" not in log.getvalue()
    assert "wrong" not in log.getvalue()


def test_lock_out_confirming_in_vain_roles_and_ended_sessions_are_logged(client: FlaskClient, log: io.StringIO) -> None:
    team = make_team()
    owner = make_user(Role.OWNER, team)
    member = make_user(Role.VIEWER, team)
    sign_in(client, owner)
    client.post("/account/password", data={"current_password": "wrong", "password": "quite another password 91"})
    client.post(f"/teams/{team.id}/members/{member.memberships[0].id}/role", data={"role": "owner"})
    client.post("/account/sessions/end-others")
    client.post("/sign-out")
    for _ in range(12):
        sign_in_with(client, owner.email, "wrong wrong wrong")
    events = [line.partition(" event=")[2].split()[0] for line in log.getvalue().splitlines()]
    wanted = [
        "password_not_confirmed",
        "role_changed",
        "sessions_ended",
        "session_ended",
        "sign_in_failed",
        "locked_out",
    ]
    assert list(dict.fromkeys(events)) == wanted


def test_sign_in_that_succeeds_is_in_the_trail_not_among_the_events(client: FlaskClient, log: io.StringIO) -> None:
    sign_in_with(client, make_user().email, PASSWORD)
    assert log.getvalue() == ""


@pytest.mark.parametrize("log", ["text", "json"], indirect=True)
def test_nobody_can_begin_another_line_of_the_log(app: Flask, log: io.StringIO) -> None:
    evil = "a\n2030-01-01 00:00:00 WARNING plenary.security sign_in_failed\r\x1b[31m\u2028x\u202e"
    security_event("tried", path=evil)
    logging.getLogger("plenary.security").warning("typed: %s", evil)
    lines = log.getvalue().split("\n")
    assert (len(lines), lines[-1]) == (3, "")
    assert len(log.getvalue().splitlines()) == 2
    assert not any(letter in log.getvalue() for letter in "\r\x1b\u202e")
