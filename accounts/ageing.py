"""What of accounts ages."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete

from accounts.models import UserSession
from foundation.ageing import ages, next_ids
from foundation.database import db

SESSIONS_KEPT_DAYS = 30


@ages("sessions", lambda _settings: SESSIONS_KEPT_DAYS)
def remove_sessions(before: datetime, limit: int) -> int:
    """Remove sessions that were over for good before an instant, ended or not."""
    begun = before - timedelta(hours=current_app.config["SETTINGS"].session_hours)
    ids = next_ids("sessions", UserSession.id, UserSession.created_at, begun, limit)
    db.session.execute(
        delete(UserSession).where(UserSession.id.in_(ids)), execution_options={"synchronize_session": False}
    )
    return len(ids)
