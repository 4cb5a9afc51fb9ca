"""Nothing that people write costs more than its length: each reader of it is fed nasty texts of n and 4n characters.

Both sizes are measured in one run, so that a slow machine is slow for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation import clickable, files, form_fields, merge_fields, normalising, text_changes, web_links
from foundation.addresses import LONGEST_QUERY
from foundation.isolating import isolated
from foundation.typed_times import NotATime, parse_time
from foundation.uploads import MOST_FIELDS, OF_A_VISITOR
from meetings.catalogue import search
from meetings.documents import file_names
from meetings.enums import MeetingState
from meetings.outcomes.forms import entries_in
from messages.texts import Written, as_html, freeze
from papers import text as papers_text
from registration.names.dictionary import translated
from registration.names.romanising import arabised, romanised
from rich_text.texts import (
    Unusable,
    clean,
    excerpt,
    from_plain,
    to_paragraphs,
    to_plain,
)
from tests.costs import cost_of
from tests.factories import make_meeting, make_team

pytestmark = pytest.mark.wide

NASTY = (
    "a", "a ", "é", "\u0301\u0327", "\u0315\uff9e", "ﷺ", "١", "\u202e", " ", "\n", " \n", "\n\n", "\t", "\\",
    "&", "&lt;", "%41", "*a **b ", "*", "**a** ", "__a ", "_", "_a __b ", "\\*", "[", "[a", "[a](", "[a](b(",
    "]", "(", "-", "- a\n", " - a\n", "1. ", "1. x\n", "أ. x\n", "> ", ">", "# ", "|", "|a|\n", "<", "</",
    "<a ", "<b>x</b> ", "<p>\n", "</b>", "<!--", "<!--[if", "<xml", "a@", "a@b.", "a.b", "http://",
    "https://a.safelinks.protection.outlook.com/?url=", "{", "{{", "{a}", "{given_nam}", "o\t", "(ar)_", "_ar ",
    "1:", "=", '"', "'", "x and ", "health and ", "x et ", "x و", "صحة و", "x, ", "x - ",
)  # fmt: skip
SMALL = 2000
ENOUGH = 0.25
"""Seconds of processor for a text of 4n characters that are always allowed: what is quick is not measured well."""


def _long(pattern: str, length: int) -> str:
    return (pattern * (length // len(pattern) + 1))[:length]


def _cost(read: Callable[[str], Any], text: str) -> float:
    def act() -> None:
        with suppress(Unusable, NotATime, merge_fields.TextProblem):
            read(text)

    return cost_of(act)


def _mail(text: str) -> Any:
    return as_html(freeze(Written("en", [], [text]), {})["body"])


READERS: dict[str, Callable[[str], Any]] = {
    "light marks": from_plain,
    "pasted HTML": clean,
    "pasted paragraph": lambda text: clean(f"<p>{text}</p>", "ltr"),
    "editing again": lambda text: to_plain(from_plain(text)),
    "plain paragraphs": lambda text: (to_paragraphs(html := from_plain(text)), excerpt(html)),
    "line": merge_fields.one_line,
    "block": form_fields.block_of_text,
    "search key": normalising.searchable,
    "question": lambda text: (search.asked_words(text), search.wordlist([text])),
    "fields in a text": merge_fields.problems,
    "isolated": lambda text: isolated(text, "rtl"),
    "history": lambda text: text_changes.differences(
        text_changes.plain_text(text), text_changes.plain_text(text[::-1])
    ),
    "file name": lambda text: (file_names.guess(text), files.download_name(text, "application/pdf")),
    "links": lambda text: (web_links.unwrapped(text), web_links.with_unwrapped(text), form_fields.is_web_address(text)),
    "link in a name": lambda text: (clickable.holds_link(text), clickable.holds_link(text, is_name=False)),
    "list of outcomes": entries_in,
    "time": parse_time,
    "letter": _mail,
    "office": lambda text: [translated(f"{head}{text}") for head in ("", "Minister of ", "وزير ", "Ministre de la ")],
    "name in other letters": lambda text: (romanised(text), arabised(text)),
    "paper": lambda text: (papers_text.breakable(papers_text.clean(text)), list(papers_text.runs(text, "ltr"))),
}


@pytest.mark.parametrize("name", READERS)
def test_reading_takes_four_times_as_long_for_four_times_as_much(app: Flask, name: str) -> None:
    read, slow = READERS[name], []
    for pattern in NASTY:
        text = _long(pattern, 4 * SMALL)
        if _cost(read, text) <= ENOUGH:
            continue
        # Measured again, in turn, before anything is said of it.
        small = min(_cost(read, text[:SMALL]) for _each in range(3))
        large = min(_cost(read, text) for _each in range(3))
        if large > ENOUGH and large > 11 * small:
            slow.append((pattern, round(small, 3), round(large, 3)))
    assert slow == []


def test_longest_text_with_marks_that_have_no_end_costs_little(app: Flask) -> None:
    """112,000 characters took four seconds."""
    assert _cost(from_plain, "*a **b " * 14_000) < 1
    assert _cost(from_plain, "*a **b " * 3500) < 1


def _bodies() -> Iterator[tuple[str, bytes]]:
    form = "application/x-www-form-urlencoded"
    yield form, b"&a" * MOST_FIELDS
    yield form, b"given_name=" + b"x" * OF_A_VISITOR
    parts = b"".join(b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _each in range(2500))
    yield "multipart/form-data; boundary=b", parts + b"--b--"
    long = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * (OF_A_VISITOR + 10)
    yield "multipart/form-data; boundary=b", long + b"\r\n--b--"


@pytest.mark.parametrize(("kind", "body"), list(_bodies()))
def test_form_of_a_visitor_is_bounded_in_size_and_number(client: FlaskClient, kind: str, body: bytes) -> None:
    answers = []

    assert cost_of(lambda: answers.append(client.post("/sign-in", data=body, content_type=kind).status_code)) < 1
    assert answers == [413]


def test_address_and_cookies_are_bounded(client: FlaskClient) -> None:
    assert client.get("/", query_string="q=" + "x" * LONGEST_QUERY).status_code == 414

    def ask() -> None:
        assert client.get("/", headers={"Cookie": 'a="\\' * 15_000}).status_code == 200
        assert client.get("/", headers={"Accept-Language": "en;q=0.1," * 8000}).status_code == 200
        assert client.get("/", headers={"Accept": "a/b;q=" * 8000}).status_code in (200, 400)

    assert cost_of(ask) < 2


MANY: dict[str, Callable[[int], str]] = {
    "names nobody asks for": lambda number: f"f{number}=x+y",
    "names in a language": lambda number: f"title{number}_en=x+y",
    "names of hidden controls": lambda number: f"a{number}-shown=x+y",
    "names of editors": lambda number: f"b{number}-is-html=1",
    "texts of one field": lambda number: f"given_name=x+y+{number}",
    "choices of one list": lambda number: f"country=x+{number}",
    "carried through sign-in": lambda number: f"kept.f{number}=x+y",
}


@pytest.mark.parametrize("kind", MANY)
@pytest.mark.parametrize("path", ["/e/WG-TEST/en/register", "/sign-in", "/manage/new", "/nowhere"])
def test_refused_form_of_very_many_fields_comes_back_at_little_cost(
    app: Flask, client: FlaskClient, kind: str, path: str
) -> None:
    """20,000 fields of a quarter of a megabyte took 20 to 70 seconds: something was worked out anew for each."""
    make_meeting(make_team(), code="WG-TEST", state=MeetingState.PUBLISHED)
    app.config["WTF_CSRF_ENABLED"] = True
    answers: list[int] = []
    try:
        body = "kept_address=/account&" + "&".join(map(MANY[kind], range(MOST_FIELDS - 10)))
        client.get(path)
        form = "application/x-www-form-urlencoded"
        taken = cost_of(lambda: answers.append(client.post(path, data=body, content_type=form).status_code))
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answers[0] in (400, 403, 404)
    assert taken < 5
