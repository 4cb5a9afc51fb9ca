"""Error pages in the reader's language, health, headers."""

from __future__ import annotations

import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from app import create_app
from config import Settings
from foundation.access import public
from foundation.database import db
from foundation.security import CONTENT_POLICY

CODES = (403, 404, 410, 413, 429, 500)


@pytest.fixture(scope="module")
def failing(settings: Settings) -> Flask:
    """An application with pages that fail in every way."""
    app = create_app(settings, testing=True)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/fail/<int:code>")
    @public
    def fail(code: int) -> str:
        if code == 500:
            raise RuntimeError("a secret detail")
        abort(code)

    @app.get("/undeclared")
    def undeclared() -> str:
        return "never"

    return app


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("language", "title"), [("en", 'lang="en" dir="ltr"'), ("ar", 'lang="ar" dir="rtl"')])
def test_error_page_speaks_the_readers_language(failing: Flask, code: int, language: str, title: str) -> None:
    response = failing.test_client().get(f"/fail/{code}", headers={"Accept-Language": language})
    assert (response.status_code, title in response.text) == (code, True)


@pytest.mark.parametrize("code", CODES)
def test_error_page_has_an_incident_number_and_no_detail(failing: Flask, code: int) -> None:
    text = failing.test_client().get(f"/fail/{code}").text
    assert re.search(r'<code translate="no">[0-9a-f]{8}</code>', text)
    assert "secret detail" not in text


def test_route_that_declares_nothing_is_refused(failing: Flask) -> None:
    assert failing.test_client().get("/undeclared").status_code == 403


def test_unknown_page_is_404_and_wrong_method_405(client: FlaskClient) -> None:
    assert client.get("/no/such/page").status_code == 404
    assert client.post("/health").status_code == 405


def test_every_page_carries_the_security_headers(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert "unsafe" not in CONTENT_POLICY


def test_health_answers_without_and_ready_with_the_worker(app: Flask, client: FlaskClient) -> None:
    assert client.get("/health").json == {"status": "ok"}
    response = client.get("/ready")
    assert (response.status_code, response.json) == (503, {
        "disk": "ok", "database": "ok", "writing": "ok", "schema": "missing", "clock": "ok", "worker": "none",
    })  # fmt: skip


def test_form_without_its_token_is_refused(settings: Settings) -> None:
    app = create_app(settings, testing=True)
    assert app.test_client().post("/sign-in", data={"email": "a@example.org", "password": "x"}).status_code == 400
    with app.app_context():
        db.engine.dispose()


def test_language_switch_goes_back_to_the_same_page_of_this_site(client: FlaskClient) -> None:
    kept = client.get("/language/ar?next=/sign-in%3Fa%3D1")
    assert (kept.status_code, kept.location) == (303, "/sign-in?a=1")
    assert "language=ar" in kept.headers["Set-Cookie"]
    for hostile in ("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/a\nb"):
        assert client.get("/language/ar", query_string={"next": hostile}).location == "/"


def test_unknown_language_is_not_remembered(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/language/xx").headers
