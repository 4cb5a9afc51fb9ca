"""Limits on signing in: guessing is bounded, and nobody is shut out by others' guesses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.devices import Device
from accounts.mail_links import one_time_url
from accounts.models import OneTimeToken
from accounts.operations.attempts import ACCOUNT, ADDRESS, PAIR, WINDOW, count_mail, count_password, forgive
from accounts.operations.signing_in import sign_in_by_link
from accounts.operations.users import set_disabled
from foundation.ageing import remove_aged
from foundation.clock import frozen_at
from foundation.database import db
from foundation.limits import Failure, LimitReached
from tests.accounts.helpers import MINUTE, is_signed_in, mails_to, shown, sign_in_with
from tests.conftest import _Client
from tests.factories import PASSWORD, make_user

START = datetime(2030, 1, 1, 8, tzinfo=UTC)
MOST = PAIR.most
WRONG = "wrong wrong wrong"


def guess(client: FlaskClient, email: str, address: str, password: str = WRONG) -> int:
    """Try a password from an IP address."""
    data = {"email": email, "password": password}
    return client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize("email", ["known@example.org", "nobody@example.org"])
def test_guessing_a_password_ends_in_a_clear_sentence(client: FlaskClient, email: str) -> None:
    make_user(email="known@example.org")
    with frozen_at(START):
        codes = [sign_in_with(client, email, WRONG).status_code for _ in range(MOST)]
        refused = sign_in_with(client, email, PASSWORD)
    assert codes == [422] * MOST
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert "Wait 15 minutes, then try again." in shown(refused)
    assert f'value="{email}"' in refused.text
    assert PASSWORD not in refused.text


def test_who_was_barred_may_try_again_later_and_has_mail_meanwhile(client: FlaskClient) -> None:
    user = make_user()
    with frozen_at(START):
        for _ in range(MOST + 3):
            sign_in_with(client, user.email, WRONG)
        assert client.post("/sign-in/link", data={"email": user.email}).status_code == 303
        assert len(mails_to(user.email)) == 1
    with frozen_at(START + WINDOW - MINUTE):
        assert sign_in_with(client, user.email, PASSWORD).status_code == 429
    with frozen_at(START + WINDOW):
        assert sign_in_with(client, user.email, PASSWORD).status_code == 303


def test_outsider_shuts_nobody_out(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    codes = [guess(client, user.email, "192.0.2.66") for _ in range(30)]
    assert codes == [422] * MOST + [429] * (30 - MOST)
    assert guess(_Client(app, app.response_class), user.email, "192.0.2.1", PASSWORD) == 303


def test_guesses_from_many_addresses_are_bounded_and_a_known_device_passes(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    assert guess(client, user.email, "192.0.2.1", PASSWORD) == 303
    client.post("/sign-out")
    robot = _Client(app, app.response_class)
    codes = [guess(robot, user.email, f"198.51.100.{number // 4}") for number in range(ACCOUNT.most + 20)]
    assert codes == [422] * ACCOUNT.most + [429] * 20
    stranger = _Client(app, app.response_class)
    assert guess(stranger, user.email, "203.0.113.5", PASSWORD) == 429
    assert stranger.post("/sign-in/link", data={"email": user.email}).status_code == 303
    assert len(mails_to(user.email)) == 1
    assert guess(client, user.email, "192.0.2.1", PASSWORD) == 303


def test_known_device_is_one_of_the_account_and_no_free_pass(app: Flask, client: FlaskClient) -> None:
    user, other = make_user(), make_user()
    assert guess(client, user.email, "192.0.2.1", PASSWORD) == 303
    client.post("/sign-out")
    assert [guess(client, user.email, "192.0.2.1") for _ in range(MOST + 1)] == [422] * MOST + [429]
    for number in range(ADDRESS.most):
        count_password(f"user{number}@example.org", "192.0.2.9")
    assert guess(client, other.email, "192.0.2.9", PASSWORD) == 429


@pytest.mark.parametrize("cookie", ["", "x", "WyJhIiwiYiJd.forged"])
def test_forged_mark_of_a_device_counts_for_nothing(app: Flask, client: FlaskClient, cookie: str) -> None:
    user = make_user()
    client.set_cookie("device", cookie)
    assert [guess(client, user.email, "192.0.2.1") for _ in range(MOST + 1)][-1] == 429


def test_success_forgives_what_went_before_it(client: FlaskClient) -> None:
    user = make_user()
    for _ in range(3):
        for _ in range(MOST - 1):
            sign_in_with(client, user.email, WRONG)
        assert sign_in_with(client, user.email, PASSWORD).status_code == 303
        client.post("/sign-out")


def test_one_address_cannot_try_many_accounts(app: Flask) -> None:
    for number in range(ADDRESS.most):
        count_password(f"user{number}@example.org", "192.0.2.1")
    with pytest.raises(LimitReached):
        count_password("another@example.org", "192.0.2.1")
    count_password("another@example.org", "192.0.2.2")
    count_mail("192.0.2.1")


@pytest.mark.parametrize("page", ["/sign-in/link", "/password"])
def test_one_letter_of_a_kind_in_a_quarter_of_an_hour(client: FlaskClient, page: str) -> None:
    user = make_user()
    with frozen_at(START):
        codes = [client.post(page, data={"email": user.email}).status_code for _ in range(6)]
        assert codes == [303] * 6
        assert len(mails_to(user.email)) == 1
    with frozen_at(START + WINDOW):
        client.post(page, data={"email": user.email})
    assert len(mails_to(user.email)) == 2


def test_link_that_was_used_or_ended_may_be_asked_for_anew(client: FlaskClient) -> None:
    user, admin = make_user(), make_user()
    client.post("/sign-in/link", data={"email": user.email})
    row = db.session.scalar(select(OneTimeToken))
    assert row is not None
    sign_in_by_link(one_time_url(row).rpartition("/")[2], device=Device())
    client.post("/sign-in/link", data={"email": user.email})
    assert len(mails_to(user.email)) == 2
    set_disabled(user.id, True, actor=admin)
    set_disabled(user.id, False, actor=admin)
    client.post("/sign-in/link", data={"email": user.email})
    assert len(mails_to(user.email)) == 3


def test_attempts_made_at_once_do_not_exceed_the_limit(app: Flask) -> None:
    def attempt(number: int) -> bool:
        with app.app_context():
            try:
                count_password("one@example.org", "192.0.2.1")
            except LimitReached:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        allowed = list(threads.map(attempt, range(3 * MOST)))
    assert allowed.count(True) == MOST


def test_attempts_are_kept_as_keyed_hashes_and_not_for_long(app: Flask) -> None:
    with frozen_at(START):
        attempt = count_password("one@example.org", "192.0.2.1")
        count_password("two@example.org", "192.0.2.1")
        forgive(attempt)
    keys = list(db.session.scalars(select(Failure.key)))
    assert [len(key) for key in keys] == [64] * 3
    assert attempt.own.key not in keys
    with frozen_at(START + timedelta(days=2)):
        remove_aged()
    assert db.session.scalar(select(func.count()).select_from(Failure)) == 0


def test_wrong_current_passwords_are_counted_too(client: FlaskClient) -> None:
    user = make_user()
    sign_in_with(client, user.email, PASSWORD)
    data = {"current_password": WRONG, "password": "nine olives on a plate"}
    codes = [client.post("/account/password", data=data).status_code for _ in range(MOST + 1)]
    assert codes == [422] * MOST + [429]
    assert is_signed_in(client)
