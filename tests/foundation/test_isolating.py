"""A value never scrambles the sentence it stands in, nor the sentence the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import flask_babel
import pytest
from babel.messages.pofile import read_po
from flask import Flask, render_template_string
from markupsafe import Markup

from foundation.isolating import isolated, without_isolates
from foundation.languages import force_language

CATALOGUE = Path(__file__).resolve().parents[2] / "translations" / "ar" / "LC_MESSAGES" / "messages.po"
HOSTILE = ("Lina Haddad", "C++ (2)", "+962 6 555 0100", "02-2030", "lina@example.org", "E/ESCWA/WG.1", "(2)", "12 (B)")
PLACE = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize(
    ("value", "towards", "expected"),
    [
        ("Lina", "rtl", "\u2066Lina\u2069"),
        ("Lina", "ltr", "Lina"),
        ("Léa", "ltr", "Léa"),
        ("لينا", "rtl", "لينا"),
        ("لينا", "ltr", "\u2067لينا\u2069"),
        ("لينا Haddad", "rtl", "\u2067لينا Haddad\u2069"),
        ("12", "rtl", "12"),
        ("1,200.5", "rtl", "1,200.5"),
        ("09:30", "rtl", "09:30"),
        ("09:30 – 10:00", "rtl", "09:30 – 10:00"),
        ("28-29 شباط / فبراير 2030", "rtl", "\u206728-29 شباط / فبراير 2030\u2069"),
        ("6 555 0100", "rtl", "\u20666 555 0100\u2069"),
        ("02-2030", "ltr", "02-2030"),
        ("https://plenary.example.org/e/TIN", "rtl", "https://plenary.example.org/e/TIN"),
        (Markup("<bdi>Lina</bdi>"), "rtl", Markup("<bdi>Lina</bdi>")),
        (Markup("<b>لينا</b>"), "rtl", Markup("<b>لينا</b>")),
        (Markup("<b>Lina</b>"), "rtl", Markup("\u2066<b>Lina</b>\u2069")),
        ("", "rtl", ""),
    ],
)
def test_value_is_isolated_where_it_would_not_come_out_right(value: str, towards: str, expected: str) -> None:
    result = isolated(value, towards)
    assert (result, type(result)) == (expected, type(value))
    assert isolated(value, "") == value


def _arabic() -> Iterator[tuple[str, str, str | None]]:
    """Context, text and plural of each message that takes values."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            singular, plural = message.id if isinstance(message.id, tuple) else (message.id, None)
            if singular and PLACE.search(plural or singular):
                yield message.context or "", singular, plural


@pytest.mark.parametrize("value", HOSTILE)
def test_every_arabic_text_isolates_its_values(app: Flask, value: str) -> None:
    """In Python and in templates, whatever function is asked; numbers stand as they are."""
    wrong, seen = [], 0
    with app.test_request_context(), force_language("ar"):
        for context, singular, plural in _arabic():
            names = set(PLACE.findall(plural or singular)) - ({"num"} if plural else set())
            values = dict.fromkeys(names, value)
            for text in (_said(context, singular, plural, values), _shown(context, singular, plural, values)):
                seen += text.count(value)
                if text.count(value) != text.count(f"\u2066{value}\u2069") or "\u20665" in text:
                    wrong.append(text)
    assert wrong == []
    assert seen > 500


def _said(context: str, singular: str, plural: str | None, values: dict[str, str]) -> str:
    if plural is None and context:
        return flask_babel.pgettext(context, singular, **values)
    if plural is None:
        return str(flask_babel.lazy_gettext(singular, **values))
    if context:
        return flask_babel.npgettext(context, singular, plural, 5, **values)
    return flask_babel.ngettext(singular, plural, 5, **values)


def _shown(context: str, singular: str, plural: str | None, values: dict[str, str]) -> str:
    call = {
        (False, False): "_(singular, **values)",
        (True, False): "pgettext(context, singular, **values)",
        (False, True): "ngettext(singular, plural, 5, **values)",
        (True, True): "npgettext(context, singular, plural, 5, **values)",
    }[bool(context), plural is not None]
    page = render_template_string(f"{{{{ {call} }}}}", context=context, singular=singular, plural=plural, values=values)
    return Markup(page).unescape()


def test_values_are_escaped_between_the_marks(app: Flask) -> None:
    with app.test_request_context(), force_language("ar"):
        shown = render_template_string("{{ _('Edit %(name)s', name=name) }}", name="<b>Lina")
    assert "\u2066&lt;b&gt;Lina\u2069" in shown


def test_latin_texts_isolate_what_is_arabic_only(app: Flask) -> None:
    with app.test_request_context(), force_language("en"):
        assert flask_babel.gettext("Edit %(name)s", name="لينا (2)") == "Edit \u2067لينا (2)\u2069"
        assert flask_babel.gettext("Edit %(name)s", name="Lina (2)") == "Edit Lina (2)"


def test_marks_can_be_taken_out() -> None:
    assert without_isolates("\u2067لينا\u2069 \u2066L\u2069\u2068x\u2069") == "لينا Lx"
