"""Every route × what outsiders try: records of other teams, drafts, forms without a token, altered links."""

from __future__ import annotations

import re
from functools import wraps
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from accounts.permissions import Role
from foundation.security import PARTS
from meetings.enums import MeetingState
from registration.reading.links import manage_token
from tests.factories import make_meeting, make_registration, make_team, make_user, sign_in
from tests.test_foreign_ids import everything
from tests.test_foreign_ids import foreign as foreign
from tests.test_permissions import ROUTES, _path

PUBLIC = ("public", "personal_link")


def ways(app: Flask) -> list[tuple[Rule, str]]:
    """Every route with each of its methods."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST", "DELETE", "PUT"})
    ]


def plain(answer: Any, *named: str) -> tuple[int, str]:
    """Status and text of a page without what it was asked for, its token and the number of its mistake."""
    text = answer.get_data(as_text=True)
    for name in named:
        text = text.replace(name, "…")
    return answer.status_code, re.sub(r'value="[^"]*"|content="[^"]*"|<code[^>]*>[^<]*</code>', "", text)


@pytest.mark.parametrize("state", list(MeetingState))
def test_meeting_of_another_team_is_as_none_at_every_management_route(
    app: Flask,
    client: FlaskClient,
    foreign: dict[str, int],
    state: MeetingState,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_meeting(make_team(), code="THEIR-CODE", state=state)
    sign_in(client, make_user(Role.OWNER, make_team()))
    reached: list[str] = []
    for endpoint, view in list(app.view_functions.items()):
        monkeypatch.setitem(app.view_functions, endpoint, _noting(view, endpoint, reached))
    before, tried, wrong = everything(), 0, []
    for rule, method in ways(app):
        if "code" not in rule.arguments or ROUTES[rule.endpoint] in PUBLIC:
            continue
        values = {**foreign, "language": "en"}
        theirs, nobodys = (
            client.open(_path(rule, {**values, "code": code}), method=method) for code in ("THEIR-CODE", "NO-SUCH-ONE")
        )
        tried += 1
        if theirs.status_code != 404 or plain(theirs, "THEIR-CODE") != plain(nobodys, "NO-SUCH-ONE"):
            wrong.append((method, rule.endpoint, theirs.status_code, nobodys.status_code))

    assert wrong == []
    assert reached == []
    assert tried > 130
    assert everything() == before


def _noting(view: Any, endpoint: str, reached: list[str]) -> Any:
    @wraps(view)
    def noting(*args: Any, **kwargs: Any) -> Any:
        reached.append(endpoint)
        return view(*args, **kwargs)

    return noting


def test_team_of_others_is_as_none_at_every_route(app: Flask, client: FlaskClient, foreign: dict[str, int]) -> None:
    sign_in(client, make_user(Role.OWNER, make_team()))
    before, tried, wrong = everything(), 0, []
    for rule, method in ways(app):
        if "team_id" not in rule.arguments or ROUTES[rule.endpoint] in PUBLIC:
            continue
        theirs = client.open(_path(rule, foreign), method=method)
        nobodys = client.open(_path(rule, {**foreign, "team_id": 999_999}), method=method)
        tried += 1
        if theirs.status_code not in (403, 404) or theirs.status_code != nobodys.status_code:
            wrong.append((method, rule.endpoint, theirs.status_code, nobodys.status_code))

    assert wrong == []
    assert tried > 40
    assert everything() == before


@pytest.mark.parametrize("visitor", ["nobody", "member of another team"])
def test_draft_is_as_none_at_every_public_route(app: Flask, client: FlaskClient, visitor: str) -> None:
    make_meeting(make_team(), code="THEIR-CODE", state=MeetingState.DRAFT)
    if visitor != "nobody":
        sign_in(client, make_user(Role.OWNER, make_team()))
    tried, wrong = 0, []
    for rule, method in ways(app):
        if "code" not in rule.arguments or ROUTES[rule.endpoint] not in PUBLIC:
            continue
        theirs, nobodys = (
            client.open(_path(rule, {"language": "en", "code": code}), method=method)
            for code in ("THEIR-CODE", "NO-SUCH-ONE")
        )
        tried += 1
        if plain(theirs, "THEIR-CODE", "their-code") != plain(nobodys, "NO-SUCH-ONE", "no-such-one"):
            wrong.append((method, rule.endpoint, theirs.status_code, nobodys.status_code))

    assert wrong == []
    assert tried > 8


CARRIES_NOTHING_OUT = {"accounts.continue_form"}
"""Shows a form again that an ended session refused; a page of another site cannot send what it asks for."""


def test_post_without_token_is_refused_everywhere(
    app: Flask,
    client: FlaskClient,
    foreign: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By an administrator, who may do everything, so that nothing else refuses it."""
    sign_in(client, make_user(Role.OWNER, make_team(), is_admin=True))
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    reached: list[str] = []
    for endpoint, view in list(app.view_functions.items()):
        monkeypatch.setitem(app.view_functions, endpoint, _noting(view, endpoint, reached))
    before, tried, wrong = everything(), 0, []
    for rule, method in ways(app):
        if method == "GET" or rule.endpoint in CARRIES_NOTHING_OUT:
            continue
        for token in (None, "forged", ""):
            data = {} if token is None else {"csrf_token": token}
            answer = client.open(
                _path(rule, {**foreign, "code": "FOREIGN", "language": "en"}), method=method, data=data
            )
            tried += 1
            if answer.status_code != 400:
                wrong.append((method, rule.endpoint, answer.status_code))

    assert wrong == []
    assert reached == []
    assert tried > 3 * 130
    assert everything() == before


def test_personal_link_with_any_character_altered_is_as_none(app: Flask, client: FlaskClient) -> None:
    meeting = make_meeting(make_team(), code="OPEN-ONE", state=MeetingState.PUBLISHED)
    token = manage_token(make_registration(meeting))
    routes = [
        (rule, method)
        for rule, method in ways(app)
        if ROUTES[rule.endpoint] == "personal_link" and "token" in rule.arguments and "code" not in rule.arguments
    ]
    wrong = []
    for rule, method in routes:
        for place in range(0, len(token), 3 if method == "GET" else 11):
            altered = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
            answer = client.open(_path(rule, {"token": altered, "language": "en"}), method=method)
            if answer.status_code not in (404, 410):
                wrong.append((method, rule.endpoint, place, answer.status_code))

    assert wrong == []
    assert len(routes) > 5


def test_every_answer_has_the_headers_that_bound_what_a_browser_does_with_it(
    app: Flask, client: FlaskClient, foreign: dict[str, int]
) -> None:
    sign_in(client, make_user(Role.OWNER, make_team(), is_admin=True))
    wrong = []
    for rule, method in ways(app):
        answer = client.open(_path(rule, {**foreign, "code": "FOREIGN", "language": "en"}), method=method)
        answer.close()
        headers = answer.headers
        policy = headers.get("Content-Security-Policy", "")
        kept = headers.get("Cache-Control", "")
        is_private = ROUTES[rule.endpoint] != "public" or headers.get("Set-Cookie")
        if "default-src 'none'" not in policy or "unsafe" in policy or re.search(r"[ :]\*|https?:", policy):
            wrong.append((method, rule.endpoint, "policy", policy))
        if headers.get("X-Content-Type-Options") != "nosniff" or "Cross-Origin-Resource-Policy" not in headers:
            wrong.append((method, rule.endpoint, "sniffing or embedding"))
        is_page = answer.mimetype not in PARTS
        if is_page and headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
            wrong.append((method, rule.endpoint, "referrer"))
        if answer.mimetype == "text/html" and "Cross-Origin-Opener-Policy" not in headers:
            wrong.append((method, rule.endpoint, "opener"))
        if is_private and not ("private" in kept or "no-store" in kept):
            wrong.append((method, rule.endpoint, "kept", kept))
        if "Server" in headers or "X-Powered-By" in headers:
            wrong.append((method, rule.endpoint, "says what it runs on"))

    assert wrong == []
