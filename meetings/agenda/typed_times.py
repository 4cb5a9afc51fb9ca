"""Times of day as people type them."""

from __future__ import annotations

import re
from datetime import time

from foundation.normalising import searchable

_MORNING = frozenset({"am", "a", "ص", "صباحا", "صباح"})
_AFTERNOON = frozenset({"pm", "p", "م", "مساء", "ظهرا", "بعد الظهر"})
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h٫,]\s*(\d{2})|\s*h\s*)?\s*(\D*)")
_FOUR_DIGITS = re.compile(r"(\d{1,2})(\d{2})\s*(?:h|hrs)?")


class NotATime(ValueError):
    """The text is not a time of day."""


def parse_time(text: str) -> time:
    """The time meant by `9:00`, `09.00`, `9h30`, `0900`, `9`, `2 pm`, `2:30 p.m.`, `٩:٣٠ ص` or `2 م`.

    Digits of every script are read; without a half of the day the clock has 24 hours.

    Raises:
        NotATime: anything else, 24:00 included.
    """
    typed = searchable(text)
    match = _FOUR_DIGITS.fullmatch(typed)
    if match:
        return _time(int(match[1]), int(match[2]))
    match = _CLOCK.fullmatch(typed)
    if not match:
        raise NotATime(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    half = match[3].replace(".", "").replace(" ", "") if match[3] != "بعد الظهر" else match[3]
    if half in _MORNING or half in _AFTERNOON:
        if half in _MORNING and hour > 12:
            raise NotATime(text)
        if hour <= 12:
            hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    elif half:
        raise NotATime(text)
    return _time(hour, minute)


def _time(hour: int, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError:
        raise NotATime(f"{hour}:{minute}") from None
