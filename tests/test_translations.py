"""The interface is complete in every language: catalogues, and a pseudo-language that shows what was forgotten."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import flask_babel
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from foundation.languages import LANGUAGES
from tests.factories import make_item, make_meeting, make_registration, make_rules, make_team, make_user, sign_in

ROOT = Path(__file__).resolve().parent.parent
SINGULAR = {
    "_": None,
    "gettext": None,
    "_l": None,
    "lazy_gettext": None,
    "gettext_noop": None,
    "pgettext": ((1, "c"), 2),
}
PLURAL = {"ngettext": (1, 2), "npgettext": ((1, "c"), 2, 3)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
FOREIGN = sorted(set(LANGUAGES) - {"en"})
NAMELESS = {("fr", "Dear %(name)s,")}
"""Texts that leave a value out in a language: French letters begin without the name."""


Text = tuple[str, str]
"""The context of a text, mostly empty, and its English form: the singular where it has a plural."""


def _texts(keywords: dict[str, Any]) -> set[Text]:
    """The texts that the code asks for by some functions."""
    skipped = (".venv", "node_modules", "tests", "var", "migrations", "benchmarks", "docs", ".git", "frontend")
    found = extract_from_dir(
        str(ROOT),
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")],
        options_map={"templates/**.html": {"trimmed": "true"}, "templates/**.txt": {"trimmed": "true"}},
        keywords=keywords,
        directory_filter=lambda folder: Path(folder).name not in skipped,
    )
    return {
        (context or "", message[0] if isinstance(message, tuple) else message)
        for _file, _line, message, _comments, context in found
    }


@pytest.fixture(scope="module")
def singular() -> set[Text]:
    return _texts(SINGULAR)


@pytest.fixture(scope="module")
def plural() -> set[Text]:
    return _texts(PLURAL)


@pytest.fixture(scope="module")
def texts(singular: set[Text], plural: set[Text]) -> set[Text]:
    """Every text of the interface."""
    return singular | plural


def test_no_text_is_asked_for_both_with_a_plural_and_without(singular: set[Text], plural: set[Text]) -> None:
    """Not every Python that we run on finds the singular of a text that has a plural."""
    assert singular & plural == set()


@pytest.mark.parametrize("language", FOREIGN)
def test_catalogue_has_every_text_translated(texts: set[Text], language: str) -> None:
    catalogue = _catalogue(language)
    untranslated = sorted(text for text in texts if not _is_translated(catalogue, text))
    assert untranslated == []


@pytest.mark.parametrize("language", FOREIGN)
def test_catalogue_has_no_text_that_is_gone(texts: set[Text], language: str) -> None:
    known = {
        (message.context or "", message.id[0] if isinstance(message.id, tuple | list) else message.id)
        for message in _catalogue(language)
    }
    assert sorted(known - texts - {("", "")}) == []


def test_french_signs_never_begin_a_line() -> None:
    """Before them, and within quotation marks, stands a space at which no line breaks."""
    translations = [
        text
        for message in _catalogue("fr")
        for text in (message.string if isinstance(message.string, tuple | list) else [message.string])
    ]
    assert [text for text in translations if re.search(r" [:;?!](\W|$)| »|« ", text)] == []


def test_no_template_sets_a_sign_that_languages_write_differently() -> None:
    templates = [path for path in (ROOT / "templates").rglob("*.*") if path.parts[-2:] != ("mail", "layout.html")]
    sign = re.compile(r"(?:\}\}|%\})(?:</\w+>)*[,:;?!](?:\s|<|$)", re.MULTILINE)

    assert [(path.name, found[0]) for path in templates for found in sign.finditer(path.read_text())] == []


@pytest.mark.parametrize("language", FOREIGN)
def test_translations_keep_their_placeholders(language: str) -> None:
    wrong = []
    for message in _catalogue(language):
        is_plural = isinstance(message.id, tuple | list)
        wanted = _placeholders(message.id[-1] if is_plural else message.id)
        for text in message.string if is_plural else [message.string]:
            found = _placeholders(text)
            if (language, message.id) in NAMELESS:
                wanted = found
            if found - wanted or (not is_plural and found != wanted):
                wrong.append((message.id, text))
    assert wrong == []


@pytest.fixture
def pseudo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language in which every translated text stands in white brackets."""
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda self: _Pseudo())
    monkeypatch.setitem(app.config, "PSEUDO_LANGUAGES", {"eo": "⟦Pseudo⟧"})
    return


class _Pseudo(NullTranslations):
    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, number: int) -> str:
        return f"⟦{singular if number == 1 else plural}⟧"

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return f"⟦{singular if number == 1 else plural}⟧"

    def upgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def unpgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        return self.ngettext(singular, plural, number)


# Data of the records below, and names that are the same in every language.
MONTHS = "|".join([*calendar.month_name[1:], *calendar.month_abbr[1:]])
DATA = re.compile(
    rf"\b(?:{MONTHS})\b|"
    r"\S+@\S+|\b[0-9a-f]{8}\b|\b[2-9A-Z]{8}\b|7\d+[a-z]?|\{\w+\}|\beo\b|Wednesday|Thursday|https?://\S+|plenary\.test\S*|M77|Plenary|English|العربية|Français|UTC[+−:\d]*|Amman|Asia/\w+|PDF|Word|XLSX|CSV|"
    r"Excel|Mr\.|Ms\.|Dr\.|Prof\.|H\.E\.|Eng\."
)
PAGES = (
    "/",
    "/e/M77/eo",
    "/e/M77/eo/register",
    "/nowhere",
    "/manage/",
    "/manage/M77",
    "/manage/M77/facts",
    "/manage/M77/agenda",
    "/manage/M77/registrations",
    "/manage/M77/registrations/{registration}",
    "/manage/M77/messages",
    "/manage/M77/messages/new",
    "/manage/M77/attendance",
    "/manage/M77/papers",
    "/manage/M77/history",
    "/manage/M77/sections",
    "/manage/M77/sections/new",
    "/manage/M77/organisations/new",
    "/manage/M77/contacts/new",
    "/manage/M77/documents",
    "/manage/M77/documents/new",
    "/manage/M77/outcomes",
    "/manage/M77/outcomes/several",
    "/manage/M77/join",
    "/manage/M77/join/new",
    "/manage/M77/rooms/new",
    "/manage/M77/translations",
    "/manage/M77/clone",
    "/manage/M77/delete",
    "/manage/M77/state/postponed",
    "/manage/M77/breakouts",
    "/e/M77/eo/calendar",
    "/e/M77/eo/join",
    "/manage/new",
    "/account",
    "/teams",
    "/mailbox",
)


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_text_outside_the_catalogues(client: FlaskClient, pseudo: None, path: str) -> None:
    team = make_team(name={"eo": "771", "en": "771"})
    meeting = make_meeting(
        team, code="M77", title={"en": "772", "eo": "772"}, page_languages=["en", "eo"], working_languages=[]
    )
    make_rules(meeting)
    make_item(meeting, title={"en": "773", "eo": "773"})
    person = make_registration(
        meeting, given_name="774", family_name="775", organisation="776", position="777", country_code=None,
        email="774@example.org",
    )  # fmt: skip
    sign_in(client, make_user("owner", team, name="778", email="778@example.org"))
    client.set_cookie("language", "eo")
    response = client.get(path.format(registration=person.id))
    assert response.status_code in (200, 404), path
    assert _bare_words(re.sub(r"<code>[0-9a-f]{8}</code>", "", response.text)) == []  # the number of an incident


def _bare_words(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    left = []
    for text in reader.texts:
        rest = DATA.sub("", re.sub(r"⟦[^⟦⟧]*⟧", "", re.sub(r"⟦[^⟦⟧]*⟧", "", text)))
        if re.search(r"[^\W\d_]{2,}", rest):
            left.append(text.strip())
    return left


class _Reader(HTMLParser):
    """Collects what a person reads or hears of a page."""

    SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-label", "data-confirm", "data-confirm-ok")
    SILENT = ("script", "style", "option")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self.silent += 1
        self.texts += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.texts.append(data)


def _catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def _is_translated(catalogue: Catalog, text: Text) -> bool:
    message = catalogue.get(text[1], text[0] or None)
    if message is None:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}
