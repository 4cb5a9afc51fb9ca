"""Whatever a request says of its address, nothing made by it or kept from it names another place than BASE_URL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from app import create_app
from foundation.database import db
from foundation.page_cache import pages
from foundation.pages import safe_next
from outbox.delivering import deliver_due
from outbox.models import OutboxMessage
from tests.factories import make_item, make_meeting, make_rules

EVIL = "evil.example"
HEADERS = (
    "Host", "X-Forwarded-Host", "X-Forwarded-Server", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Forwarded-Port",
    "X-Forwarded-For", "X-Forwarded-Scheme", "X-Forwarded-Uri", "Forwarded", "X-Original-URL", "X-Rewrite-URL",
    "X-Original-Host", "X-Host", "X-Script-Name", "Base-Url", "Referer", "Origin",
)  # fmt: skip
VALUES = (EVIL, f"//{EVIL}", f"http://{EVIL}/", f"host={EVIL};proto=gopher", f"{EVIL}:99999", f"a@{EVIL}", f"/{EVIL}")
PATHS = (
    "/", "/e/OWN", "/e/OWN/", "/e/OWN/en", "/e/OWN/en/", "/e/OWN/fr", "/e/own/ar", "/e/OWN/en/calendar.ics",
    "/e/OWN/en/agenda.ics", "/calendar/en.ics", "/e/OWN/en/calendar", "/e/OWN/qr.svg", "/e/OWN/en/register",
    "/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/sw.js", "/sign-in", "/manage/", "/language/ar", "/nowhere",
    "/e//OWN//en",
)  # fmt: skip
MERGED = re.compile(rf"(?:https?:|[\\/])[\\/]+(?:[^/]*@)?{re.escape(EVIL)}", re.IGNORECASE)


@pytest.fixture
def site(app: Flask) -> Iterator[list[Flask]]:
    """Visitors of a site with a meeting, without and behind a proxy."""
    meeting = make_meeting(code="OWN", code_key="own")
    make_item(meeting)
    make_rules(meeting)
    behind = create_app(app.config["SETTINGS"].model_copy(update={"trusted_proxies": 1}), testing=True)
    behind.config["WTF_CSRF_ENABLED"] = False
    yield [app, behind]
    behind.extensions["jobs"].close()
    with behind.app_context():
        db.session.remove()
        db.engine.dispose()


def ask(app: Flask, path: str, forged: dict[str, str], **environ: str) -> Response:
    """The answer to a request whose environment says what `forged` and `environ` say."""
    builder = EnvironBuilder(path="/", headers=forged)
    environment: dict[str, Any] = builder.get_environ()
    environment |= {"PATH_INFO": path, **environ}
    return answer_of(app, environment)


def answer_of(app: Flask, environ: dict[str, Any]) -> Response:
    """What the application answers, whatever the environment holds."""
    outside = _cv_app.set(None)  # type: ignore[arg-type]
    db.session.rollback()
    try:
        body, status, headers = run_wsgi_app(app.wsgi_app, environ, buffered=True)
        return Response(body, status, headers)
    finally:
        _cv_app.reset(outside)
        db.session.rollback()


def foreign(response: Response) -> list[str]:
    """Where an answer names the foreign place."""
    found = [f"{name}: {value}" for name, value in response.headers if MERGED.search(value)]
    if re.search(EVIL, response.get_data(as_text=True), re.IGNORECASE):
        found.append("body")
    location = response.headers.get("Location", "/")
    if not re.match(r"/(?![/\\])", location):
        found.append(f"leads to {location}")
    return found


@checked(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(PATHS),
    before=st.sampled_from(["", "", f"//{EVIL}", f"/\\{EVIL}", f"///{EVIL}", f"http://{EVIL}", f"/{EVIL}"]),
    forged=st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(VALUES), max_size=5),
    script_name=st.sampled_from(["", f"//{EVIL}", f"/{EVIL}", EVIL, f"http://{EVIL}"]),
    scheme=st.sampled_from(["http", "https", f"http://{EVIL}?"]),
    which=st.sampled_from([0, 1]),
    is_fresh=st.booleans(),
)
def test_no_answer_names_another_place_then_or_later(
    site: list[Flask], path: str, before: str, forged: dict[str, str], script_name: str, scheme: str, which: int,
    is_fresh: bool,
) -> None:  # fmt: skip
    if is_fresh:
        pages.clear()
    more = {"SCRIPT_NAME": script_name, "wsgi.url_scheme": scheme, "REQUEST_URI": f"//{EVIL}{path}"}
    more |= {"SERVER_NAME": EVIL, "SERVER_PORT": "99", "RAW_URI": f"//{EVIL}{path}"}
    answer = ask(site[which], before + path, forged, **more)
    assert answer.status_code < 500 and foreign(answer) == []
    later = ask(site[0], path, {})
    assert later.status_code < 500 and foreign(later) == []


def test_every_public_address_begins_with_that_of_the_site(site: list[Flask]) -> None:
    for path in ("/e/OWN/en", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/e/OWN/en/calendar.ics"):
        text = ask(site[1], path, {"Host": EVIL, "X-Forwarded-Host": EVIL}).get_data(as_text=True)
        assert "http://plenary.test/" in text.replace("\r\n ", ""), path


def test_mail_of_a_registration_names_the_site(site: list[Flask]) -> None:
    fields = {
        "given_name": "Salma", "family_name": "Haddad", "email": "salma@example.org", "organisation": "Ministry",
        "organisation_kind": "government", "country_code": "JO", "mode": "in_person", "language": "en", "consent": "y",
    }  # fmt: skip
    forged = dict.fromkeys(HEADERS, EVIL)
    assert ask(site[1], "/e/OWN/en/register", forged).status_code == 200
    environ = EnvironBuilder(path="/e/OWN/en/register", method="POST", data=fields, headers=forged).get_environ()
    answer = answer_of(site[1], environ | {"SCRIPT_NAME": f"//{EVIL}"})
    assert answer.status_code == 303 and foreign(answer) == []
    deliver_due()
    rows = list(db.session.scalars(db.select(OutboxMessage)))
    assert rows
    for row in rows:
        kept = json.dumps({c.key: str(getattr(row, c.key)) for c in OutboxMessage.__table__.columns})
        assert EVIL not in kept and "http://plenary.test/" in kept


def test_visitor_behind_the_proxy_is_the_one_whom_the_proxy_names(site: list[Flask]) -> None:
    seen: list[str | None] = []
    for app in site:
        inner = app.view_functions["health.health"]

        def look(inner: Any = inner) -> Any:
            from flask import request

            seen.append(request.remote_addr)
            return inner()

        look.access = inner.access  # type: ignore[attr-defined]
        app.view_functions["health.health"] = look
        ask(app, "/health", {"X-Forwarded-For": "192.0.2.1, 192.0.2.7"}, REMOTE_ADDR="127.0.0.1")
        app.view_functions["health.health"] = inner
    assert seen == ["127.0.0.1", "192.0.2.7"]


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "\\\\evil.example", "http://evil.example", "/\t/evil.example",
               "///evil.example", "https:evil.example", "javascript:alert(1)", "evil.example", " //evil.example",
               "//[", "/\\[x", "http://[::1", "//a\N{ACCOUNT OF}b"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(client: FlaskClient, target: str) -> None:
    assert safe_next(target) == ""
    answer = client.get("/language/ar", query_string={"next": target})
    assert answer.headers["Location"] == "/"


def test_files_have_the_same_tag_on_every_machine(app: Flask, client: FlaskClient) -> None:
    import os
    from pathlib import Path

    name = app.extensions["assets"].get("offline_worker.js")
    if name is None:
        pytest.skip("the front end is not built")
    path = Path(app.config["ASSETS"]) / name
    with client.get("/sw.js") as response:
        tag = response.headers["ETag"]
    times = path.stat()
    os.utime(path, (1, 1))
    try:
        pages.clear()
        with client.get("/sw.js") as response:
            assert response.headers["ETag"] == tag and "Last-Modified" not in response.headers
        with client.get("/sw.js", headers={"If-None-Match": tag}) as response:
            assert response.status_code == 304 and response.headers["Cache-Control"] == "no-cache"
    finally:
        os.utime(path, (times.st_atime, times.st_mtime))


@pytest.mark.parametrize("start", ["/\t/", "/\n/", "/\r\\", "\t//", "/\t\t//"])
def test_no_path_is_that_of_another_site_once_a_browser_has_left_tabs_and_line_ends_out(app: Flask, start: str) -> None:
    typed = EnvironBuilder(method="POST", data={"given_name": "Typed"})
    environ = typed.get_environ() | {"PATH_INFO": f"{start}{EVIL}/e"}
    body = answer_of(app, environ).get_data(as_text=True)
    assert EVIL in body
    assert not MERGED.search(re.sub(r"[\t\r\n]", "", body))


@pytest.mark.parametrize("address", ["http://[", "//[x", "http://localhost//[x", "http://a]b/"])
def test_address_in_a_header_that_is_none_hinders_nobody(client: FlaskClient, address: str) -> None:
    answer = client.get("/manage/", headers={"HX-Request": "true", "HX-Current-URL": address})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")
    typed = {"given_name": "Unlost"}
    for headers in ({"Referer": address}, {"Referer": address, "Sec-Fetch-Site": "same-origin"}):
        answer = client.post("/no/such/page", data=typed, headers=headers)
        assert answer.status_code == 404 and "Unlost" in answer.text
    answer = client.post("/no/such/page", data=typed, headers={"Origin": address})
    assert answer.status_code == 404 and "Unlost" not in answer.text
