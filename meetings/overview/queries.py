"""Reading the history of a meeting."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from foundation.audit import AuditEntry
from foundation.database import db


def acts_of(meeting_id: int, acts: Iterable[str]) -> list[AuditEntry]:
    """The entries of a meeting's trail about its own record and one of these acts, in order."""
    query = select(AuditEntry).where(
        AuditEntry.meeting_id == meeting_id, AuditEntry.subject_kind == "meeting", AuditEntry.act.in_(list(acts))
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id)))
