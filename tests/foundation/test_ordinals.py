from __future__ import annotations

import pytest

from foundation.ordinals import ordinal


@pytest.mark.parametrize(
    ("number", "english", "arabic", "french"),
    [
        (1, "1st", "الأول", "1re"),
        (2, "2nd", "الثاني", "2e"),
        (3, "3rd", "الثالث", "3e"),
        (10, "10th", "العاشر", "10e"),
        (11, "11th", "الحادي عشر", "11e"),
        (12, "12th", "الثاني عشر", "12e"),
        (19, "19th", "التاسع عشر", "19e"),
        (20, "20th", "العشرون", "20e"),
        (21, "21st", "الحادي والعشرون", "21e"),
        (22, "22nd", "الثاني والعشرون", "22e"),
        (30, "30th", "الثلاثون", "30e"),
        (99, "99th", "التاسع والتسعون", "99e"),
        (111, "111th", "111", "111e"),
    ],
)
def test_meeting_counts_in_words(number: int, english: str, arabic: str, french: str) -> None:
    assert [ordinal(number, language) for language in ("en", "ar", "fr")] == [english, arabic, french]


def test_no_two_meetings_of_a_series_count_alike() -> None:
    assert len({ordinal(number, "ar") for number in range(1, 100)}) == 99
