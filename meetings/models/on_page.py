"""What every row of a meeting's page has in common."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class OnMeetingPage:
    """Mixin of everything a meeting's page shows: writing one of these raises the meeting's version."""

    @declared_attr
    def meeting_id(cls) -> Mapped[int]:  # noqa: N805
        """The meeting it belongs to."""
        return mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
