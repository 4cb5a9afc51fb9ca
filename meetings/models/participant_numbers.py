"""How many people were expected, or took part."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, enum_column
from meetings.enums import CountedGroup, CountQualifier
from meetings.models.on_page import OnMeetingPage


class ParticipantNumber(OnMeetingPage, Model):
    """How many people were expected, or took part: "about 60 in the room"."""

    __tablename__ = "participant_number"
    __table_args__ = (
        UniqueConstraint("meeting_id", "is_actual", "counted"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    is_actual: Mapped[bool] = mapped_column(doc="False: expected beforehand; true: took part")
    counted: Mapped[CountedGroup] = enum_column(CountedGroup)
    qualifier: Mapped[CountQualifier] = enum_column(CountQualifier, default=CountQualifier.EXACTLY)
    number: Mapped[int] = mapped_column()
