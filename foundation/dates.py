"""Dates and times as people in each language write them.

Arabic months have two names, Levantine and Western; the organiser of a meeting chooses the style, and no CLDR
locale prints both. Digits are 0–9 in every language, as the UN prints them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names

from foundation.clock import now
from foundation.languages import comma
from foundation.zone_names import zone_city

WESTERN_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
LEVANTINE_MONTHS = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip

EN_DASH = "\N{EN DASH}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
RIGHT_TO_LEFT_MARK = "\N{RIGHT-TO-LEFT MARK}"


def month_name(month: int, language: str, style: str = "dual") -> str:
    """The name of a month (1–12); `style` is `western`, `levantine` or `dual` and matters in Arabic only."""
    if language == "ar":
        western, levantine = WESTERN_MONTHS[month - 1], LEVANTINE_MONTHS[month - 1]
        return {"western": western, "levantine": levantine}.get(style, f"{levantine} / {western}")
    return str(get_month_names("wide", locale=_locale(language))[month])


def weekday_name(day: date, language: str) -> str:
    """The full name of the weekday."""
    return str(get_day_names("wide", locale=_locale(language))[day.weekday()])


def format_date(day: date, language: str, style: str = "dual", *, weekday: bool = False, year: bool = True) -> str:
    """`28 February 2024`, `28 شباط / فبراير 2024`, `1er février 2024`; `weekday` puts its name in front."""
    text = f"{_day_number(day, language)} {month_name(day.month, language, style)}"
    if year:
        text += f" {day.year}"
    if weekday:
        text = f"{weekday_name(day, language)}{' ' if language == 'fr' else comma(language)}{text}"
    return text


def format_date_range(first: date, last: date, language: str, style: str = "dual") -> str:
    """`28–29 February 2024`, `30 January – 2 February 2024`.

    The dash is never a hyphen: in Arabic that would turn the days round wherever no Arabic letter stands before them.
    """
    if first == last:
        return format_date(first, language, style)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_day_number(first, language)}{EN_DASH}{format_date(last, language, style)}"
    same_year = first.year == last.year
    return f"{format_date(first, language, style, year=not same_year)} {EN_DASH} {format_date(last, language, style)}"


def format_month_range(first: date, last: date, language: str, style: str = "dual") -> str:
    """Months without days: `February 2024`, `June–July 2026`, `December 2026 – January 2027`.

    Arabic months with two names are kept apart by a dash with blanks: `حزيران / يونيو – تموز / يوليو 2026`.
    """
    end = f"{month_name(last.month, language, style)} {last.year}"
    start = month_name(first.month, language, style)
    if first.year != last.year:
        return f"{start} {first.year} {EN_DASH} {end}"
    if first.month == last.month:
        return end
    is_one_word = not any(" " in month_name(day.month, language, style) for day in (first, last))
    return f"{start}{EN_DASH}{end}" if is_one_word and language != "ar" else f"{start} {EN_DASH} {end}"


def month_bounds(first: date, last: date) -> tuple[date, date]:
    """The first day of the month of `first` and the last day of the month of `last`."""
    return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])


def format_time(moment: time | datetime, language: str) -> str:
    """24-hour time: `09:05`; French writes the same on programmes of international meetings."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def format_time_range(start: time | None, end: time | None, language: str) -> str:
    """`10:00 – 10:20`; only the start when it is open-ended; empty when there is no time."""
    if start is None:
        return ""
    if end is None:
        return format_time(start, language)
    return f"{format_time(start, language)} {EN_DASH} {format_time(end, language)}"


def format_session(
    day: date, start: time | None, end: time | None, language: str, style: str = "dual", *, year: bool = True
) -> str:
    """Day and hours of an item: `Wednesday, 28 February 2024, 10:00 – 10:20`; the day alone when there is no time."""
    text = format_date(day, language, style, weekday=True, year=year)
    hours = format_time_range(start, end, language)
    return f"{text}{_before_hours(language)}{hours}" if hours else text


def format_instant(instant: datetime, zone: str, language: str, style: str = "dual") -> str:
    """Date and time of an aware instant in a zone: `28 February 2024, 10:00`."""
    local = instant.astimezone(ZoneInfo(zone))
    return format_local(local, language, style)


def format_local(moment: datetime, language: str, style: str = "dual") -> str:
    """Date and time of a local wall time: `28 February 2024, 10:00`."""
    return f"{format_date(moment.date(), language, style)}{_before_hours(language)}{format_time(moment, language)}"


def format_instant_in_list(instant: datetime, zone: str, language: str) -> str:
    """Date and time of an aware instant for one line of a list: `24 Nov 15:22`; the year when it is not this one.

    Arabic, whose names of months are long and two, has numbers: `24/11 15:22`, with marks that keep their order.
    """
    local, today = instant.astimezone(ZoneInfo(zone)), now().astimezone(ZoneInfo(zone))
    has_year = local.year != today.year
    if language == "ar":
        numbers = (local.day, local.month, *([local.year] if has_year else []))
        day = "/".join(f"{number}{RIGHT_TO_LEFT_MARK}" for number in numbers)
    else:
        month = get_month_names("abbreviated", locale=_locale(language))[local.month]
        day = f"{_day_number(local.date(), language)} {month}" + (f" {local.year}" if has_year else "")
    return f"{day} {format_time(local, language)}".replace(" ", NO_BREAK_SPACE)


def _before_hours(language: str) -> str:
    # A line that ends with the Arabic comma reads as if the year had a tail: the hours stay beside the year.
    return f"،{NO_BREAK_SPACE}" if language == "ar" else ", "


def at_zone(day: date, moment: time, zone: str) -> datetime:
    """The UTC instant of a local wall time in an IANA zone.

    A time that summer time skips is read with the offset before the change, a time that happens twice is the
    first one (PEP 495, fold=0).
    """
    return datetime.combine(day, moment, ZoneInfo(zone)).astimezone(UTC)


def local_instant(moment: datetime, zone: str) -> datetime:
    """The UTC instant of a naive local wall time in an IANA zone."""
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def zone_label(zone: str, day: date, language: str) -> str:
    """The zone as people read it: city and offset from UTC on that day, `Amman, UTC+3`; `UTC` alone."""
    if zone == "UTC":
        return zone
    moment = datetime.combine(day, time(12), ZoneInfo(zone))
    return f"{zone_city(zone, language)}{comma(language)}{offset_label(moment)}"


def change_of_offset(zone: str, first: date, last: date) -> date | None:
    """The first of the days after `first`, up to `last`, with another offset from UTC than that one."""
    noons = (
        datetime.combine(first + timedelta(days=number), time(12), ZoneInfo(zone))
        for number in range((last - first).days + 1)
    )
    before = next(noons).utcoffset()
    return next((noon.date() for noon in noons if noon.utcoffset() != before), None)


def offset_label(moment: datetime) -> str:
    """`UTC+3`, `UTC+5:30` of an aware moment."""
    minutes = int((moment.utcoffset() or (moment - moment)).total_seconds() // 60)
    sign = "+" if minutes >= 0 else "\N{MINUS SIGN}"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def _day_number(day: date, language: str) -> str:
    return "1er" if language == "fr" and day.day == 1 else str(day.day)


def _locale(language: str) -> str:
    return {"en": "en_GB", "fr": "fr", "ar": "ar"}.get(language, "en_GB")
