"""What the search finds meetings by."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model


class MeetingSearch(Model):
    """What the search finds a meeting by; written by the worker, of the version that it names."""

    __tablename__ = "meeting_search"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(doc="Version of the meeting that was read")
    titles: Mapped[str] = mapped_column(Text, doc="Normalised titles, code, series and project: found first")
    words: Mapped[str] = mapped_column(Text, doc="Normalised texts of record, agenda, people and organisations")
