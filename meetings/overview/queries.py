"""Reading the history of a meeting."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from foundation.audit import AuditEntry
from foundation.database import db


def latest_act(meeting_id: int, acts: Iterable[str]) -> AuditEntry | None:
    """The last entry of a meeting's trail about one of these acts."""
    query = select(AuditEntry).where(AuditEntry.meeting_id == meeting_id, AuditEntry.act.in_(list(acts)))
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))
