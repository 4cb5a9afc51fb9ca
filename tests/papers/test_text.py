from __future__ import annotations

import pytest

from papers.text import (
    Direction,
    breakable,
    clean,
    direction_of_language,
    direction_of_text,
    one_line,
    paragraphs,
    runs,
    shortened,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x0bc\x1b\x7fd\uffff", "abcd"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ud83d\ude00 \ud800", "😀 \ufffd"),
        ("\u202eabc\u202c", "abc"),
        ("\u2068abc\u2069", "\u2068abc\u2069"),
        ("a\u2069b\u2066c", "abc"),
        ("tab\tand no-break\u00a0space", "tab\tand no-break\u00a0space"),
    ],
)
def test_clean_drops_what_files_cannot_hold(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_one_line_joins_lines_and_keeps_no_break_spaces() -> None:
    assert one_line("  a\n\n b\t10\u00a0h ") == "a b 10\u00a0h"


def test_paragraphs_finds_bullets_and_skips_empty_texts() -> None:
    assert list(paragraphs(("Text", "• one", "- two", "– three", " ", "•", "-5 degrees", "2 - 3"))) == [
        (False, "Text"),
        (True, "one"),
        (True, "two"),
        (True, "three"),
        (False, "-5 degrees"),
        (False, "2 - 3"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("one two three four", "one two…"),
        ("x" * 30, "x" * 11 + "…"),
        ("one two, three", "one two…"),
    ],
)
def test_shortened_cuts_at_words(text: str, expected: str) -> None:
    assert shortened(text, 12) == expected


def test_breakable_opens_words_too_long_for_a_line() -> None:
    assert breakable("short words stay") == "short words stay"
    assert "\u200b" not in breakable("x" * 40)
    assert max(map(len, breakable("x" * 70).split("\u200b"))) <= 25
    assert breakable("x" * 70).replace("\u200b", "") == "x" * 70
    assert max(map(len, breakable("W" * 30, 15).split("\u200b"))) <= 9
    assert all(not piece.startswith("\u0308") for piece in breakable("u\u0308" * 60, 15).split("\u200b"))


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", "rtl"), ("ar-JO", "rtl"), ("AR_lb", "rtl"), ("en", "ltr"), ("fr", "ltr")]
)
def test_direction_of_language_knows_regions(language: str, expected: Direction) -> None:
    assert direction_of_language(language) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("1. جدول ESCWA", "rtl"), ("(ITU) الاتحاد", "ltr"), ("10:00 – 10:20", "rtl"), ("٣ A", "ltr")]
)
def test_direction_of_text_follows_its_first_letter(text: str, expected: Direction) -> None:
    assert direction_of_text(text, "rtl") == expected


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("plain", "ltr", [("ltr", "plain")]),
        ("عرض من ESCWA (Amman) في 28", "rtl", [("rtl", "عرض من "), ("ltr", "ESCWA (Amman)"), ("rtl", " في 28")]),
        ("الاتحاد (ITU)", "rtl", [("rtl", "الاتحاد ("), ("ltr", "ITU"), ("rtl", ")")]),
        ("Mr. محمد الخميس, UAE", "ltr", [("ltr", "Mr. "), ("rtl", "محمد الخميس"), ("ltr", ", UAE")]),
        ("+962 6 555", "ltr", [("ltr", "+962 6 555")]),
        ("", "rtl", []),
    ],
)
def test_runs_split_a_line_by_direction(text: str, base: Direction, expected: list[tuple[Direction, str]]) -> None:
    assert list(runs(text, base)) == expected
