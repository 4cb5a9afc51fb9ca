"""One's own account."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from foundation.audit import entries_for
from tests.accounts.helpers import fresh_client, is_signed_in, mails_to, reloaded, shown, sign_in_with
from tests.factories import PASSWORD, make_user, sign_in

NEW = "nine olives on a plate"


def test_name_and_language_are_saved_with_their_history(client: FlaskClient) -> None:
    user = make_user(name="Rania")
    sign_in(client, user)
    response = client.post("/account", data={"name": " Rania  Khoury ", "language": "ar"})
    assert response.status_code == 303
    assert (reloaded(user).name, reloaded(user).language) == ("Rania Khoury", "ar")
    assert entries_for("user", user.id)[0].changes == {"name": ["Rania", "Rania Khoury"], "language": ["en", "ar"]}
    assert 'lang="ar"' in client.get("/account").text


def test_wrong_values_are_refused_and_kept_on_the_page(client: FlaskClient) -> None:
    user = make_user()
    sign_in(client, user)
    assert client.post("/account", data={"name": "", "language": "en"}).status_code == 422
    assert client.post("/account", data={"name": "x" * 201, "language": "en"}).status_code == 422
    refused = client.post("/account", data={"name": "Rania the First", "language": "xx"})
    assert refused.status_code == 422
    assert "Rania the First" in refused.text


def test_password_change_needs_the_current_one_and_ends_other_sessions(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    elsewhere = fresh_client(app)
    for browser in (client, elsewhere):
        sign_in(browser, user)
    wrong = client.post("/account/password", data={"current_password": "wrong", "password": NEW})
    assert wrong.status_code == 422
    assert "This is not your current password." in shown(wrong)
    assert client.post("/account/password", data={"current_password": PASSWORD, "password": "short"}).status_code == 422
    assert client.post("/account/password", data={"current_password": PASSWORD, "password": NEW}).status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert sign_in_with(fresh_client(app), user.email, NEW).status_code == 303
    assert [message.template for message in mails_to(user.email)] == ["accounts/password_changed"]


def test_user_without_password_sets_the_first_one(client: FlaskClient) -> None:
    user = make_user(password_hash=None)
    sign_in(client, user)
    assert "Set a password" in shown(client.get("/account"))
    assert client.post("/account/password", data={"password": NEW}).status_code == 303
    assert reloaded(user).password_hash is not None
