"""What the team decided, as long as it can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model


class Decision(Model):
    """One act of the team on registrations, as long as its mails wait; see `registration.people.taking_back`."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(60), doc="Verb, e.g. approve")
    at: Mapped[datetime] = mapped_column(index=True, doc="UTC")
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, doc="Per registration: id, before, after")
    told: Mapped[list[dict[str, Any]]] = mapped_column(JSON, doc="Per entry of a calendar: rows before and after")
    groups: Mapped[list[dict[str, Any]]] = mapped_column(JSON, doc="Rows of memberships that were given up")
    messages: Mapped[list[int]] = mapped_column(JSON, doc="Ids of the mails that it owes")
