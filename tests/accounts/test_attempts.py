"""Limits on attempts per account and per address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import SignInAttempt
from accounts.operations.attempts import (
    PER_ACCOUNT,
    PER_ADDRESS,
    WINDOW,
    AttemptKind,
    TooManyAttempts,
    _network,
    count_attempt,
    forgive,
)
from foundation.clock import frozen_at
from foundation.database import db
from tests.accounts.helpers import MINUTE, is_signed_in, mails_to, shown, sign_in_with
from tests.factories import PASSWORD, make_user

START = datetime(2030, 1, 1, 8, tzinfo=UTC)
MOST = PER_ACCOUNT[AttemptKind.PASSWORD]


@pytest.mark.parametrize("email", ["known@example.org", "nobody@example.org"])
def test_guessing_a_password_ends_in_a_clear_sentence(client: FlaskClient, email: str) -> None:
    make_user(email="known@example.org")
    with frozen_at(START):
        codes = [sign_in_with(client, email, "wrong wrong wrong").status_code for _ in range(MOST)]
        refused = sign_in_with(client, email, PASSWORD)
    assert codes == [422] * MOST
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert "Wait 15 minutes, then try again." in shown(refused)


def test_barred_account_may_try_again_later_and_has_mail_meanwhile(client: FlaskClient) -> None:
    user = make_user()
    with frozen_at(START):
        for _ in range(MOST + 3):
            sign_in_with(client, user.email, "wrong wrong wrong")
        assert client.post("/sign-in/link", data={"email": user.email}).status_code == 303
    with frozen_at(START + WINDOW - MINUTE):
        assert sign_in_with(client, user.email, PASSWORD).status_code == 429
    with frozen_at(START + WINDOW):
        assert sign_in_with(client, user.email, PASSWORD).status_code == 303


def test_success_clears_the_account_and_forgives_the_address(client: FlaskClient) -> None:
    user = make_user()
    for _ in range(3):
        for _ in range(MOST - 1):
            sign_in_with(client, user.email, "wrong wrong wrong")
        assert sign_in_with(client, user.email, PASSWORD).status_code == 303
        client.post("/sign-out")
    counted = db.session.scalar(select(func.count()).select_from(SignInAttempt))
    assert counted == 3 * (MOST - 1)


def test_one_address_cannot_try_many_accounts(app: Flask) -> None:
    for number in range(PER_ADDRESS):
        count_attempt(AttemptKind.PASSWORD, f"user{number}@example.org", "192.0.2.1")
    with pytest.raises(TooManyAttempts):
        count_attempt(AttemptKind.MAIL, "another@example.org", "192.0.2.1")
    count_attempt(AttemptKind.PASSWORD, "another@example.org", "192.0.2.2")


def test_mail_to_one_account_is_limited(client: FlaskClient) -> None:
    user = make_user()
    most = PER_ACCOUNT[AttemptKind.MAIL]
    codes = [client.post(page, data={"email": user.email}).status_code for page in ["/sign-in/link", "/password"] * 3]
    assert codes == [303] * most + [429]
    assert len(mails_to(user.email)) == most


def test_attempts_made_at_once_do_not_exceed_the_limit(app: Flask) -> None:
    def attempt(number: int) -> bool:
        with app.app_context():
            try:
                count_attempt(AttemptKind.PASSWORD, "one@example.org", f"192.0.2.{number}")
            except TooManyAttempts:
                return False
        return True

    with ThreadPoolExecutor(8) as threads:
        allowed = list(threads.map(attempt, range(3 * MOST)))
    assert allowed.count(True) == MOST


def test_attempts_are_kept_as_keyed_hashes_and_not_for_long(app: Flask) -> None:
    with frozen_at(START):
        attempt = count_attempt(AttemptKind.PASSWORD, "one@example.org", "192.0.2.1")
        count_attempt(AttemptKind.PASSWORD, "two@example.org", "192.0.2.1")
        forgive(attempt)
    keys = list(db.session.scalars(select(SignInAttempt.key)))
    assert [len(key) for key in keys] == [64, 64]
    assert attempt.account_key not in keys
    with frozen_at(START + 2 * WINDOW):
        count_attempt(AttemptKind.PASSWORD, "three@example.org", "192.0.2.3")
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 2


def test_wrong_current_passwords_are_counted_too(client: FlaskClient) -> None:
    user = make_user()
    sign_in_with(client, user.email, PASSWORD)
    data = {"current": "wrong wrong wrong", "password": "nine olives on a plate"}
    codes = [client.post("/account/password", data=data).status_code for _ in range(MOST + 1)]
    assert codes == [422] * MOST + [429]
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_address_that_is_counted(address: str, counted: str) -> None:
    assert _network(address) == counted
