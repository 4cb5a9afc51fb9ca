"""What takes the same time whatever was found."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from foundation import even_times
from foundation.even_times import lasting


@pytest.mark.parametrize(("work", "pause"), [(0.0, 0.5), (0.125, 0.375), (0.5, 0.0), (2.0, 0.0)])
def test_pause_is_what_the_work_has_left(monkeypatch: pytest.MonkeyPatch, work: float, pause: float) -> None:
    clock, paused = [100.0], []
    monkeypatch.setattr(even_times, "time", SimpleNamespace(monotonic=lambda: clock[0], sleep=paused.append))
    with lasting(0.5):
        clock[0] += work
    assert paused == [pause]
