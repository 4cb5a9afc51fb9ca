"""What the parts of the benchmark share: a line of the table, and measuring in turns."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass
class Result:
    """One line of the table."""

    what: str
    ours: str
    limit: str
    ratio: float
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the ratio is on the right side of its bound."""
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)

    def line(self) -> str:
        """The result as a line of a Markdown table."""
        bound = f"≥ {self.least}" if self.least is not None else f"≤ {self.most}" if self.most is not None else ""
        cells = (self.what, self.ours, self.limit, f"{self.ratio:.2f}", bound, "yes" if self.holds else "NO")
        return f"| {' | '.join(cells)} |"


def in_turns(*measures: Callable[[], float]) -> list[float]:
    """The median of each measure, taken in turns so that noise falls on all alike."""
    for measure in measures:
        measure()
    taken: list[list[float]] = [[] for _ in measures]
    for _round in range(ROUNDS):
        for number, measure in enumerate(measures):
            taken[number].append(measure())
    return [statistics.median(values) for values in taken]
