"""One-time links: for signing in and for a new password."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import OneTimeToken
from accounts.operations import signing_in
from accounts.operations.signing_in import LINK_LIFETIME
from foundation.audit import AuditEntry, entries_for
from foundation.clock import frozen_at, now
from foundation.database import db
from outbox.models import OutboxMessage
from outbox.rendering import render
from tests.accounts.helpers import MINUTE, fresh_client, is_signed_in, link_in, mails_to, reloaded, shown, sign_in_with
from tests.factories import PASSWORD, make_user, sign_in
from tests.pauses import pauses

NEW = "nine olives on a plate"


def ask_for_link(client: FlaskClient, email: str, page: str = "/sign-in/link") -> str:
    """Ask for a link; its path."""
    assert client.post(page, data={"email": email}).status_code == 303
    return link_in(mails_to(email.lower())[-1])


def test_link_signs_in_by_a_button_and_only_once(app: Flask, client: FlaskClient) -> None:
    user = make_user(email="rania@example.org")
    path = ask_for_link(client, "Rania@example.org")
    for _ in range(3):  # a scanner of mail that opens links
        assert client.get(path).status_code == 200
    assert not is_signed_in(client)
    assert "rania@example.org" in shown(client.get(path))
    response = client.post(path)
    assert (response.status_code, response.location) == (303, "/manage/")
    assert is_signed_in(client)
    assert [entry.act for entry in entries_for("user", user.id)] == ["signed_in", "sign_in_link_sent"]
    again = fresh_client(app)
    assert [again.get(path).status_code, again.post(path).status_code] == [410, 410]


def test_link_goes_on_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    user = make_user()
    client.post("/sign-in/link", data={"email": user.email, "next": "/teams"})
    assert client.post(link_in(mails_to(user.email)[-1])).location == "/teams"


def test_link_of_two_uses_at_once_signs_in_one(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    path = ask_for_link(client, user.email)
    db.session.rollback()
    together = Barrier(6)

    def use(_: int) -> int:
        browser = app.test_client()
        together.wait()
        return browser.post(path).status_code

    with ThreadPoolExecutor(6) as threads:
        codes = list(threads.map(use, range(6)))
    assert sorted(codes) == [303, 410, 410, 410, 410, 410]


@pytest.mark.parametrize("page", ["/sign-in/link", "/password"])
def test_link_expires(client: FlaskClient, page: str) -> None:
    user = make_user()
    start = datetime(2030, 1, 1, 8, tzinfo=UTC)
    with frozen_at(start):
        path = ask_for_link(client, user.email, page)
    with frozen_at(start + LINK_LIFETIME - MINUTE):
        assert client.get(path).status_code == 200
    with frozen_at(start + LINK_LIFETIME):
        assert client.get(path).status_code == 410
        assert client.post(path, data={"password": NEW}).status_code == 410


@pytest.mark.parametrize("page", ["/sign-in/link", "/password"])
def test_answer_is_the_same_whether_the_account_exists(client: FlaskClient, page: str) -> None:
    make_user(email="known@example.org")
    make_user(email="disabled@example.org", disabled_at=now())
    answers = [
        client.post(page, data={"email": f"{name}@example.org"}, follow_redirects=True)
        for name in ("known", "nobody", "disabled")
    ]
    assert {response.status_code for response in answers} == {200}
    assert len({response.text for response in answers}) == 1
    assert [len(mails_to(f"{name}@example.org")) for name in ("known", "nobody", "disabled")] == [1, 0, 0]


@pytest.mark.parametrize("email", ["known@example.org", "nobody@example.org"])
def test_answer_takes_the_same_time_whether_the_account_exists(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    make_user(email="known@example.org")
    monkeypatch.setattr(signing_in, "SECONDS_UNTIL_ANSWER", 0.5)
    with pauses() as seen:
        client.post("/sign-in/link", data={"email": email})
    assert seen == [(0.5, int(email == "known@example.org"))]


def test_mail_goes_to_the_stored_address_never_to_a_look_alike(client: FlaskClient) -> None:
    make_user(email="kim@example.org")
    client.post("/sign-in/link", data={"email": "\N{KELVIN SIGN}im@example.org"})
    assert {message.recipient for message in db.session.scalars(select(OutboxMessage))} <= {"kim@example.org"}


def test_links_end_when_the_user_signs_out_everywhere(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    paths = [ask_for_link(client, user.email), ask_for_link(client, user.email, "/password")]
    sign_in(client, user)
    client.post("/sign-out/everywhere")
    assert [fresh_client(app).get(path).status_code for path in paths] == [410, 410]


def test_links_are_for_their_purpose_and_cannot_be_guessed(client: FlaskClient) -> None:
    user = make_user()
    token = ask_for_link(client, user.email).rpartition("/")[2]
    reference, _, mac = token.partition(".")
    for wrong in (
        f"/password/{token}",
        f"/sign-in/link/{reference}.{mac[:-1]}",
        f"/sign-in/link/{reference}.",
        f"/sign-in/link/{reference}",
        f"/sign-in/link/.{mac}",
        f"/sign-in/link/A.{mac}",
        "/sign-in/link/" + "x" * 5000 + ".y",
        "/sign-in/link/مرحبا.abc",
        f"/invitations/{token}",
    ):
        assert [client.get(wrong).status_code, client.post(wrong).status_code] == [410, 410], wrong


def test_no_table_holds_the_token(client: FlaskClient) -> None:
    user = make_user()
    token = ask_for_link(client, user.email).rpartition("/")[2]
    mac = token.partition(".")[2]
    rows = [dict(row._mapping) for row in db.session.execute(select(OneTimeToken.__table__))]
    rows += [dict(row._mapping) for row in db.session.execute(select(OutboxMessage.__table__))]
    rows += [dict(row._mapping) for row in db.session.execute(select(AuditEntry.__table__))]
    assert len(rows) == 3
    assert mac not in json.dumps(rows, default=str)
    assert [message.is_confidential for message in mails_to(user.email)] == [True]


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
@pytest.mark.parametrize("page", ["/sign-in/link", "/password"])
def test_mail_is_rendered_in_the_users_language(client: FlaskClient, page: str, language: str) -> None:
    user = make_user(language=language, name="Rania O'Neill <b>")
    path = ask_for_link(client, user.email, page)
    message = mails_to(user.email)[-1]
    assert message.language == language
    mail = render(message.template, message.language, message.values)
    assert f"http://plenary.test{path}" in mail.text
    assert f'href="http://plenary.test{path}"' in mail.html
    # French letters greet without a name: "Madame, Monsieur,".
    assert ("Rania O'Neill <b>" in mail.text) is (language != "fr")
    assert "<b>" not in mail.html
    assert mail.subject
    assert f'lang="{language}"' in mail.html


def test_reset_sets_the_password_and_ends_everything_else(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    elsewhere = fresh_client(app)
    sign_in(elsewhere, user)
    sign_in_link = ask_for_link(client, user.email)
    path = ask_for_link(client, user.email, "/password")
    assert client.post(path, data={"password": "short"}).status_code == 422
    assert client.post(path, data={"password": user.email}).status_code == 422
    assert client.post(path, data={"password": NEW}).status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert [fresh_client(app).get(link).status_code for link in (path, sign_in_link)] == [410, 410]
    assert sign_in_with(fresh_client(app), user.email, PASSWORD).status_code == 422
    assert sign_in_with(fresh_client(app), user.email, NEW).status_code == 303
    assert mails_to(user.email)[-1].template == "accounts/password_changed"
    changes = next(entry.changes for entry in entries_for("user", user.id) if entry.act == "password_reset")
    assert changes == {"password_hash": ["•••", "•••"]}


def test_reset_of_two_uses_at_once_changes_the_password_once(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    path = ask_for_link(client, user.email, "/password")
    db.session.rollback()
    together = Barrier(3)

    def use(number: int) -> int:
        browser = app.test_client()
        together.wait()
        return browser.post(path, data={"password": f"{NEW} {number}"}).status_code

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(use, range(3))) == [303, 410, 410]
    assert reloaded(user).session_generation == 2


def test_password_changed_mail_names_no_secret(app: Flask) -> None:
    mail = render("accounts/password_changed", "en", {"name": "Rania"})
    assert (mail.subject, "Rania" in mail.text, "Rania" in mail.html) == ("Your password was changed", True, True)
