"""What calendars were told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model


class CalendarTold(Model):
    """One entry, or one day of it with other hours, as the last mail to a mailbox has told it.

    Written when the mail is owed. What a mailbox was told of a UID is never taken back: it is told of a cancellation.
    """

    __tablename__ = "calendar_told"
    __table_args__ = (Index("ix_calendar_told_about", "about_kind", "about_id"),)

    uid: Mapped[str] = mapped_column(String(120), primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(254), primary_key=True, doc="Case-folded address")
    recurrence_id: Mapped[str] = mapped_column(
        String(40), primary_key=True, default="", doc="As the calendar has it; empty: the entry itself"
    )
    digest: Mapped[str] = mapped_column(String(64), doc="Of time, place and state; empty: told before it was kept")
    sequence: Mapped[int] = mapped_column(doc="SEQUENCE")
    told_at: Mapped[datetime] = mapped_column(doc="UTC; DTSTAMP")
    is_cancelled: Mapped[bool] = mapped_column(default=False, doc="It was told to take the entry out")
    organiser: Mapped[str] = mapped_column(
        String(254), default="", doc="Address in ORGANIZER, which stays the same as long as the UID lives"
    )
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    about_kind: Mapped[str] = mapped_column(String(40), doc="Whose entry it is, e.g. registration 17; see `forget`")
    about_id: Mapped[int]
