"""Meetings that repeat."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, TextTimes, Translations


class Series(TextTimes, Model):
    """Meetings that repeat."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    title: Mapped[Translations] = mapped_column(doc="Name of the series")
    description: Mapped[Translations] = mapped_column(default=Translations, doc="Clean HTML per language")
