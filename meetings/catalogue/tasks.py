"""The search index in the background."""

from __future__ import annotations

from foundation import jobs
from foundation.database import db
from meetings.catalogue.operations.indexing import index_behind

BATCH = 25


@jobs.periodic(removes=False)
def index_meetings() -> None:
    """Bring the index up to date; woken after each change of a meeting, and swept for what was missed."""
    while not jobs.is_stopping() and index_behind(BATCH) == BATCH:
        # What was read is not needed any more: thousands of meetings pass through here after an import.
        db.session.expunge_all()


INDEX = jobs.name_of(index_meetings)
