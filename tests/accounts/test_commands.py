"""The first administrator, by command line."""

from __future__ import annotations

import re

from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.commands import create_admin
from accounts.models import User
from foundation.database import db
from tests.accounts.helpers import fresh_client, sign_in_with
from tests.factories import make_user

NEW = "nine olives on a plate"


def run(app: Flask, *arguments: str, typed: str = "") -> Result:
    """Run the command."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(create_admin, arguments, input=typed)
    db.session.rollback()
    return result


def test_link_that_is_printed_signs_the_administrator_in(app: Flask, client: FlaskClient) -> None:
    result = run(app, "Rania@Example.org", "--name", "Rania Khoury", "--language", "ar")
    assert result.exit_code == 0, result.output
    link = re.search(r"http://plenary\.test(/sign-in/link/\S+)", result.output)
    assert link is not None
    assert client.post(link[1]).status_code == 303
    assert client.get("/admin/teams").status_code == 200
    user = db.session.scalars(select(User)).one()
    assert (user.email, user.name, user.language, user.is_admin) == ("rania@example.org", "Rania Khoury", "ar", True)


def test_password_is_asked_for_twice_and_checked(app: Flask) -> None:
    assert run(app, "rania@example.org", "--password", typed="short\nshort\n").exit_code == 1
    assert db.session.scalars(select(User)).all() == []
    result = run(app, "rania@example.org", "--password", typed=f"{NEW}\n{NEW}\n")
    assert result.exit_code == 0, result.output
    assert (NEW in result.output, "http" in result.output) == (False, False)
    assert sign_in_with(fresh_client(app), "rania@example.org", NEW).status_code == 303


def test_known_user_becomes_administrator_and_keeps_the_rest(app: Flask) -> None:
    user = make_user(email="rania@example.org", name="Rania")
    stored = user.password_hash
    assert run(app, "rania@example.org", "--name", "Other").exit_code == 0
    assert (user.is_admin, user.name, user.password_hash) == (True, "Rania", stored)


def test_wrong_address_is_refused(app: Flask) -> None:
    assert run(app, "not an address").exit_code == 2
