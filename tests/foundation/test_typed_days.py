from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.dates import format_date, format_local, month_name
from foundation.typed_days import NotADay, TwoDays, parse_day, parse_moment, parse_month

DAY = date(2027, 1, 5)
DAYS = st.dates(date(1945, 1, 1), date(2099, 12, 31))
LANGUAGES = st.sampled_from(["ar", "en", "fr"])
STYLES = st.sampled_from(["dual", "western", "levantine"])


@pytest.mark.parametrize(
    "typed",
    [
        *("2027-01-05", "2027/1/5", "20270105", "٢٠٢٧-٠١-٠٥", "05/01/2027", "5.1.2027", "٥/١/٢٠٢٧", "5 1 2027"),
        *("5 January 2027", "5th of January 2027", "January 5, 2027", "Tue, 5 Jan. 2027", "5Jan2027"),
        *("5 janv. 2027", "mardi 5 janvier 2027", "le 5 janvier 2027"),
        *(
            "٥ كانون الثاني ٢٠٢٧",
            "5 كانون الثاني/يناير 2027",
            "الثلاثاء، 5 يناير 2027",
            "5 جانفي 2027",
            "5 من يناير 2027",
        ),
    ],
)
def test_day_is_read_as_people_type_it(typed: str):
    assert parse_day(typed) == DAY


@given(DAYS, LANGUAGES, STYLES, st.booleans())
def test_day_is_read_as_the_pages_write_it(day: date, language: str, style: str, weekday: bool):
    assert parse_day(format_date(day, language, style, weekday=weekday)) == day
    assert parse_month(f"{month_name(day.month, language, style)} {day.year}") == day.replace(day=1)


@given(DAYS, st.times(), LANGUAGES, STYLES)
def test_moment_is_read_as_the_pages_write_it(day: date, at: time, language: str, style: str):
    moment = datetime.combine(day, at.replace(second=0, microsecond=0, tzinfo=None))
    assert parse_moment(format_local(moment, language, style)) == moment
    assert parse_moment(moment.isoformat(timespec="minutes")) == moment


@given(DAYS)
def test_two_numbers_that_can_both_be_months_are_not_guessed(day: date):
    typed = f"{day.day:02}/{day.month:02}/{day.year}"
    assert parse_day(typed, day_first=True) == day
    if day.day > 12 or day.day == day.month:
        assert parse_day(typed, day_first=None) == day
    else:
        with pytest.raises(TwoDays) as refused:
            parse_day(typed, day_first=None)
        assert refused.value.days == (day, date(day.year, day.day, day.month))


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "05-01-27", "31/02/2027", "31 February 2027", "Monday, 5 January 2027", "5 January"),
        *("5 6 January 2027", "0/1/2027", "2027-13-01", "5 janvier mars 2027", "1" * 500),
    ],
)
def test_what_is_no_day_is_refused(typed: str):
    with pytest.raises(NotADay):
        parse_day(typed)


@pytest.mark.parametrize(
    "typed", ["5 January 2027, 2 pm", "14:00, 05/01/2027", "5 janvier 2027 à 14h", "٥ يناير ٢٠٢٧ الساعة ٢ م"]
)
def test_moment_is_read_as_people_type_it(typed: str):
    assert parse_moment(typed) == datetime(2027, 1, 5, 14)


@pytest.mark.parametrize("typed", ["", "5 January 2027", "14:00", "2027-01-05T25:00", "soon at 9"])
def test_what_is_no_moment_is_refused(typed: str):
    with pytest.raises(NotADay):
        parse_moment(typed)
