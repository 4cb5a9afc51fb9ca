"""What pages send along unseen, and what addresses ask for, in shapes that nobody expects: no error of the server."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from foundation.posted_json import read_posted
from tests.browser.pages import PAGES
from tests.test_hostile_input import World, _filled, _tried
from tests.test_hostile_input import world as world

pytestmark = pytest.mark.wide

SHAPES = (
    "[]", "{}", "null", "1", '"a"', "[[]]", "[[1,2,3,4]]", "[" * 4000, '{"a":' * 4000, "9" * 5000,
    '{"id":[[1],{"a":2}]}', '{"id":{"a":{}},"name-1-en":{}}', '{"id":["²","9999999999"],"state":["approved"]}',
    '{"of":[],"was":{"a":[[]]}}', "[NaN,Infinity,1e999]", '[[true,"delegations","exactly",1e999]]',
    "[[null,null,null,null]]", "²", "١٢٣", "1-2-3", "name-1-en=²",
)  # fmt: skip
ASKED = (
    "about", "after", "alive", "before", "country", "day", "dir", "for", "format", "half_day", "holder", "id", "item",
    "kind", "lang", "language", "main_language", "mode", "month", "next", "order", "organisation", "page", "parent",
    "person", "place", "preview", "project", "q", "recipient", "series", "show", "sort", "state", "step", "text_of",
    "topic", "view", "year",
)  # fmt: skip
ASKED_FOR = (
    "²", "١", "-1", "9" * 30, "[]", "x\x00y", "\udc80", "//evil.example", "/\\evil.example", "2030-02-30", "0000-00-00",
    "2031-13", "%", "_", "'", "a" * 300, "\"'><script>alert(1)</script>", "nan", "in_person", "؟", ",",
)  # fmt: skip


@pytest.mark.parametrize("text", ["[" * 100_000, "[1e999]", "[NaN]", "-Infinity", "1" * 5000, "\ud800", "", None])
def test_what_is_no_finite_json_is_none(text: str | None) -> None:
    assert read_posted(text) is None


def test_hidden_controls_may_hold_any_shape(world: World) -> None:
    wrong: list[tuple[str, str, str, str]] = []
    tried = 0
    for endpoint, role, form in _tried(world):
        filled = _filled(form)
        for control in form.controls:
            if control.kind != "hidden" or control.name == "csrf_token":
                continue
            for shape in SHAPES:
                tried += 1
                try:
                    status = world.post(role, form.action, {**filled, control.name: (shape,)}, follow=False).status_code
                except Exception as error:
                    wrong.append((endpoint, control.name, shape[:40], repr(error)[:100]))
                else:
                    if status >= 500:
                        wrong.append((endpoint, control.name, shape[:40], str(status)))
    assert not wrong, "\n".join(map(str, wrong))
    assert tried > 1000


def test_addresses_may_ask_for_anything(world: World) -> None:
    wrong: list[tuple[str, str, str]] = []
    tried = set()
    for spot in (spot for spots in PAGES.values() for spot in spots):
        path = spot.path.format(**world.places, language="en").partition("?")[0]
        if (spot.role, path) in tried:
            continue
        tried.add((spot.role, path))
        for asked in ASKED_FOR:
            query = urlencode(dict.fromkeys(ASKED, asked), errors="surrogatepass")
            with world.app.app_context():
                answer = world.client(spot.role).get(f"{path}?{query}")
            leads = answer.headers.get("Location", "/")
            if answer.status_code >= 500 or "<script>alert(1)" in answer.get_data(as_text=True):
                wrong.append((path, asked, str(answer.status_code)))
            if not leads.startswith("/") or leads.startswith(("//", "/\\")):
                wrong.append((path, asked, leads))
    assert not wrong, "\n".join(map(str, wrong))
    assert len(tried) > 60
