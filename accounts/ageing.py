"""What of accounts ages."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select

from accounts.models import SignInAttempt, UserSession
from foundation.ageing import ages, next_ids
from foundation.database import db

SESSIONS_KEPT_DAYS = 30


@ages("sign-in attempts", lambda _settings: 1)
def remove_attempts(before: datetime, limit: int) -> int:
    """Remove counted attempts; none counts for longer than a quarter of an hour."""
    old = select(SignInAttempt.id).where(SignInAttempt.at < before).order_by(SignInAttempt.at).limit(limit)
    ids = list(db.session.scalars(old.with_for_update(skip_locked=True)))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ids)))
    return len(ids)


@ages("sessions", lambda _settings: SESSIONS_KEPT_DAYS)
def remove_sessions(before: datetime, limit: int) -> int:
    """Remove sessions that were over for good before an instant, ended or not."""
    begun = before - timedelta(hours=current_app.config["SETTINGS"].session_hours)
    ids = next_ids("sessions", UserSession.id, UserSession.created_at, begun, limit)
    db.session.execute(
        delete(UserSession).where(UserSession.id.in_(ids)), execution_options={"synchronize_session": False}
    )
    return len(ids)
