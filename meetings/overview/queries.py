"""Lists of a team's meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.models import User
from foundation.audit import AuditEntry
from foundation.database import db
from meetings.record.models import Meeting


def meetings_of_teams(team_ids: Iterable[int], limit: int = 200) -> Sequence[Meeting]:
    """Meetings held by any of the teams, latest first; one statement."""
    query = select(Meeting).where(Meeting.team_id.in_(list(team_ids)), Meeting.deleted_at.is_(None))
    query = query.options(joinedload(Meeting.team))
    return db.session.scalars(query.order_by(Meeting.starts_on.desc(), Meeting.id).limit(limit)).all()


def actors_of(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Names of the users who acted, by id."""
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}
