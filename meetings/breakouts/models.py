"""Breakout groups of an agenda item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Model, Translations
from meetings.record.models import OnMeetingPage

if TYPE_CHECKING:
    from meetings.agenda.models import Part


class BreakoutGroup(OnMeetingPage, Model):
    """One of several groups that discuss in parallel and report back to plenary."""

    __tablename__ = "breakout_group"
    __table_args__ = (CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    letter: Mapped[Translations] = mapped_column(doc="A / أ")
    title: Mapped[Translations] = mapped_column()
    description: Mapped[Translations] = mapped_column(default=Translations, doc="Clean HTML per language")
    room: Mapped[Translations] = mapped_column(default=Translations)
    capacity: Mapped[int | None] = mapped_column(doc="Largest number of members; NULL: no limit")

    parts: Mapped[list[Part]] = relationship(
        "Part", order_by="Part.position", cascade="all, delete-orphan", passive_deletes=True
    )
