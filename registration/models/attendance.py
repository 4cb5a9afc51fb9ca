"""Who was there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Model, enum_column
from meetings.enums import Mode
from registration.enums import AttendanceSource, HalfDay
from registration.models.registrations import Registration


class Attendance(Model):
    """A person's presence in one half-day of the meeting."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("registration_id", "day", "half_day"),
        Index("ix_attendance_meeting", "meeting_id", "day", "half_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(doc="Local day")
    half_day: Mapped[HalfDay] = enum_column(HalfDay)
    mode: Mapped[Mode] = enum_column(Mode, doc="How the person was there")
    source: Mapped[AttendanceSource] = enum_column(AttendanceSource)
    arrived_at: Mapped[datetime] = mapped_column(doc="UTC; when it was first recorded")
    left_at: Mapped[datetime | None] = mapped_column(doc="UTC; when the person left, if known")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    registration: Mapped[Registration] = relationship()
