"""Mail in the background."""

from __future__ import annotations

from foundation import jobs
from outbox.delivering import deliver_due

BATCH = 1000
LOOKS_EVERY = 2.0  # seconds: a mail that was held back leaves when it was said to


@jobs.periodic(LOOKS_EVERY, removes=False)
def deliver() -> None:
    """Send what is due; woken when mail is owed, and swept for what a lost wake-up or a dead worker left."""
    if deliver_due(BATCH) >= BATCH:
        jobs.wake(deliver)
