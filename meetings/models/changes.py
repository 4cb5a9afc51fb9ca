"""What acts have changed, so that they can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model


class ChangeSet(Model):
    """What one act changed on a meeting's pages, so that it can be undone; removed after a while."""

    __tablename__ = "change_set"
    __table_args__ = (Index("ix_change_set_meeting", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(index=True, doc="UTC")
    act: Mapped[str] = mapped_column(String(60), doc="Verb of the trail, e.g. removed")
    subject_kind: Mapped[str] = mapped_column(String(40), doc="Table of the main record")
    subject_id: Mapped[int] = mapped_column()
    rows: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, doc='[{"table", "id", "before": {column: value} or null, "after": … or null}], in order'
    )
    undone_at: Mapped[datetime | None] = mapped_column(doc="UTC")
