"""Rooms of the venue."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, TextTimes, Translations
from meetings.models.on_page import OnMeetingPage


class Room(TextTimes, OnMeetingPage, Model):
    """A room of the venue; agenda items and breakout groups name theirs by its name."""

    __tablename__ = "room"
    __table_args__ = (CheckConstraint("seats IS NULL OR seats > 0", name="seats_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Translations] = mapped_column()
    directions: Mapped[Translations] = mapped_column(default=Translations, doc="How to find it; plain text")
    seats: Mapped[int | None] = mapped_column(doc="How many people it holds; NULL: not stated")
