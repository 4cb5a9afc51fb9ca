from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.cleaning import cleaned
from foundation.form_fields import block_of_text
from foundation.merge_fields import one_line

PERSIAN = "می\u200cخواهم"
HINDI = "क्\u200dष"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jose\u0301 Franc\u0327ois", "José François"),
        ("مـحـمـد", "مـحـمـد"),  # tatweel is somebody's writing
        (PERSIAN, PERSIAN),
        (HINDI, HINDI),
        (FAMILY, FAMILY),
        ("Ann\u200ca\u200d B", "Anna B"),
        ("أحمد\u200c علي\u200d", "أحمد علي"),
        ("an\u200bna\ufeff\u2060", "anna"),
        ("abc\u202ecba\u202c", "abccba"),
        ("flag\U000e0067\U000e0062", "flag"),
        ("a\x00b\x1fc\x7f", "abc"),
        ("a\x0bb\u2028c", "a\nb\nc"),
        ("re\u00adgistre", "registre"),
        ("e\u200b\u0301", "é"),  # what keeps a mark from its letter
        ("\ud800x\ufffe", "x"),
        ("a\tb\r\nc", "a\tb\r\nc"),
    ],
)
def test_cleaned(typed: str, kept: str):
    assert cleaned(typed) == kept


@given(st.text(st.characters()))
def test_cleaning_twice_is_cleaning_once_and_hides_nothing(text: str):
    once = cleaned(text)
    assert cleaned(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {"Cs"} & {unicodedata.category(letter) for letter in once}
    assert not set(once) & set("\u202d\u202e\u200b\ufeff\x00")
    assert (one_line(one_line(text)), block_of_text(block_of_text(text))) == (one_line(text), block_of_text(text))


@pytest.mark.parametrize("unseen", ["\u3164", "\u2800 \u2800", "\u115f\u1160", "\u200f \u200e", "\U000e0061"])
def test_name_that_nobody_sees_is_none(unseen: str):
    assert one_line(unseen) == block_of_text(unseen) == ""
