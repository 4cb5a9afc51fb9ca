"""Which items of a day stand side by side: those held at once, in the rooms of one stretch of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from meetings.models.agenda import AgendaItem

Rows = list[list[AgendaItem]]


def rows_of(items: Sequence[AgendaItem]) -> Rows:
    """The items of a day, in order, as rows; those of one row overlap.

    A long item beside the day (an exhibition from 9 to 5) has a row of its own, so that what goes on meanwhile stays a
    sequence. An item without an end stands by itself: nobody knows what it overlaps.
    """
    place = {id(item): number for number, item in enumerate(items)}
    bounded = [item for item in items if item.starts is not None and item.ends is not None]
    open_ended = [[item] for item in items if item.starts is None or item.ends is None]
    rows = [*open_ended, *(row for cluster in _overlapping(bounded) for row in _without_long_ones(cluster))]
    return sorted(rows, key=lambda row: place[id(row[0])])


def _overlapping(items: Sequence[AgendaItem]) -> Rows:
    clusters: Rows = []
    end = time.min
    for item in items:
        assert item.starts is not None
        assert item.ends is not None
        if clusters and item.starts < end:
            clusters[-1].append(item)
            end = max(end, item.ends)
        else:
            clusters.append([item])
            end = item.ends
    return clusters


def _without_long_ones(cluster: list[AgendaItem]) -> Rows:
    """The cluster as one row, or the long items that alone hold it together and what happens beside them."""
    if len(cluster) < 3:
        return [cluster]
    longest_first = sorted(cluster, key=_minutes, reverse=True)
    for number in range(1, min(len(cluster) - 1, MOST_BESIDE + 1)):
        long_ones = longest_first[:number]
        rest = _overlapping([item for item in cluster if item not in long_ones])
        # Where several run beside each other, as tracks do, the rest must be a whole day to be called one.
        if len(rest) > number:
            return [*([item] for item in long_ones), *rest]
    return [cluster]


MOST_BESIDE = 3


def _minutes(item: AgendaItem) -> int:
    assert item.starts is not None
    assert item.ends is not None
    return (item.ends.hour - item.starts.hour) * 60 + item.ends.minute - item.starts.minute
