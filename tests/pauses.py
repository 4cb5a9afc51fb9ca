"""The pauses that make answers take the same time whatever was found, seen without waiting for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from foundation import even_times
from foundation.database import db
from outbox.models import OutboxMessage


@contextmanager
def pauses() -> Iterator[list[tuple[float, int]]]:
    """Each pause of the block: its seconds, where the work took none, and how many mails were owed when it began."""
    seen: list[tuple[float, int]] = []

    def sleep(seconds: float) -> None:
        with db.engine.connect() as connection:
            seen.append((seconds, connection.scalar(select(func.count(OutboxMessage.id))) or 0))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(even_times, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=sleep))
        yield seen
