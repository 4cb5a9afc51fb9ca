"""Breakout groups of an agenda item."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Model, TextTimes, Translations
from meetings.models.on_page import OnMeetingPage

if TYPE_CHECKING:
    from meetings.models.agenda import Part


class BreakoutGroup(TextTimes, OnMeetingPage, Model):
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


class BreakoutInput(Model):
    """A point made in a breakout group, written down by the team for the outcome document."""

    __tablename__ = "breakout_input"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("breakout_group.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text, doc="Plain text, in the language in which it was said")
    language: Mapped[str] = mapped_column(String(5), default="", doc="Language of the text, if known")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    written_at: Mapped[datetime] = mapped_column(doc="UTC")
