"""Recommendations and other results."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, TextTimes, Translations, enum_column
from meetings.enums import OutcomeKind, OutcomeStatus, Visibility
from meetings.models.on_page import OnMeetingPage


class Outcome(TextTimes, OnMeetingPage, Model):
    """One recommendation or other result of a meeting, to whom it is addressed and how far it has come."""

    __tablename__ = "outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[OutcomeKind] = enum_column(OutcomeKind, default=OutcomeKind.RECOMMENDATION)
    text: Mapped[Translations] = mapped_column(doc="Clean HTML per language")
    addressee: Mapped[Translations] = mapped_column(default=Translations, doc="Who should act")
    status: Mapped[OutcomeStatus] = enum_column(OutcomeStatus, default=OutcomeStatus.PROPOSED)
    status_note: Mapped[Translations] = mapped_column(default=Translations, doc="What has been done; plain text")
    due_on: Mapped[date | None] = mapped_column(doc="By when")
    visibility: Mapped[Visibility] = enum_column(Visibility, default=Visibility.TEAM)
