"""Days and months as people type them, in Arabic, English and French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from babel.dates import get_day_names, get_month_names

from foundation.dates import LEVANTINE_MONTHS, WESTERN_MONTHS
from foundation.normalising import searchable
from foundation.typed_times import NotATime, parse_time


class NotADay(ValueError):
    """The text is not a day, a month or a moment."""


class TwoDays(NotADay):
    """It could be either of two days: the day or the month may come first."""

    def __init__(self, day_first: date, month_first: date) -> None:
        super().__init__(f"{day_first}/{month_first}")
        self.days = (day_first, month_first)


_LONGEST = 80
_YEAR_FIRST = re.compile(r"(\d{4})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4})")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_AND_MONTH = re.compile(r"(\d{4})\s*[-/. ]\s*(\d{1,2})")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{4})")
_OTHER_MONTHS = (
    "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    "", "", "", "إبريل", "", "", "يوليوز", "غشت", "شتنبر", "", "نونبر", "دجنبر",
    "", "", "", "", "ماية", "يونية", "يولية", "اوغسطس", "", "", "", "",
    "", "", "", "", "", "", "", "اب", "sept", "", "", "",
)  # fmt: skip
"""Names of months used in the Maghreb and in Egypt, and other spellings."""


def parse_day(text: str, *, day_first: bool | None = True) -> date:
    """The day meant by `2027-01-05`, `5 janv. 2027`, `٥ كانون الثاني ٢٠٢٧`, `Tue, Jan 5th, 2027`, `05/01/2027`.

    `day_first` says how the last is read; with None it is refused unless one of the numbers can be no month. A weekday
    must be that of the day. Digits of every script are read, a year has four.

    Raises:
        TwoDays: `day_first` is None, and it could be either of two days.
        NotADay: it is no day, or no such day exists.
    """
    typed = _typed(text)
    if match := _YEAR_FIRST.fullmatch(typed):
        return _day(match[1], match[3], match[4])
    if match := _TOGETHER.fullmatch(typed):
        return _day(match[1], match[2], match[3])
    if match := _YEAR_LAST.fullmatch(typed):
        return _in_order(int(match[1]), int(match[3]), match[4], True if match[2] == "." else day_first)
    return _in_words(typed)


def parse_month(text: str) -> date:
    """The first day of the month meant by `2027-01`, `01/2027`, `janv. 2027`, `كانون الثاني / يناير ٢٠٢٧`.

    Raises:
        NotADay: anything else.
    """
    typed = _typed(text)
    if match := _YEAR_AND_MONTH.fullmatch(typed):
        return _day(match[1], match[2], 1)
    if match := _MONTH_AND_YEAR.fullmatch(typed):
        return _day(match[2], match[1], 1)
    year, rest = _year_in(_words(typed))
    return _day(year, _month_in(rest), 1)


def parse_moment(text: str, *, day_first: bool | None = True) -> datetime:
    """The local wall time meant by a day and a time of day in either order: `2027-01-05T14:00`, `5 May 2027 at 2 pm`.

    Raises:
        NotADay: see `parse_day`; also when there is no time of day.
    """
    if len(text) > _LONGEST:
        raise NotADay(text)
    pieces = re.sub(r"(?<=\d)[Tt](?=\d)", " ", text).replace(",", " ").replace("،", " ").split()
    two: TwoDays | None = None
    for day, clock in _parted(pieces):
        try:
            at = parse_time(clock)
            return datetime.combine(parse_day(day, day_first=day_first), at)
        except TwoDays as error:
            two = two or error
        except (NotATime, NotADay):
            continue
    raise two or NotADay(text)


def _parted(pieces: list[str]) -> Iterator[tuple[str, str]]:
    for cut in range(len(pieces) - 1, 0, -1):
        before, after = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        yield before, after
        yield after, before


def _typed(text: str) -> str:
    if len(text) > _LONGEST:
        raise NotADay(text)
    return searchable(text).strip(" ,.")


def _in_order(first: int, second: int, year: str, day_first: bool | None) -> date:
    if first > 12 or second > 12 or first == second:
        day, month = (second, first) if second > 12 else (first, second)
        return _day(year, month, day)
    if day_first is None:
        raise TwoDays(_day(year, second, first), _day(year, first, second))
    return _day(year, second, first) if day_first else _day(year, first, second)


def _in_words(typed: str) -> date:
    words = _words(typed)
    weekday = None
    if words and words[0] in _weekdays():
        weekday = _weekdays()[words.pop(0)]
    year, rest = _year_in(words)
    numbers = [word for word in rest if word[0].isdigit()]
    if len(numbers) != 1 or not (number := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er|e)?", numbers[0])):
        raise NotADay(typed)
    found = _day(year, _month_in([word for word in rest if word not in numbers]), number[1])
    if weekday is not None and found.weekday() != weekday:
        raise NotADay(typed)
    return found


def _words(typed: str) -> list[str]:
    # As good as with a blank: "5janvier2027".
    apart = re.sub(r"(?<=\d)(?=(?!st\b|nd\b|rd\b|th\b|er\b|e\b)[^\W\d])|(?<=[^\W\d])(?=\d)", " ", typed)
    words = re.sub(r"[^\w]+", " ", apart).split()
    return [word for word in words if word not in ("of", "the", "le", "من", "شهر", "يوم", "عام", "سنه", "de")]


def _year_in(words: list[str]) -> tuple[str, list[str]]:
    years = [word for word in words if re.fullmatch(r"\d{4}", word)]
    if len(years) != 1:
        raise NotADay(" ".join(words))
    return years[0], [word for word in words if word != years[0]]


def _month_in(words: list[str]) -> int:
    """The month that some words name, by one name or by two of its names."""
    known, name = _months(), " ".join(words)
    if name in known:
        return known[name]
    for cut in range(1, len(words)):
        first, second = known.get(" ".join(words[:cut])), known.get(" ".join(words[cut:]))
        if first is not None and first == second:
            return first
    raise NotADay(name)


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for names in (LEVANTINE_MONTHS, WESTERN_MONTHS, _OTHER_MONTHS):
        found |= {_name(name): number % 12 + 1 for number, name in enumerate(names) if name}
    for locale in ("en_GB", "en", "fr", "ar", "ar_MA", "ar_DZ", "ar_IQ"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                found.setdefault(_name(name), number)
    return found


@cache
def _weekdays() -> dict[str, int]:
    found: dict[str, int] = {}
    for locale in ("en_GB", "fr", "ar"):
        for width in ("wide", "abbreviated"):
            for number, name in get_day_names(width, locale=locale).items():
                found[_name(name)] = number
    return found


def _name(text: str) -> str:
    return re.sub(r"[^\w]+", " ", searchable(text)).strip()


def _day(year: str | int, month: str | int, day: str | int) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NotADay(f"{year}-{month}-{day}") from None
