"""Every form × hostile values: no error of the server, nothing swallowed, a message beside the field, nothing lost.

The forms are found on the pages of `tests.browser.pages`, with the records of the browser tests, so that a new form is
tried as soon as its page is known there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import user_by_email
from demo.loading import load_demo
from foundation.database import db
from foundation.page_cache import pages
from outbox.delivering import deliver_due
from tests.browser.furnishing import furnish
from tests.browser.pages import PAGES, Spot
from tests.conftest import _Client, _empty_tables
from tests.factories import sign_in
from tests.forms_found import (
    TYPED,
    Control,
    FoundForm,
    encoded,
    forms_of,
    messages_beside,
    messages_on,
    warnings_on,
)
from tests.foundation.test_images import archive
from tests.test_permissions import ROUTES

pytestmark = pytest.mark.wide

FORM = "application/x-www-form-urlencoded"
LONG = "x" * 30_000
TEXTS = {
    "control characters": "a\x00b\x08c\x1b\x85",
    "half a surrogate pair": "a\ud800b",
    "markup": "\"><script>alert(1)</script>'&amp;<svg onload=x>",
    "templates and formulas": "=1+1|{{ 7*7 }} {% x %} {nope} %(x)s ${x} {0}",
    "directions and nothing": "\u202e\u2066\u200b\u00a0",
    "header": "a\r\nBcc: x@example.org\r\n\r\nb",
    "too long": LONG,
}
CHOICES = {
    "beyond 64 bits": "9" * 30,
    "beyond 32 bits": "2147483648",
    "negative": "-1",
    "fraction": "1.5",
    "no number": "NaN",
    "no such day": "2030-02-30",
    "year one": "0001-01-01",
    "markup": "<script>",
}
FILES = {
    "archive": archive(),
    "drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "text of 16 bits": "=1+1\tالاسم".encode("utf-16"),
    "nothing": b"",
}
USUAL = {
    "code": "HOSTILE-1",
    "email": "typed@example.org",
    "owner_email": "typed@example.org",
    "url": "https://example.org/typed",
    "join_url": "https://example.org/typed",
    "starts_on": "2031-01-07",
    "ends_on": "2031-01-08",
    "day": "2031-01-07",
}
"""What is typed into a control that is empty, where a word would not do."""
ENDS_THE_SESSION = {"accounts.sign_out", "accounts.sign_out_everywhere", "accounts.leave_team"}
COUNTS_ATTEMPTS = {"accounts.sign_in", "accounts.change_password", "accounts.confirm"}
"""They refuse after a few wrong passwords, whatever is typed; tests/accounts tries what is typed there."""
NOT_ON_A_PAGE = {
    "registration_settings.rules": "an earlier address, which leads to the settings",
    "messages.take_back": "offered for a minute after sending",
    "registration.undo": "offered for ten seconds after a decision",
    "accounts.continue_form": "after an ended session; tests/foundation/test_refused",
    "accounts.demo_sign_in": "in demo mode only",
    "accounts.enable_user": "nobody is disabled",
    **dict.fromkeys(
        ("accounts.end_session", "accounts.end_other_sessions", "accounts.sign_out_everywhere"),
        "everybody is signed in in one browser only; tests/accounts/test_sessions",
    ),
    "accounts.send_link": "beside the password, in the same form",
    "attendance.check_in_scanned": "tests/registration/attendance",
    "facts.paste": "of the editor; tests/meetings/facts/test_sections",
    **dict.fromkeys(("papers.ask", "exports.ask"), "offered for more than 500 people; tests/papers/test_making"),
}
MORE_PAGES = [
    Spot(f"/manage/{path}", "organiser")
    for path in ("ENACT-TRUST/outcomes", "ENACT-TRUST/translations?show=all", "ENACT-TRUST/documents", "WG2/agenda")
]
"""Pages whose forms need records that other meetings of the demo have."""
UNSEEN = ("hidden", "checkbox")
NOT_ASKED_FOR = {
    (f"facts.{form}", f"{which}_month") for form in ("create", "edit_facts") for which in ("first", "last")
}
"""Controls that count only with another choice than the usual one."""
REFUSED = {400, 403, 404, 409, 410, 413, 422}


@dataclass
class World:
    """The furnished system, its visitors, and the forms that they find."""

    app: Flask
    restore: Callable[[], None]
    is_restored: bool
    """Whether `restore` takes back what was written; where it cannot, what is said depends on what went before."""
    keep: Callable[[], None]
    """Make what is there now what `restore` goes back to."""
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    forms: dict[str, list[tuple[str, FoundForm]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """What the paths of `tests.browser.pages` are filled with."""

    def look(self, question: Callable[[], Any]) -> Any:
        """What `tests.browser.furnishing` asks; mails that are owed are delivered at once."""
        with self.app.app_context():
            try:
                return question()
            finally:
                db.session.remove()
                deliver_due(1000)
                db.session.remove()

    def client(self, role: str) -> FlaskClient:
        """Somebody of a role of the demo; empty: nobody."""
        if role not in self.clients:
            client = self.clients[role] = _Client(self.app, self.app.response_class)
            if role:
                with self.app.app_context():
                    sign_in(client, user_by_email(f"{role}@example.org"))
                    db.session.remove()
        return self.clients[role]

    def post(self, role: str, action: str, values: dict[str, tuple[str, ...]], *, follow: bool = True) -> Any:
        """Send a form; what it changed is taken back where the database can."""
        with self.app.app_context():
            answer = self.client(role).post(action, data=encoded(values), content_type=FORM)
            answer.followed = ""
            if follow and answer.status_code == 303 and answer.location.startswith("/"):
                answer.followed = self.client(role).get(answer.location).text
        if answer.status_code not in REFUSED:
            self.restore()
        return answer

    def post_files(self, role: str, action: str, values: dict[str, Any]) -> Any:
        """Send a form with a file."""
        with self.app.app_context():
            answer = self.client(role).post(action, data=values, content_type="multipart/form-data")
        if answer.status_code not in REFUSED:
            self.restore()
        return answer

    def discover(self, places: dict[str, str]) -> None:
        """Every form once for each thing that it is sent to."""
        seen = set()
        adapter = self.app.url_map.bind("plenary.test")
        for spot in (*(spot for spots in PAGES.values() for spot in spots if spot.status == 200), *MORE_PAGES):
            path = spot.path.format(**places, language="en")
            with self.app.app_context():
                page = self.client(spot.role).get(path).text
            for form in forms_of(page, path):
                endpoint, _values = adapter.match(form.action.partition("?")[0], method="POST")
                if (endpoint, form.shape) not in seen:
                    seen.add((endpoint, form.shape))
                    self.forms.setdefault(endpoint, []).append((spot.role, form))


@pytest.fixture(scope="module")
def world(application: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo with what the browser tests add to it."""
    with application.app_context():
        load_demo()
        address = db.engine.url
        db.session.remove()
    copy = tmp_path_factory.mktemp("hostile") / "before.sqlite"
    is_sqlite = address.get_backend_name() == "sqlite"

    def restore() -> None:
        if is_sqlite:
            with application.app_context():
                db.session.remove()
                db.engine.dispose()
            _copy(copy, Path(address.database or ""))
        pages.clear()

    def keep() -> None:
        if is_sqlite:
            _copy(Path(address.database or ""), copy)

    world = World(application, restore, is_sqlite, keep)
    world.places = furnish(world)  # type: ignore[arg-type]
    world.discover(world.places)
    keep()
    yield world
    with application.app_context():
        db.session.rollback()
        _empty_tables()
        pages.clear()
        db.session.remove()


def _copy(source: Path, target: Path) -> None:
    before, after = sqlite3.connect(source), sqlite3.connect(target)
    with after:
        before.backup(after)
    before.close()
    after.close()


def _filled(form: FoundForm) -> dict[str, tuple[str, ...]]:
    """What somebody would send who has typed something into everything that is asked for."""
    values = form.sent()
    for control in form.controls:
        if values.get(control.name, ("",)) == ("",) and control.kind not in ("hidden", "file", "checkbox", "radio"):
            usual = USUAL.get(control.name, "Typed" if control.takes_any_text else "")
            if usual and (control.is_required or control.name in USUAL or control.name.endswith("_en")):
                values[control.name] = (usual,)
    return values


def _tried(world: World) -> Iterator[tuple[str, str, FoundForm]]:
    for endpoint, found in sorted(world.forms.items()):
        if endpoint not in ENDS_THE_SESSION | COUNTS_ATTEMPTS:
            for role, form in found:
                yield endpoint, role, form


def _taking_turns(
    form: FoundForm, values: Mapping[str, str], turn: int, chosen: Callable[[Control], bool]
) -> dict[str, tuple[str, ...]]:
    """The chosen controls with the values in turn, beginning with another one in each round."""
    names = [control.name for control in form.controls if chosen(control)]
    texts = list(values.values())
    return {name: (texts[(place + 4 * turn) % len(texts)],) for place, name in enumerate(names)}


def _lost(html: str, form: FoundForm, values: dict[str, tuple[str, ...]]) -> list[str]:
    """Names of controls that do not show any more what was typed into them."""
    shown = {}
    for each in forms_of(html, form.action):
        if any(each.control(control.name) for control in form.controls if control.kind != "hidden"):
            shown |= each.sent()
    return [
        control.name
        for control in form.controls
        if control.takes_any_text and control.kind != "password"
        if _plain(values.get(control.name, ())) != _plain(shown.get(control.name, ()))
    ]


def _plain(values: tuple[str, ...]) -> list[str]:
    return [" ".join(value.split()) for value in values if value.strip()]


def test_every_form_is_found_on_a_page(world: World) -> None:
    takes_post = {rule.endpoint for rule in world.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    by_button = {name for name in takes_post if name.split(".")[1].startswith(("move", "remove"))}

    assert takes_post <= ROUTES.keys()
    assert takes_post - world.forms.keys() - by_button - NOT_ON_A_PAGE.keys() == set()


@pytest.mark.parametrize("turn", range(2))
def test_hostile_text_in_every_field_breaks_nothing(world: World, turn: int) -> None:
    wrong = []
    for endpoint, role, form in _tried(world):
        typed = _taking_turns(form, TEXTS, turn, lambda control: control.takes_any_text)
        if not typed:
            continue
        answer = world.post(role, form.action, {**_filled(form), **typed})
        page = answer.text + answer.followed
        if answer.status_code not in REFUSED | {200, 303}:
            wrong.append((endpoint, answer.status_code))
        elif answer.status_code == 422 and world.is_restored and not messages_on(page):
            wrong.append((endpoint, "no message"))
        if "<script>alert(1)" in page or "<svg onload" in page:
            wrong.append((endpoint, "markup of a visitor on the page"))
    assert not wrong, "\n".join(map(str, wrong))


def test_value_that_was_not_offered_is_refused_beside_its_field_and_nothing_is_lost(world: World) -> None:
    wrong: list[tuple[str, ...]] = []
    for endpoint, role, form in _tried(world):
        filled = _filled(form)
        tried = _taking_turns(form, CHOICES, 0, lambda control: control.kind not in (*TYPED, *UNSEEN, "file"))
        for name, value in tried.items():
            if (endpoint, name) in NOT_ASKED_FOR:
                continue
            answer = world.post(role, form.action, {**filled, name: value})
            if answer.status_code == 422 and world.is_restored:
                if not messages_beside(answer.text, name):
                    wrong.append((endpoint, name, *value, "no message beside it"))
                if lost := _lost(answer.text, form, filled):
                    wrong.append((endpoint, name, *value, f"lost {lost}"))
            elif answer.status_code not in REFUSED and not (answer.status_code == 303 and warnings_on(answer.followed)):
                wrong.append((endpoint, name, *value, f"{answer.status_code}: swallowed"))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_file_that_is_not_what_it_says_is_refused_beside_its_field_and_nothing_is_lost(
    world: World, content: bytes
) -> None:
    wrong: list[tuple[str, ...]] = []
    tried = 0
    for endpoint, role, form in _tried(world):
        filled = _filled(form)
        for control in (each for each in form.controls if each.kind == "file"):
            tried += 1
            name = "logo.png" if control.name == "logo" else "paper.pdf"
            sent: dict[str, Any] = {key: list(each) for key, each in filled.items()}
            answer = world.post_files(role, form.action, {**sent, control.name: (BytesIO(content), name)})
            if answer.status_code != 422 or not messages_beside(answer.text, control.name):
                wrong.append((endpoint, control.name, str(answer.status_code), "no message beside it"))
            elif lost := _lost(answer.text, form, filled):
                wrong.append((endpoint, control.name, f"lost {lost}"))
    assert not wrong, "\n".join(map(str, wrong))
    assert tried > 10


@pytest.mark.parametrize("turn", range(2))
def test_what_pages_send_along_unseen_can_be_anything(world: World, turn: int) -> None:
    wrong = []
    for endpoint, role, form in _tried(world):
        unseen = _taking_turns(form, {**CHOICES, **TEXTS}, turn, lambda control: control.kind in UNSEEN)
        value = list(CHOICES.values())[turn]
        answer = world.post(
            role, form.action, {**_filled(form), **unseen, "step": (value,), "then": (value,)}, follow=False
        )
        if answer.status_code not in REFUSED | {200, 303}:
            wrong.append((endpoint, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


PAYLOAD = "\"'><script>PWN()</script><img src=x onerror=PWN()>"


def test_payload_that_was_kept_in_every_text_is_run_on_no_page(world: World) -> None:
    """Sent into everything that can be typed, kept, and looked for as a browser would find it."""
    if not world.is_restored:
        pytest.skip("what is written could not be taken back")
    kept = 0
    for _endpoint, role, form in _tried(world):
        typed = {each.name: (PAYLOAD,) for each in form.controls if each.kind in ("text", "textarea", "search")}
        with world.app.app_context():
            data = encoded({**_filled(form), **{name: typed[name] for name in typed if name not in USUAL}})
            kept += world.client(role).post(form.action, data=data, content_type=FORM).status_code == 303
    shown, run, adapter = 0, [], world.app.url_map.bind("plenary.test")
    paths = {(spot.role, form_path) for spot in MORE_PAGES for form_path in [spot.path]} | {
        (role, form.action) for each in world.forms.values() for role, form in each
    }
    paths |= {("", f"/e/{code}/{language}") for code in ("WG2", "ENACT-TRUST") for language in ("en", "ar", "fr")}
    for role, path in sorted(paths):
        if not adapter.test(path.partition("?")[0], method="GET"):
            continue
        with world.app.app_context():
            answer = world.client(role).get(path)
        if answer.mimetype != "text/html" or answer.status_code >= 400:
            continue
        shown += "PWN" in answer.text
        run += [(path, each) for each in _run_by_a_browser(answer.text)]
    world.restore()

    assert run == []
    assert kept > 25
    assert shown > 20


def _run_by_a_browser(html: str) -> Iterator[str]:
    for element in lxml.html.document_fromstring(html).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and "PWN" in (element.text or "") and "json" not in element.get("type", ""):
            yield "script"
        for name, value in element.items():
            if "PWN" in value and (name.startswith("on") or value.strip().lower().startswith("javascript:")):
                yield f"{element.tag} {name}"
