"""Every form × every refusal: what was typed comes back in labelled controls, in the reader's language.

The forms are those that `tests.test_hostile_input` finds on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html
import pytest
from argon2 import PasswordHasher
from flask import Flask, abort, request
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from accounts.models import User
from foundation.database import db, writing
from foundation.languages import direction
from tests.conftest import _Client
from tests.forms_found import FoundForm, encoded, forms_of
from tests.test_hostile_input import (
    COUNTS_ATTEMPTS,
    ENDS_THE_SESSION,
    FORM,
    World,
    _filled,
    world,  # noqa: F401  (a fixture)
)

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
CARRIED_OUT = {200, 303}
SIGNS_IN = {"accounts.accept_invitation"}
"""Sent once, they start a session, and what was to be sent a second time is of another one."""


@dataclass
class Obstacle:
    """What stands in the way of every POST while it is set."""

    raise_it: Callable[[], None] | None = None


@pytest.fixture(scope="module")
def obstacle(world: World) -> Iterator[Obstacle]:  # noqa: F811
    """An obstacle before every view."""
    found = Obstacle()

    def stand_in_the_way() -> None:
        if request.method == "POST" and found.raise_it is not None:
            found.raise_it()

    hooks = world.app.before_request_funcs.setdefault(None, [])
    hooks.append(stand_in_the_way)
    yield found
    hooks.remove(stand_in_the_way)


def _fail() -> None:
    raise RuntimeError("a mistake of ours")


def _lose_the_database() -> None:
    raise OperationalError("INSERT", {}, Exception("database is locked"))


def _limit() -> None:
    raise TooManyRequests(retry_after=120)


OBSTACLES: dict[str, tuple[Callable[[], None], set[int]]] = {
    "no right": (lambda: abort(403), {403}),
    "gone": (lambda: abort(410), {410}),
    "stale": (lambda: abort(409), {409}),
    "limit": (_limit, {429}),
    "mistake": (_fail, {500}),
    "database": (_lose_the_database, {500, 503}),
}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", OBSTACLES)
def test_refused_form_comes_back_filled_and_saves_once_the_obstacle_is_gone(
    world: World,  # noqa: F811
    obstacle: Obstacle,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    language: str,
) -> None:
    raise_it, statuses = OBSTACLES[name]
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)
    wrong = []
    for endpoint, role, form in _forms(world):
        values = _typed(form)
        obstacle.raise_it = raise_it
        answer = _post(world, role, form, values, language)
        obstacle.raise_it = None
        if answer.status_code not in statuses:
            wrong.append((endpoint, answer.status_code))
        wrong += [(endpoint, *each) for each in _lost(answer.text, form, values, language)]
        if name in ("limit", "gone") and language == "en" and world.is_restored:
            wrong += [(endpoint, *each) for each in _sent_again(world, role, form, values, answer.text)]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_form_without_its_token_comes_back_with_a_new_one(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", True)
    wrong = []
    for endpoint, role, form in _forms(world):
        values = _typed(form)
        values["csrf_token"] = ("of another window",)
        answer = _post(world, role, form, values, language)
        if answer.status_code != 400:
            wrong.append((endpoint, answer.status_code))
        wrong += [(endpoint, *each) for each in _lost(answer.text, form, values, language)]
        if endpoint not in SIGNS_IN:
            wrong += [(endpoint, *each) for each in _sent_again(world, role, form, values, answer.text)]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_form_that_is_too_large_comes_back_without_its_files(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setitem(world.app.config, "MAX_CONTENT_LENGTH", 8)
    wrong = []
    for endpoint, role, form in _forms(world):
        if endpoint == "messages.discard":
            continue  # reads nothing of the form that stands around its button
        values = _typed(form)
        answer = _post(world, role, form, values, language)
        if answer.status_code == 413:
            wrong += [(endpoint, *each) for each in _lost(answer.text, form, values, language)]
        elif not any(control.kind == "file" for control in form.controls):
            wrong.append((endpoint, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_text_survives_signing_in_again(world: World, language: str) -> None:  # noqa: F811
    wrong = []
    for endpoint, role, form in _forms(world):
        if not role or not form.action.startswith(("/manage/", "/teams/")):
            continue
        values = _typed(form)
        client = _Client(world.app, world.app.response_class)
        client.set_cookie("language", language)
        with world.app.app_context():
            answer = client.post(form.action, data=encoded(values), content_type=FORM, headers=FROM_HERE)
            if answer.status_code != 403:
                wrong.append((endpoint, answer.status_code))
                continue
            carried = next(each for each in forms_of(answer.text, form.action) if each.action == "/sign-in")
            wrong += [
                (endpoint, name, "not carried")
                for name, texts in values.items()
                if name in _seen(form) and "".join(texts).strip() and f"kept.{name}" not in carried.sent()
            ]
            _let_sign_in(f"{role}@example.org")
            account = {"email": (f"{role}@example.org",), "password": (PASSWORD,)}
            answer = client.post(
                "/sign-in", data=encoded({**carried.sent(), **account}), content_type=FORM, headers=FROM_HERE
            )
        if answer.status_code != 200:
            wrong.append((endpoint, "signed in", answer.status_code))
            continue
        wrong += [(endpoint, *each) for each in _lost(answer.text, form, values, language)]
        if language == "ar" and world.is_restored:
            wrong += [(endpoint, *each) for each in _sent_again(world, role, form, values, answer.text)]
    assert not wrong, "\n".join(map(str, wrong))


def test_database_that_refuses_to_write_loses_nothing(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)

    def refuse(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    with world.app.app_context():
        engine = db.engine
    wrong, refused = [], 0
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        for endpoint, role, form in _forms(world):
            values = _typed(form)
            answer = _post(world, role, form, values, "ar")
            refused += answer.status_code >= 500
            if answer.status_code >= 500:
                wrong += [(endpoint, *each) for each in _lost(answer.text, form, values, "ar")]
    finally:
        event.remove(engine, "before_cursor_execute", refuse)
    assert not wrong, "\n".join(map(str, wrong))
    assert refused > 20


PASSWORD = "a long enough password"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def _let_sign_in(email: str) -> None:
    """Let an account of the demo sign in by password."""
    with writing() as session:
        session.execute(update(User).where(User.email == email).values(password_hash=HASH))


def _forms(world: World) -> Iterator[tuple[str, str, FoundForm]]:  # noqa: F811
    for endpoint, found in sorted(world.forms.items()):
        if endpoint in ENDS_THE_SESSION | COUNTS_ATTEMPTS:
            continue
        for role, form in found:
            if any(control.kind in TYPED_KINDS for control in form.controls):
                yield endpoint, role, form


TYPED_KINDS = ("text", "textarea", "email", "url", "tel", "search")


def _typed(form: FoundForm) -> dict[str, tuple[str, ...]]:
    """Everything filled in, each text with words of its own."""
    values = _filled(form)
    for number, control in enumerate(form.controls):
        empty = "".join(values.get(control.name, ())) in ("", "Typed")
        if control.kind in ("text", "textarea") and control.name not in ("website", "code") and empty:
            values[control.name] = (f"Typed {number} كلمة <b>",)
        elif control.kind == "textarea":
            values[control.name] = (f"{values[control.name][0]}\nTyped {number}",)
    return values


def _post(world: World, role: str, form: FoundForm, values: dict[str, tuple[str, ...]], language: str) -> Any:  # noqa: F811
    client = world.client(role)
    client.set_cookie("language", language)
    with world.app.app_context():
        answer = client.post(form.action, data=encoded(values), content_type=FORM, headers=FROM_HERE)
    client.delete_cookie("language")
    if answer.status_code in CARRIED_OUT:
        world.restore()
    return answer


def _seen(form: FoundForm) -> set[str]:
    return {control.name for control in form.controls if control.kind not in ("hidden", "password", "file")}


def _lost(html: str, form: FoundForm, values: dict[str, tuple[str, ...]], language: str) -> Iterator[tuple[str, ...]]:
    """What the answer does not hold as it should."""
    root = lxml.html.document_fromstring(html)
    own = "ar" if "/ar/" in form.action else "en" if "/en/" in form.action else language
    if not form.action.startswith("/r/") and root.get("lang") != own:
        yield ("language", str(root.get("lang")))
    if root.get("dir") != direction(root.get("lang") or ""):
        yield ("direction",)
    back = next((each for each in forms_of(html, form.action) if _path(each.action) == _path(form.action)), None)
    if back is None:
        yield ("no form",)
        return
    sent = {name: texts for each in forms_of(html, form.action) if _path(each.action) == _path(form.action)
            for name, texts in each.sent().items() if "".join(texts).strip()}  # fmt: skip
    for name in _seen(form):
        wanted = [" ".join(text.split()) for text in values.get(name, ()) if text.strip()]
        if wanted != [" ".join(text.split()) for text in sent.get(name, ()) if text.strip()]:
            yield (name, f"{wanted} became {sent.get(name)}")
        elif wanted and not _label(root, name):
            yield (name, "has no label")


def _label(root: Any, name: str) -> str:
    for control in root.xpath("//*[@name=$name]", name=name):
        labels = root.xpath("//label[@for=$id]", id=control.get("id") or "-") or list(control.iterancestors("label"))
        text = " ".join(each.text_content() for each in labels) or control.get("aria-label") or ""
        if not text.strip() and control.get("aria-labelledby"):
            text = "labelled"
        if text.strip():
            return text
    return ""


def _sent_again(
    world: World,  # noqa: F811
    role: str,
    form: FoundForm,
    values: dict[str, tuple[str, ...]],
    html: str,
) -> Iterator[tuple[str, ...]]:
    """Whether sending the form of the answer does what sending the first one would have done."""
    if not world.is_restored:
        return
    fits = [each for each in forms_of(html, form.action) if _path(each.action) == _path(form.action)]
    if not fits:
        return
    best = max(fits, key=lambda each: sum(each.sent().get(name) == texts for name, texts in values.items()))
    again = {**best.sent()}
    with_token = dict(world.app.config)["WTF_CSRF_ENABLED"]
    world.app.config["WTF_CSRF_ENABLED"] = False
    try:
        before = _post(world, role, form, values, "en")
    finally:
        world.app.config["WTF_CSRF_ENABLED"] = with_token
    after = _post(world, role, form, again, "en")
    if before.status_code != after.status_code:
        yield ("sent again", str(before.status_code), str(after.status_code))


def _path(action: str) -> str:
    return action.partition("?")[0]


def test_forms_are_tried(world: World) -> None:  # noqa: F811
    assert len(list(_forms(world))) > 50
    assert isinstance(world.app, Flask)
