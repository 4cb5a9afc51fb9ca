"""Who belongs to which breakout group, and which items a participant wants in the own agenda."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Model
from meetings.models.breakouts import BreakoutGroup
from registration.models.registrations import Registration


class BreakoutMember(Model):
    """A participant in a breakout group; in one group of an agenda item at most."""

    __tablename__ = "breakout_member"
    __table_args__ = (UniqueConstraint("registration_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("breakout_group.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), doc="Item of the group")
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    is_representative: Mapped[bool] = mapped_column(default=False, doc="Reports back to plenary")
    chosen: Mapped[bool] = mapped_column(default=False, doc="By the participant; false: assigned by the team")
    assigned_at: Mapped[datetime] = mapped_column(doc="UTC")

    group: Mapped[BreakoutGroup] = relationship()
    registration: Mapped[Registration] = relationship()
