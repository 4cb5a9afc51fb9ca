from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from foundation.languages import force_language
from foundation.value_fields import AddressField, DayField, NumberField, parse_number


class Typed(Form):
    """One of each."""

    number = NumberField("Number")
    day = DayField("Day")
    email = AddressField("E-mail")


def typed(**values: str) -> Any:
    form = Typed(MultiDict(values))
    form.validate()
    return form


@pytest.mark.parametrize(
    "text",
    [
        "1000",
        "1,000",
        "1 000",
        "1\u00a0000",
        "1\u202f000",
        "1\u2009000",
        "١٠٠٠",
        "١٬٠٠٠",
        "١،٠٠٠",
        "1'000",
        "1’000",
        "０１０００",
    ],
)
def test_thousand_is_read_however_it_is_grouped(text: str):
    assert parse_number(text) == 1000


@pytest.mark.parametrize("text", ["", "1,00", "1,0000", "1.000", "1 0", "ten", "-5", "²", "1,000 000", "1" * 10])
def test_what_is_no_number_is_refused(text: str):
    assert parse_number(text) is None


def test_point_is_asked_about(app: Flask):
    with app.test_request_context():
        assert typed(number="10٬000").number.data == 10_000
        assert "without a point" in typed(number="1.000").number.errors[0]
        assert "between" in typed(number="1,000,000").number.errors[0]


@pytest.mark.parametrize(
    ("language", "accepts", "read"),
    [
        ("ar", "en-US", True),
        ("fr", "", True),
        ("en", "en-GB,en;q=0.8", True),
        ("en", "en-US", False),
        ("en", "", False),
    ],
)
def test_day_in_numbers_is_read_as_the_reader_writes_it(app: Flask, language: str, accepts: str, read: bool):
    with app.test_request_context(headers={"Accept-Language": accepts}), force_language(language):
        day = typed(day="05/01/2027").day
        if read:
            assert day.data == date(2027, 1, 5)
        else:
            assert day.errors == ["Is this 5 January 2027 or 1 May 2027? Write the month as a word."]
            # A control for dates would come back empty.
            assert 'type="text"' in day() and "05/01/2027" in day()


def test_address_comes_back_as_typed_when_it_is_refused(app: Flask):
    with app.test_request_context():
        assert typed(email="Jane <JANE@example.org>").email.data == "jane@example.org"
        refused = typed(email="john smith@example.org").email
        assert refused.data == "john smith@example.org" and "blank inside" in refused.errors[0]
