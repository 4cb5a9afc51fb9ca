"""What stands side by side on a day."""

from __future__ import annotations

from datetime import time

import pytest

from meetings.models.agenda import AgendaItem
from meetings.reading.side_by_side import rows_of


def item(hours: str) -> AgendaItem:
    """An item such as "9-17", "9:30-" (without an end) or "" (without a time)."""
    starts, _dash, ends = hours.partition("-")

    def moment(text: str) -> time | None:
        hour, _colon, minute = text.partition(":")
        return time(int(hour), int(minute or 0)) if text else None

    return AgendaItem(starts=moment(starts), ends=moment(ends), calendar_uid=hours)


@pytest.mark.parametrize(
    ("day", "rows"),
    [
        ("9-10 10-11 11-12", "9-10 / 10-11 / 11-12"),
        ("9-10 9-10 10-11", "9-10 9-10 / 10-11"),
        ("9-17 9-9:30 9:30-11 11-12 13-15", "9-17 / 9-9:30 / 9:30-11 / 11-12 / 13-15"),
        ("9-9:30 9:30-17 10-11 11:30-12", "9-9:30 / 9:30-17 / 10-11 / 11:30-12"),
        ("8:30-17 9-17 10-11 11-12 12-13", "8:30-17 / 9-17 / 10-11 / 11-12 / 12-13"),
        ("9-17 10-11 10-11 14-15", "9-17 / 10-11 10-11 / 14-15"),
        ("10-12 10-12 10-11 11-12", "10-12 10-12 10-11 11-12"),
        ("10-12 10-12 10-12", "10-12 10-12 10-12"),
        ("10- 10- 10-11 10-11", "10- / 10- / 10-11 10-11"),
        ("10-12 11- 11-12", "10-12 11-12 / 11-"),
        ("9-10  ", "9-10 /  / "),
        ("", ""),
    ],
)
def test_rows_of_a_day(day: str, rows: str) -> None:
    found = rows_of([item(hours) for hours in day.split(" ")] if day else [])
    assert " / ".join(" ".join(each.calendar_uid for each in row) for row in found) == rows


def test_many_that_overlap_cost_little() -> None:
    many = [item(f"{9 + number // 60}:{number % 60}-23") for number in range(600)]
    assert sum(len(row) for row in rows_of(many)) == 600
