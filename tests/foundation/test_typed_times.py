from __future__ import annotations

from datetime import time

import pytest

from foundation.typed_times import NotATime, parse_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:00", time(9)),
        ("09.05", time(9, 5)),
        ("10 :20", time(10, 20)),
        ("0900", time(9)),
        ("900", time(9)),
        ("9", time(9)),
        ("9h30", time(9, 30)),
        ("14 h", time(14)),
        ("2 pm", time(14)),
        ("2:30 P.M.", time(14, 30)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("٩:٣٠", time(9, 30)),
        ("٩:٣٠ ص", time(9, 30)),
        ("٢ م", time(14)),
        ("٢:١٥ مساءً", time(14, 15)),
        ("۱۴:۰۰", time(14)),
        ("１４：００", time(14)),
        ("الساعة ٦ مساءً", time(18)),
        ("الساعة السادسة والنصف مساءً", time(18, 30)),
        ("الثامنة إلا الربع صباحاً", time(7, 45)),
        ("12 ظهراً", time(12)),
        ("10 ليلاً", time(22)),
        ("18h30", time(18, 30)),
        ("à 9 h 30", time(9, 30)),
        ("18 heures", time(18)),
        ("6 heures du soir", time(18)),
        ("midi", time(12)),
        ("minuit", time(0)),
        ("at 6 p.m.", time(18)),
        ("6 o’clock", time(6)),
    ],
)
def test_time_is_read_as_people_type_it(typed, meant):
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "24:00", "9:60", "9:5", "13 am", "123456", "9 xm", "9:00-10:00", "السادسة", "0 pm pm", "9" * 100],
)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(NotATime):
        parse_time(typed)
