"""Projects, whose meetings and publications people want to see together."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Model, TextTimes, Translations
from meetings.models.documents import Document


class Project(TextTimes, Model):
    """A project whose meetings and publications people want to see together."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    acronym: Mapped[str] = mapped_column(String(40), default="", doc="e.g. ENACT")
    title: Mapped[Translations] = mapped_column(doc="Full title")
    description: Mapped[Translations] = mapped_column(default=Translations, doc="Clean HTML per language")
    url: Mapped[str] = mapped_column(String(500), default="", doc="Page elsewhere")

    publications: Mapped[list[Document]] = relationship(
        order_by="Document.position", cascade="all, delete-orphan", passive_deletes=True
    )
