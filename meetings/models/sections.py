"""Sections of the information note."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, TextTimes, Translations, enum_column
from meetings.enums import SectionKind
from meetings.models.on_page import OnMeetingPage


class Section(TextTimes, OnMeetingPage, Model):
    """One section of the information note."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[SectionKind] = enum_column(SectionKind)
    heading: Mapped[Translations] = mapped_column(default=Translations, doc="Empty: the standard heading of its kind")
    body: Mapped[Translations] = mapped_column(doc="Clean HTML per language")
