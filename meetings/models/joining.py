"""Where remote people join."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, enum_column
from meetings.enums import Visibility
from meetings.models.on_page import OnMeetingPage


class ParticipationLink(OnMeetingPage, Model):
    """Where a remote person joins; for the meeting, an agenda item or a breakout group."""

    __tablename__ = "participation_link"
    __table_args__ = (
        CheckConstraint("item_id IS NULL OR group_id IS NULL", name="item_or_group_or_meeting"),
        CheckConstraint("minutes_before IS NULL OR minutes_before >= 0", name="minutes_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("breakout_group.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(String(80), default="", doc="Zoom, Teams, Webex …")
    join_url: Mapped[str] = mapped_column(String(1000))
    passcode: Mapped[str] = mapped_column(String(80), default="")
    dial_in: Mapped[str] = mapped_column(Text, default="", doc="Numbers to call and what to key in; plain text")
    language: Mapped[str] = mapped_column(String(5), default="", doc="Interpretation channel; empty: all")
    visibility: Mapped[Visibility] = enum_column(Visibility, default=Visibility.APPROVED)
    minutes_before: Mapped[int | None] = mapped_column(
        doc="Shown from so many minutes before the start of what it is for; NULL: as soon as it is known"
    )
    tested_at: Mapped[datetime | None] = mapped_column(doc="UTC; somebody of the team joined by it and it worked")
