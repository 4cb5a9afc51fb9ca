"""Sign-in by password, sign-out, sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.passwords import is_outdated
from foundation.audit import entries_for
from foundation.clock import frozen_at, now
from foundation.database import writing
from foundation.languages import COOKIE
from tests.accounts.helpers import HOUR, MINUTE, fresh_client, is_signed_in, reloaded, shown, sign_in_with
from tests.costs import cost_of, costs_of
from tests.factories import PASSWORD, make_user, sign_in


def test_sign_in_with_the_right_password(client: FlaskClient) -> None:
    user = make_user(email="rania@example.org")
    response = sign_in_with(client, " Rania@Example.org ", PASSWORD)
    assert (response.status_code, response.location) == (303, "/manage/")
    assert is_signed_in(client)
    assert [entry.act for entry in entries_for("user", user.id)] == ["signed_in"]


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_sign_in_page_is_there_in_each_language(client: FlaskClient, language: str) -> None:
    response = client.get(f"/sign-in?lang={language}")
    assert response.status_code == 200
    assert f'lang="{language}"' in response.text


def test_wrong_unknown_disabled_and_passwordless_accounts_get_the_same_answer(client: FlaskClient) -> None:
    make_user(email="known@example.org")
    make_user(email="disabled@example.org", disabled_at=now())
    make_user(email="bylink@example.org", password_hash=None)
    answers = {
        email: sign_in_with(client, email, "wrong wrong wrong")
        for email in ("known@example.org", "nobody@example.org", "bylink@example.org")
    }
    answers["disabled@example.org"] = sign_in_with(client, "disabled@example.org", PASSWORD)
    pages = {response.text.replace(email, "…") for email, response in answers.items()}
    assert {response.status_code for response in answers.values()} == {422}
    assert len(pages) == 1
    assert "do not match" in pages.pop()


def test_unknown_accounts_take_as_long_as_known_ones(client: FlaskClient) -> None:
    user = make_user(email="known@example.org")
    sign_in_with(client, user.email, PASSWORD)  # brings the cheap hash of the factory up to date
    client.post("/sign-out")

    known, unknown = costs_of(
        lambda: sign_in_with(client, user.email, "wrong wrong wrong"),
        lambda: sign_in_with(client, "nobody@example.org", "wrong wrong wrong"),
    )
    assert 0.6 < unknown / known < 1.7


def test_typed_address_is_kept_and_the_password_is_not(client: FlaskClient) -> None:
    page = sign_in_with(client, "someone@example.org", "secret words here").text
    assert "someone@example.org" in page
    assert "secret words here" not in page


def test_outdated_hash_is_made_anew_at_sign_in(client: FlaskClient) -> None:
    user = make_user()
    assert is_outdated(user.password_hash or "")
    sign_in_with(client, user.email, PASSWORD)
    stored = reloaded(user).password_hash or ""
    assert not is_outdated(stored)
    client.post("/sign-out")
    assert sign_in_with(client, user.email, PASSWORD).status_code == 303
    assert reloaded(user).password_hash == stored


def test_session_from_before_is_dropped_at_sign_in(client: FlaskClient) -> None:
    user = make_user()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sign_in_with(client, user.email, PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"]


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/teams", "/teams"),
        ("/teams?page=2&q=a", "/teams?page=2&q=a"),
        ("//evil.example", "/manage/"),
        ("/\\evil.example", "/manage/"),
        ("https://evil.example/", "/manage/"),
        ("javascript:alert(1)", "/manage/"),
        ("/a\r\nSet-Cookie: x=1", "/manage/"),
        ("\t//evil.example", "/manage/"),
        ("evil.example", "/manage/"),
    ],
)
def test_sign_in_goes_on_to_this_site_only(client: FlaskClient, wanted: str, location: str) -> None:
    user = make_user()
    response = sign_in_with(client, user.email, PASSWORD, next=wanted)
    assert response.location == location
    assert client.get("/sign-in", query_string={"next": wanted}).location == location


def test_signing_in_brings_back_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    user = make_user()
    refused = client.get("/account?tab=1")
    assert (refused.status_code, refused.location) == (303, "/sign-in?next=/account?tab%3D1")
    page = client.get(refused.location)
    assert 'value="/account?tab=1"' in page.text
    assert sign_in_with(client, user.email, PASSWORD, next="/account?tab=1").location == "/account?tab=1"


def test_visitor_who_posts_is_refused(client: FlaskClient) -> None:
    assert client.post("/account", data={"name": "X"}).status_code == 403


def test_part_of_a_page_asked_for_by_script_sends_the_whole_page_to_sign_in(client: FlaskClient) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/teams"}
    response = client.get("/account", headers=headers)
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/sign-in?next=/teams")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("a\0b@example.org", "x"),
        ("known@example.org", "nul \0 in the middle"),
        ("", ""),
        ("@", "x"),
        ("مرحبا@مثال.إختبار", "كلمة السر الطويلة"),
        ("K\u0130@example.org", "x"),
        ("a" * 5000 + "@example.org", "x"),
        ("' OR 1=1 --@example.org", "' OR 1=1 --"),
        ("\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + "@example.org", "x"),
    ],
)
def test_hostile_input_is_just_not_signed_in(client: FlaskClient, email: str, password: str) -> None:
    make_user(email="known@example.org")
    assert sign_in_with(client, email, password).status_code == 422
    assert client.post("/sign-in/link", data={"email": email}).status_code in (303, 422)
    assert client.post("/password", data={"email": email}).status_code in (303, 422)


def test_five_megabytes_of_password_are_refused_cheaply(client: FlaskClient) -> None:
    user = make_user()
    data = {"email": user.email, "password": "x" * 5_000_000}
    statuses = []
    assert cost_of(lambda: statuses.append(client.post("/sign-in", data=data).status_code)) < 2
    assert statuses[0] in (413, 422)


def test_long_password_that_fits_the_request_is_refused_unhashed(client: FlaskClient) -> None:
    user = make_user()
    assert sign_in_with(client, user.email, "x" * 257).status_code == 422


def test_sign_out_ends_this_session_only(app: Flask, client: FlaskClient) -> None:
    user = make_user()
    elsewhere = fresh_client(app)
    for browser in (client, elsewhere):
        sign_in(browser, user)
    assert client.post("/sign-out").status_code == 303
    assert not is_signed_in(client)
    assert is_signed_in(elsewhere)


def test_sign_out_everywhere_ends_every_session(app: Flask) -> None:
    user = make_user()
    here, elsewhere = fresh_client(app), fresh_client(app)
    for browser in (here, elsewhere):
        sign_in(browser, user)
        assert is_signed_in(browser)
    here.post("/sign-out/everywhere")
    assert [is_signed_in(here), is_signed_in(elsewhere)] == [False, False]
    assert entries_for("user", user.id)[0].act == "signed_out_everywhere"


def test_session_ends_after_its_hours_however_busy_it_is(client: FlaskClient, app: Flask) -> None:
    user = make_user()
    start = datetime(2030, 1, 1, 8, tzinfo=UTC)
    hours = timedelta(hours=app.config["SETTINGS"].session_hours)
    with frozen_at(start):
        sign_in_with(client, user.email, PASSWORD)
    for moment in (*(start + hour * HOUR for hour in range(1, int(hours / HOUR))), start + hours - MINUTE):
        with frozen_at(moment):
            assert is_signed_in(client)
    with frozen_at(start + hours):
        assert not is_signed_in(client)


def test_disabling_ends_sessions_at_once(client: FlaskClient) -> None:
    user = make_user()
    sign_in(client, user)
    assert is_signed_in(client)
    with writing():
        user.disabled_at = now()
    assert not is_signed_in(client)


def test_session_that_was_not_begun_here_is_no_session(client: FlaskClient) -> None:
    user = make_user()
    sign_in(client, user)
    with client.session_transaction() as session:
        token = session["_user_id"]
    for values in (
        {"_user_id": str(user.id)},
        {"_user_id": f"{user.id}.1"},
        {"_user_id": user.id},
        {"_user_id": ["a"]},
        {"_user_id": ""},
        {"_user_id": "a\0b"},
        {"_user_id": token[:-1]},
        {"_user_id": token.swapcase()},
    ):
        with client.session_transaction() as session:
            session.clear()
            session.update(values)
        assert not is_signed_in(client)


def test_first_sign_in_brings_the_users_language_and_a_choice_made_before_stays(app: Flask) -> None:
    user = make_user(language="ar")
    undecided, decided = fresh_client(app), fresh_client(app)
    decided.set_cookie(COOKIE, "fr")
    for browser in (undecided, decided):
        sign_in_with(browser, user.email, PASSWORD)
    assert 'lang="ar"' in undecided.get("/account").text
    assert 'lang="fr"' in decided.get("/account").text


def test_forms_carry_a_token_against_forged_requests(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        user = make_user()
        assert sign_in_with(client, user.email, PASSWORD).status_code == 400
        assert "csrf_token" in client.get("/sign-in").text
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_demo_sign_ins_exist_in_demo_mode_only(app: Flask, client: FlaskClient) -> None:
    user, other = make_user(email="demo@example.org"), make_user()
    app.extensions["demo_accounts"] = [(user.email, "Assistant")]
    assert client.post("/sign-in/demo", data={"email": user.email}).status_code == 404
    assert "demo@example.org" not in client.get("/sign-in").text
    app.config["SETTINGS"].demo = True
    try:
        assert "demo@example.org" in shown(client.get("/sign-in"))
        assert client.post("/sign-in/demo", data={"email": other.email}).status_code == 404
        assert client.post("/sign-in/demo", data={"email": user.email}).status_code == 303
        assert is_signed_in(client)
    finally:
        app.config["SETTINGS"].demo = False
        del app.extensions["demo_accounts"]
