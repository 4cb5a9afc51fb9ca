from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time

import pytest

from foundation.clock import frozen_at
from foundation.dates import (
    at_zone,
    format_date,
    format_date_range,
    format_instant,
    format_instant_in_list,
    format_month_range,
    format_session,
    format_time_range,
    month_bounds,
    month_name,
    offset_label,
    zone_label,
)

RLM = "\N{RIGHT-TO-LEFT MARK}"


@pytest.mark.parametrize(
    ("language", "style", "expected"),
    [
        ("en", "dual", "28–29 February 2024"),
        ("fr", "dual", "28–29 février 2024"),
        ("ar", "dual", "28–29 شباط / فبراير 2024"),
        ("ar", "western", "28–29 فبراير 2024"),
        ("ar", "levantine", "28–29 شباط 2024"),
    ],
)
def test_date_range_within_a_month_is_written_once(language: str, style: str, expected: str) -> None:
    assert format_date_range(date(2024, 2, 28), date(2024, 2, 29), language, style) == expected


@pytest.mark.parametrize(
    ("first", "last", "language", "style", "expected"),
    [
        ((2026, 6), (2026, 6), "en", "dual", "June 2026"),
        ((2026, 6), (2026, 6), "fr", "dual", "juin 2026"),
        ((2026, 6), (2026, 6), "ar", "dual", "حزيران / يونيو 2026"),
        ((2026, 6), (2026, 6), "ar", "western", "يونيو 2026"),
        ((2026, 6), (2026, 7), "en", "dual", "June–July 2026"),
        ((2026, 6), (2026, 7), "fr", "dual", "juin–juillet 2026"),
        ((2026, 6), (2026, 7), "ar", "dual", "حزيران / يونيو – تموز / يوليو 2026"),
        ((2026, 10), (2026, 11), "ar", "levantine", "تشرين الأول – تشرين الثاني 2026"),
        ((2026, 12), (2027, 1), "en", "dual", "December 2026 – January 2027"),
        ((2026, 12), (2027, 1), "fr", "dual", "décembre 2026 – janvier 2027"),
        ((2026, 12), (2027, 1), "ar", "dual", "كانون الأول / ديسمبر 2026 – كانون الثاني / يناير 2027"),
    ],
)
def test_months_without_days_are_written_once(first, last, language, style, expected) -> None:
    begin, end = month_bounds(date(*first, 15), date(*last, 15))
    assert format_month_range(begin, end, language, style) == expected


def test_month_ends_on_its_last_day() -> None:
    assert month_bounds(date(2028, 2, 11), date(2028, 2, 11)) == (date(2028, 2, 1), date(2028, 2, 29))


def test_date_range_over_a_year_end_has_both_years() -> None:
    assert format_date_range(date(2026, 12, 30), date(2027, 1, 2), "en") == "30 December 2026 – 2 January 2027"


def test_date_range_of_one_day_is_a_date() -> None:
    assert format_date_range(date(2024, 3, 1), date(2024, 3, 1), "fr") == "1er mars 2024"


def test_weekday_stands_in_front() -> None:
    assert format_date(date(2024, 2, 12), "ar", weekday=True) == "الاثنين، 12 شباط / فبراير 2024"


def test_every_arabic_month_has_two_names() -> None:
    duals = {month_name(number, "ar", "dual") for number in range(1, 13)}
    assert len(duals) == 12
    assert all(" / " in name for name in duals)


def test_open_ended_time_has_no_dash() -> None:
    assert format_time_range(time(8, 45), None, "en") == "08:45"
    assert format_time_range(None, None, "en") == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Wednesday, 28 February 2024, 10:00 – 10:20"), ("ar", "الأربعاء، 28 فبراير 2024،\u00a010:00 – 10:20")],
)
def test_day_and_hours_of_a_session_have_the_comma_of_the_language(language: str, expected: str) -> None:
    assert format_session(date(2024, 2, 28), time(10), time(10, 20), language, "western") == expected


def test_session_without_a_time_is_its_day() -> None:
    assert format_session(date(2024, 2, 28), None, None, "en", year=False) == "Wednesday, 28 February"


def test_local_time_follows_summer_time() -> None:
    winter = at_zone(date(2024, 1, 10), time(9), "Africa/Cairo")
    summer = at_zone(date(2024, 7, 10), time(9), "Africa/Cairo")
    assert (winter, summer) == (datetime(2024, 1, 10, 7, tzinfo=UTC), datetime(2024, 7, 10, 6, tzinfo=UTC))


def test_instant_is_written_in_the_zone_asked_for() -> None:
    assert format_instant(datetime(2024, 2, 28, 7, tzinfo=UTC), "Asia/Amman", "en") == "28 February 2024, 10:00"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Amman, UTC+3"), ("ar", "عمّان، UTC+3"), ("fr", "Amman, UTC+3")]
)
def test_zone_is_a_city_and_an_offset(language: str, expected: str) -> None:
    assert zone_label("Asia/Amman", date(2024, 2, 28), language) == expected


@pytest.mark.parametrize("style", ["dual", "western", "levantine"])
def test_arabic_ranges_keep_their_order_wherever_they_stand(style: str) -> None:
    """A sign that joins two numbers to one would turn them round where no Arabic letter stands before them."""
    ranges = [
        format_date_range(date(2024, 2, 28), date(2024, 2, 29), "ar", style),
        format_date_range(date(2024, 2, 28), date(2024, 3, 1), "ar", style),
        format_time_range(time(8, 30), time(9, 15), "ar"),
    ]
    with frozen_at(datetime(2026, 11, 29, tzinfo=UTC)):
        for year in (2025, 2026):
            ranges.append(format_instant_in_list(datetime(year, 2, 1, 9, 30, tzinfo=UTC), "Asia/Amman", "ar"))
    between = [sign for text in ranges for sign in re.findall(r"(?<=\d)\D+(?=\d)", text) if sign != ":"]
    apart = {"ON", "WS", "R", "AL"}
    assert [sign for sign in between if not apart & {unicodedata.bidirectional(each) for each in sign}] == []


def test_offset_of_half_an_hour_is_written() -> None:
    assert offset_label(datetime(2024, 1, 1, tzinfo=datetime.fromisoformat("2024-01-01T00:00:00+05:30").tzinfo)) == (
        "UTC+5:30"
    )


@pytest.mark.parametrize(
    ("language", "this_year", "another_year"),
    [
        ("en", "24 Nov 16:22", "3 Jan 2025 01:05"),
        ("fr", "24 nov. 16:22", "3 janv. 2025 01:05"),
        ("ar", "24{}/11{} 16:22".replace("{}", RLM), "3{}/1{}/2025{} 01:05".replace("{}", RLM)),
    ],
)
def test_moments_of_a_list_are_short_and_stay_on_one_line(language, this_year, another_year):
    with frozen_at(datetime(2026, 11, 29, tzinfo=UTC)):
        texts = [
            format_instant_in_list(instant, "Asia/Amman", language)
            for instant in (datetime(2026, 11, 24, 13, 22, tzinfo=UTC), datetime(2025, 1, 2, 22, 5, tzinfo=UTC))
        ]

    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts] == [this_year, another_year]
    assert not any(" " in text for text in texts)
