"""Times of day as people type them, in Arabic, English and French."""

from __future__ import annotations

import re
from datetime import time

from foundation.normalising import searchable


class NotATime(ValueError):
    """The text is not a time of day."""


def _folded(*words: str) -> frozenset[str]:
    return frozenset(searchable(word).replace(".", "").replace(" ", "") for word in words)


_MORNING = _folded("am", "a", "ص", "صباحا", "صباح", "فجرا", "du matin", "matin", "in the morning", "قبل الظهر")
_AFTERNOON = _folded(
    *("pm", "p", "م", "مساء", "ظهرا", "عصرا", "بعد الظهر", "بعد العصر", "من بعد الظهر"),
    *("de l'après-midi", "après-midi", "du soir", "soir", "in the afternoon", "in the evening"),
)
_NIGHT = _folded("ليلا", "at night")
_NOON = _folded("noon", "midday", "midi", "الظهر", "12 noon", "12 midday")
_MIDNIGHT = _folded("midnight", "minuit", "منتصف الليل", "12 midnight")
_BEFORE = re.compile(r"(?:في\s+)?(?:تمام\s+)?الساعه\s+|عند\s+|at\s+|a\s+(?=\d|mi)|um\s+|vers\s+(?=\d)")
_HOUR_NAMES = (
    "الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة",
    "الحادية عشرة", "الثانية عشرة",
)  # fmt: skip
_HOURS_IN_WORDS = {searchable(name): hour for hour, name in enumerate(_HOUR_NAMES, 1)}
_MINUTES_IN_WORDS = {
    "والربع": 15,
    "والثلث": 20,
    "والنصف": 30,
    "الا الثلث": -20,
    "الا ثلثا": -20,
    "الا الربع": -15,
    "الا ربعا": -15,
}
_IN_WORDS = re.compile(
    rf"({'|'.join(sorted(_HOURS_IN_WORDS, key=len, reverse=True))})(?:\s+({'|'.join(_MINUTES_IN_WORDS)}))?\b\s*"
)
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*(?:[:.٫,]|h(?:eures?|rs?)?)\s*(\d{2})(?::00)?(?:\s*(?:h|min|mn))?"
    r"|\s*(?:h(?:eures?|rs?)?|o'clock))?(?!\d)\s*"
)
_FOUR_DIGITS = re.compile(r"(\d{1,2})(\d{2})\s*(?:h|hrs|hours)?")
_LONGEST = 60


def parse_time(text: str) -> time:
    """The time meant by `9:00`, `09.00`, `9h30`, `0900`, `9`, `at 2:30 p.m.`, `18 heures`, `midi`, `الساعة ٦ مساءً`.

    Digits of every script are read; without a half of the day the clock has 24 hours.

    Raises:
        NotATime: anything else, 24:00 included.
    """
    if len(text) > _LONGEST:
        raise NotATime(text)
    typed = searchable(text).strip(" ,")
    match = _FOUR_DIGITS.fullmatch(typed)
    if match:
        return _time(int(match[1]), int(match[2]))
    typed = _BEFORE.sub("", typed, count=1) if _BEFORE.match(typed) else typed
    half = _half(typed)
    if half in _NOON or half in _MIDNIGHT:
        return time(12 if half in _NOON else 0)
    match = _IN_WORDS.match(typed)
    if match:
        minutes = 60 * _HOURS_IN_WORDS[match[1]] + _MINUTES_IN_WORDS.get(match[2] or "", 0)
        hour, minute = divmod(minutes, 60)
        # In words the clock has twelve hours, so the half of the day is part of what is said.
        if not (half := _half(typed[match.end() :])):
            raise NotATime(text)
        return _time(_on_24_hours(hour, half, text), minute)
    match = _CLOCK.match(typed)
    if not match:
        raise NotATime(text)
    half = _half(typed[match.end() :])
    hour = _on_24_hours(int(match[1]), half, text) if half else int(match[1])
    return _time(hour, int(match[2] or 0))


def _half(text: str) -> str:
    return text.replace(".", "").replace(" ", "").strip("(),")


def _on_24_hours(hour: int, half: str, text: str) -> int:
    if half in _NOON and 10 <= hour <= 13:
        return hour
    if half in _MORNING and hour <= 12:
        return hour % 12
    if half in _AFTERNOON and hour < 24:
        return hour % 12 + 12 if hour <= 12 else hour
    if half in _NIGHT and hour < 24:
        return hour + 12 if 6 <= hour < 12 else hour % 12 if hour == 12 else hour
    raise NotATime(text)


def _time(hour: int, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError:
        raise NotATime(f"{hour}:{minute}") from None
