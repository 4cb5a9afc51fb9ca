"""A meeting.

Dates and times here are local wall time in the meeting's zone; instants that happened are UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import DateTime

from accounts.models import Team
from foundation.countries import codes as country_codes
from foundation.countries import country_name
from foundation.database import Model, TextTimes, Translations, enum_column
from foundation.files import StoredFile
from meetings.enums import DatePrecision, MeetingFormat, MeetingKind, MeetingState, MonthStyle
from meetings.models.documents import Document
from meetings.models.joining import ParticipationLink
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.rooms import Room
from meetings.models.sections import Section
from meetings.models.series import Series


class Meeting(TextTimes, Model):
    """One event."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("ordinal IS NULL OR ordinal > 0", name="ordinal_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(40), doc="Short code as written, e.g. TIN-API")
    code_key: Mapped[str] = mapped_column(String(40), unique=True, doc="Short code in lower case")
    kind: Mapped[MeetingKind] = enum_column(MeetingKind)
    state: Mapped[MeetingState] = enum_column(MeetingState, default=MeetingState.DRAFT)
    state_reason: Mapped[Translations] = mapped_column(
        default=Translations, doc="Why it is postponed or cancelled; everybody reads it"
    )
    published_at: Mapped[datetime | None] = mapped_column(doc="UTC; first publication")
    preview_generation: Mapped[int] = mapped_column(
        default=0, doc="Above 0: that of the link which shows the draft; else none does. Its amount only rises"
    )
    deleted_at: Mapped[datetime | None] = mapped_column(doc="UTC; removed for good when the period of grace is over")
    version: Mapped[int] = mapped_column(default=1, doc="Raised by every write to anything the page shows")

    title: Mapped[Translations] = mapped_column(doc="Title")
    subtitle: Mapped[Translations] = mapped_column(default=Translations, doc="Theme of this edition")
    summary: Mapped[Translations] = mapped_column(default=Translations, doc="One or two plain sentences")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"), index=True)
    ordinal: Mapped[int | None] = mapped_column(doc="Place in its series: 11 for the 11th meeting")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="SET NULL"), index=True)
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True, doc="Meeting of the same team that came before"
    )
    part_of: Mapped[Translations] = mapped_column(default=Translations, doc="Bigger event of somebody else")
    part_of_url: Mapped[str] = mapped_column(String(500), default="")
    symbol: Mapped[str] = mapped_column(String(80), default="", doc="Symbol of its papers, without suffix")

    starts_on: Mapped[date] = mapped_column(index=True, doc="First day, local")
    ends_on: Mapped[date] = mapped_column(doc="Last day, local")
    date_precision: Mapped[DatePrecision] = enum_column(DatePrecision, default=DatePrecision.DAY)
    zone: Mapped[str] = mapped_column(String(60), doc="IANA time zone")
    zone_assumed: Mapped[bool] = mapped_column(default=False, doc="The source does not state the zone")
    month_style: Mapped[MonthStyle] = enum_column(MonthStyle, default=MonthStyle.DUAL)

    format: Mapped[MeetingFormat] = enum_column(MeetingFormat)
    venue: Mapped[Translations] = mapped_column(default=Translations, doc="Name of the place; empty: not announced")
    venue_address: Mapped[Translations] = mapped_column(default=Translations)
    venue_map_url: Mapped[str] = mapped_column(String(500), default="")
    city: Mapped[Translations] = mapped_column(default=Translations)
    country_code: Mapped[str | None] = mapped_column(String(2), doc="ISO 3166-1 alpha-2 of the place")
    online_platform: Mapped[str] = mapped_column(String(80), default="", doc="e.g. Zoom")

    main_language: Mapped[str] = mapped_column(String(5), default="en", doc="Fallback of every text")
    page_languages: Mapped[list[str]] = mapped_column(JSON, doc="Languages in which the page is offered")
    working_languages: Mapped[list[str]] = mapped_column(JSON, default=list, doc="Languages spoken")
    has_interpretation: Mapped[bool] = mapped_column(default=False, doc="Simultaneous, between those spoken")

    hashtag: Mapped[str] = mapped_column(String(120), default="")
    links: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list, doc='[{"label": {language: text}, "url": …, "language": …}]'
    )
    logo_id: Mapped[int | None] = mapped_column(
        ForeignKey("stored_file.id", ondelete="SET NULL"), index=True, doc="PNG or JPEG"
    )
    accent: Mapped[str] = mapped_column(String(7), default="", doc="#rrggbb; empty: the product's own")
    registration_opens: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), doc="Local wall time")
    registration_closes: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), doc="Local wall time")
    agenda_after: Mapped[int] = mapped_column(default=1, doc="How many of its sections stand before the agenda")
    takes_registrations: Mapped[bool] = mapped_column(default=False, doc="Whether people register here at all")
    calendar_uid: Mapped[str] = mapped_column(String(80), unique=True, doc="UID for ever (RFC 5545 3.8.4.7)")
    calendar_sequence: Mapped[int] = mapped_column(
        default=0, doc="SEQUENCE of its entry and part of that of its items: raised when time, place or state changed"
    )
    hours_sequence: Mapped[int] = mapped_column(
        default=0,
        doc="Added to the SEQUENCE of its own entry alone: raised when the agenda begins or ends at other hours",
    )
    created_at: Mapped[datetime] = mapped_column(doc="UTC")
    changed_at: Mapped[datetime] = mapped_column(doc="UTC")

    team: Mapped[Team] = relationship()
    series: Mapped[Series | None] = relationship()
    project: Mapped[Project | None] = relationship()
    follows: Mapped[Meeting | None] = relationship(remote_side="Meeting.id")
    logo: Mapped[StoredFile | None] = relationship()
    rooms: Mapped[list[Room]] = relationship(
        order_by="Room.position", cascade="all, delete-orphan", passive_deletes=True
    )
    participant_numbers: Mapped[list[ParticipantNumber]] = relationship(
        order_by="ParticipantNumber.id", cascade="all, delete-orphan", passive_deletes=True
    )
    sections: Mapped[list[Section]] = relationship(
        order_by="Section.position", cascade="all, delete-orphan", passive_deletes=True
    )
    organisations: Mapped[list[MeetingOrganisation]] = relationship(
        order_by="MeetingOrganisation.position", cascade="all, delete-orphan", passive_deletes=True
    )
    contacts: Mapped[list[FocalPoint]] = relationship(
        order_by="FocalPoint.position", cascade="all, delete-orphan", passive_deletes=True
    )
    documents: Mapped[list[Document]] = relationship(
        order_by="Document.position", cascade="all, delete-orphan", passive_deletes=True
    )
    participation_links: Mapped[list[ParticipationLink]] = relationship(
        order_by="(ParticipationLink.position, ParticipationLink.id)",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    def country_named(self, code: str | None, language: str) -> str:
        """The name of a country or area as the team of the meeting words it; the team is asked about areas only."""
        return country_name(code, language, {} if not code or code in country_codes() else self.team.areas)

    @property
    def is_public(self) -> bool:
        """Whether anybody may read its page."""
        return self.state is not MeetingState.DRAFT and self.deleted_at is None

    @property
    def takes_place(self) -> bool:
        """Whether it is still going to happen or has happened on its dates."""
        return self.state not in (MeetingState.POSTPONED, MeetingState.CANCELLED)

    @property
    def days(self) -> int:
        """Number of calendar days from the first to the last."""
        return (self.ends_on - self.starts_on).days + 1
