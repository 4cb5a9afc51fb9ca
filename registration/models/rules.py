"""The rules under which a meeting takes registrations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, enum_column
from meetings.enums import Mode
from registration.enums import ApprovalMode


class RegistrationRules(Model):
    """How one meeting takes registrations. No row: by hand, without limits."""

    __tablename__ = "registration_rules"
    __table_args__ = (
        CheckConstraint("capacity_in_person IS NULL OR capacity_in_person >= 0", name="in_person_not_negative"),
        CheckConstraint("capacity_remote IS NULL OR capacity_remote >= 0", name="remote_not_negative"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    approval: Mapped[ApprovalMode] = enum_column(ApprovalMode, default=ApprovalMode.BY_HAND)
    capacity_in_person: Mapped[int | None] = mapped_column(doc="Places in the room; NULL: no limit")
    capacity_remote: Mapped[int | None] = mapped_column(doc="Remote places; NULL: no limit")
    form_version: Mapped[int] = mapped_column(default=1, doc="Version of the form; one so far")

    def capacity(self, mode: Mode) -> int | None:
        """Places in a mode; None: no limit."""
        return self.capacity_in_person if mode is Mode.IN_PERSON else self.capacity_remote
