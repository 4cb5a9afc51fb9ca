"""What of accounts ages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from accounts.models import SignInAttempt
from foundation.ageing import ages
from foundation.database import db


@ages("sign-in attempts", lambda _settings: 1)
def remove_attempts(before: datetime, limit: int) -> int:
    """Remove counted attempts; none counts for longer than a quarter of an hour."""
    old = select(SignInAttempt.id).where(SignInAttempt.at < before).order_by(SignInAttempt.at).limit(limit)
    ids = list(db.session.scalars(old.with_for_update(skip_locked=True)))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ids)))
    return len(ids)
