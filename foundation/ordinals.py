"""How a meeting counts in its series, in the words of a language."""

from __future__ import annotations

_ARABIC = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر")
_ARABIC_TENS = ("العشرون", "الثلاثون", "الأربعون", "الخمسون", "الستون", "السبعون", "الثمانون", "التسعون")


def ordinal(number: int, language: str) -> str:
    """11th, 11e (a meeting is feminine in French: 1re), الحادي عشر; from 100 on the bare number in Arabic."""
    if language == "ar":
        return _arabic(number)
    if language == "fr":
        return f"{number}{'re' if number == 1 else 'e'}"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _arabic(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _ARABIC[number - 1]
    if not ones:
        return _ARABIC_TENS[tens - 2]
    beside = "الحادي" if ones == 1 else _ARABIC[ones - 1]
    return f"{beside} عشر" if tens == 1 else f"{beside} و{_ARABIC_TENS[tens - 2]}"
