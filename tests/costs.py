"""What an act costs in seconds of the processor: compared with a cost of the same run, or held with tenfold room."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cost_of(act: Callable[[], object], times: int = 1) -> float:
    """Seconds of the processor that `act` takes at least; what else the machine does hardly counts."""
    return min(_cost(act) for _time in range(times))


def costs_of(*acts: Callable[[], object], times: int = 5) -> list[float]:
    """The costs of several acts, measured in turn: what slows the machine for a while slows all of them."""
    rounds = [[_cost(act) for act in acts] for _time in range(times)]
    return [min(costs) for costs in zip(*rounds, strict=True)]


def _cost(act: Callable[[], object]) -> float:
    gc.disable()  # what other tests have left in memory is no cost of this act
    try:
        began = time.process_time()
        act()
        return time.process_time() - began
    finally:
        gc.enable()
