"""Reading the recommendations and outcomes of a meeting."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from foundation.database import db
from meetings.enums import OutcomeKind, OutcomeStatus, Visibility
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome

OPEN = (OutcomeStatus.PROPOSED, OutcomeStatus.AGREED, OutcomeStatus.UNDER_WAY)
"""States in which something is still to be done."""
_ORDER = (Outcome.position, Outcome.id)


def outcomes_of(
    meeting_id: int, *, status: OutcomeStatus | None = None, kind: OutcomeKind | None = None
) -> list[Outcome]:
    """The entries of a meeting in their order; of one status or kind only, if asked."""
    query = select(Outcome).where(Outcome.meeting_id == meeting_id)
    if status is not None:
        query = query.where(Outcome.status == status)
    if kind is not None:
        query = query.where(Outcome.kind == kind)
    return list(db.session.scalars(query.order_by(*_ORDER)))


def public_outcomes(meeting_id: int) -> list[Outcome]:
    """The entries that everybody may read, in their order."""
    query = select(Outcome).where(Outcome.meeting_id == meeting_id, Outcome.visibility == Visibility.PUBLIC)
    return list(db.session.scalars(query.order_by(*_ORDER)))


def status_counts(meeting_id: int) -> Counter[OutcomeStatus]:
    """How many entries of a meeting stand at each status."""
    query = select(Outcome.status, func.count()).where(Outcome.meeting_id == meeting_id).group_by(Outcome.status)
    return Counter({row[0]: row[1] for row in db.session.execute(query)})


def open_before(meeting: Meeting) -> tuple[Meeting, list[Outcome]] | None:
    """The meeting that this one follows, with what is still to be done of it; None if it follows none of its team."""
    if meeting.follows_id is None:
        return None
    earlier = db.session.get(Meeting, meeting.follows_id)
    if earlier is None or earlier.deleted_at is not None or earlier.team_id != meeting.team_id:
        return None
    query = select(Outcome).where(Outcome.meeting_id == earlier.id, Outcome.status.in_(OPEN))
    return earlier, list(db.session.scalars(query.order_by(*_ORDER)))
