"""Reading the history of a meeting."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from accounts.models import User
from foundation.audit import AuditEntry
from foundation.database import db


def latest_act(meeting_id: int, acts: Iterable[str]) -> AuditEntry | None:
    """The last entry of a meeting's trail about one of these acts."""
    query = select(AuditEntry).where(AuditEntry.meeting_id == meeting_id, AuditEntry.act.in_(list(acts)))
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))


def actors_of(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Names of the users who acted, by id."""
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}
