"""What is not kept for ever: packages say what of theirs ages, and a sweep of the worker removes it in small pieces.

A package registers a function that removes the oldest few of what is older than an instant; how many days that is, a
setting says (`config.py`). The record of what happened stays wherever people look for it; what ages is its content.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Integer, String, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from foundation import jobs
from foundation.clock import now
from foundation.database import Model, db, writing
from foundation.hooks import Hook
from foundation.jobs import Job

log = logging.getLogger(__name__)

Remove = Callable[[datetime, int], int]
"""`remove(before, limit)` removes at most `limit` of what is older than `before`, inside the writing transaction that
is open; it returns how many it looked at: fewer than `limit` when nothing is left for now."""

HOUR = 3600.0
AIM_SECONDS = 0.1  # how long one piece may hold the write lock
FIRST_PIECE, LARGEST_PIECE = 20, 500


class Aged(Model):
    """How far the ageing of one kind of record has come."""

    __tablename__ = "aged"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True, doc="Name under which it is registered")
    upto: Mapped[int] = mapped_column(Integer, doc="Everything with an id up to this one has aged")


@dataclass(frozen=True)
class Age:
    """One kind of thing that ages: `days` gives its age from the settings."""

    name: str
    days: Callable[[Any], int]
    remove: Remove


_ages: Hook[Age] = Hook("kind of thing that ages")


def ages(name: str, days: Callable[[Any], int]) -> Callable[[Remove], Remove]:
    """Register what removes the aged of a kind; `days` is called with the settings."""

    def register(remove: Remove) -> Remove:
        _ages.offer(name, Age(name, days, remove))
        return remove

    return register


def registered() -> list[Age]:
    """Everything that ages, in the order of registration."""
    return list(_ages)


def older_than(age: int) -> datetime:
    """The instant before which things are older than so many days."""
    return now() - timedelta(days=age)


def next_ids(
    kind: str, key: InstrumentedAttribute[int], at: InstrumentedAttribute[Any], before: datetime, limit: int,
    *, is_open: Any = None,
) -> list[int]:  # fmt: skip
    """The ids of the next records to age, oldest first, remembered as aged; for records whose ids grow with time.

    It ends before the first record that is too young, or for which `is_open` holds.
    """
    done = db.session.get(Aged, kind)
    columns: Sequence[Any] = (key, at) if is_open is None else (key, at, is_open)
    rows = db.session.execute(select(*columns).where(key > (done.upto if done else 0)).order_by(key).limit(limit))
    found = []
    for row in rows:
        if row[1] >= before or (is_open is not None and row[2]):
            break
        found.append(row[0])
    if found:
        if done is None:
            db.session.add(Aged(kind=kind, upto=found[-1]))
        else:
            done.upto = found[-1]
    return found


@jobs.periodic(HOUR)
def remove_aged() -> None:
    """Remove everything that is older than its setting says, each piece in a transaction of its own."""
    for age in registered():
        before = older_than(age.days(current_app.config["SETTINGS"]))
        removed = _remove(age, before)
        if removed:
            log.info("%s: removed what was older than %s from %d", age.name, before.date(), removed)


@ages("jobs", lambda settings: int(settings.job_days))
def remove_jobs(before: datetime, limit: int) -> int:
    """Remove jobs that were done, or failed for good, before an instant."""
    old = select(Job.id).where(Job.finished_at < before).order_by(Job.finished_at).limit(limit)
    return int(db.session.execute(delete(Job).where(Job.id.in_(old))).rowcount)  # type: ignore[attr-defined]


def _remove(age: Age, before: datetime) -> int:
    size, total = FIRST_PIECE, 0
    while not jobs.is_stopping():
        with writing(f"ageing:{age.name}"):
            started = time.monotonic()
            count = age.remove(before, size)
        took = time.monotonic() - started
        total += count
        if count < size:
            break
        size = max(1, min(LARGEST_PIECE, 2 * size, int(size * AIM_SECONDS / max(took, 0.001))))
        jobs.stopping.wait(min(took, 1.0))  # as long for everybody else
    return total
