"""A meeting and the facts an organiser keeps about it.

Dates and times here are local wall time in the meeting's zone; instants that happened are UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.types import DateTime

from accounts.models import Team
from directory.models import Organisation, Person
from foundation.database import Model, Translations, enum_column
from foundation.files import StoredFile
from meetings.enums import (
    ContactKind,
    DocumentKind,
    DocumentStatus,
    MeetingFormat,
    MeetingKind,
    MeetingState,
    MonthStyle,
    OrganisationRole,
    SectionKind,
    Visibility,
)


class OnMeetingPage:
    """Mixin of everything a meeting's page shows: writing one of these raises the meeting's version."""

    @declared_attr
    def meeting_id(cls) -> Mapped[int]:  # noqa: N805
        """The meeting it belongs to."""
        return mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)


class Series(Model):
    """Meetings that repeat."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    title: Mapped[Translations] = mapped_column(doc="Name of the series")


class Project(Model):
    """A project whose meetings and publications people want to see together."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    acronym: Mapped[str] = mapped_column(String(40), default="", doc="e.g. ENACT")
    title: Mapped[Translations] = mapped_column(doc="Full title")


class Meeting(Model):
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
    published_at: Mapped[datetime | None] = mapped_column(doc="UTC; first publication")
    version: Mapped[int] = mapped_column(default=1, doc="Raised by every write to anything the page shows")

    title: Mapped[Translations] = mapped_column(doc="Title")
    subtitle: Mapped[Translations] = mapped_column(default=Translations, doc="Theme of this edition")
    summary: Mapped[Translations] = mapped_column(default=Translations, doc="One or two plain sentences")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"), index=True)
    ordinal: Mapped[int | None] = mapped_column(doc="Place in its series: 11 for the 11th meeting")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="SET NULL"), index=True)
    part_of: Mapped[Translations] = mapped_column(default=Translations, doc="Bigger event of somebody else")
    part_of_url: Mapped[str] = mapped_column(String(500), default="")
    symbol: Mapped[str] = mapped_column(String(80), default="", doc="Symbol of its papers, without suffix")

    starts_on: Mapped[date] = mapped_column(index=True, doc="First day, local")
    ends_on: Mapped[date] = mapped_column(doc="Last day, local")
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
    accent: Mapped[str] = mapped_column(String(7), default="", doc="#rrggbb; empty: the product's own")
    registration_opens: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), doc="Local wall time")
    registration_closes: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), doc="Local wall time")
    takes_registrations: Mapped[bool] = mapped_column(default=False, doc="Whether people register here at all")
    calendar_uid: Mapped[str] = mapped_column(String(80), unique=True, doc="UID for ever (RFC 5545 3.8.4.7)")
    calendar_sequence: Mapped[int] = mapped_column(default=0, doc="SEQUENCE: raised when time, place or state changed")
    created_at: Mapped[datetime] = mapped_column(doc="UTC")
    changed_at: Mapped[datetime] = mapped_column(doc="UTC")

    team: Mapped[Team] = relationship()
    series: Mapped[Series | None] = relationship()
    project: Mapped[Project | None] = relationship()
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
        cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_public(self) -> bool:
        """Whether anybody may read its page."""
        return self.state is not MeetingState.DRAFT

    @property
    def takes_place(self) -> bool:
        """Whether it is still going to happen or has happened on its dates."""
        return self.state not in (MeetingState.POSTPONED, MeetingState.CANCELLED)

    @property
    def days(self) -> int:
        """Number of calendar days from the first to the last."""
        return (self.ends_on - self.starts_on).days + 1


class Section(OnMeetingPage, Model):
    """One section of the information note."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[SectionKind] = enum_column(SectionKind)
    heading: Mapped[Translations] = mapped_column(default=Translations, doc="Empty: the standard heading of its kind")
    body: Mapped[Translations] = mapped_column(doc="Clean HTML per language")


class MeetingOrganisation(OnMeetingPage, Model):
    """An organisation or a country with a role in the meeting."""

    __tablename__ = "meeting_organisation"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (country_code IS NULL)", name="organisation_or_country"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[OrganisationRole] = enum_column(OrganisationRole)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    country_code: Mapped[str | None] = mapped_column(String(2), doc="ISO 3166-1 alpha-2 of a chairing country")

    organisation: Mapped[Organisation | None] = relationship()


class FocalPoint(OnMeetingPage, Model):
    """Somebody to ask: a person, or a unit with a mailbox."""

    __tablename__ = "focal_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ContactKind] = enum_column(ContactKind)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    unit: Mapped[Translations] = mapped_column(default=Translations, doc="Name of the unit, if no person")
    email: Mapped[str] = mapped_column(String(254), default="", doc="Public address; replies go to administrative ones")
    phone: Mapped[str] = mapped_column(String(40), default="")

    person: Mapped[Person | None] = relationship()


class Document(OnMeetingPage, Model):
    """A document in one or more language versions under one symbol."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[DocumentKind] = enum_column(DocumentKind)
    status: Mapped[DocumentStatus] = enum_column(DocumentStatus, default=DocumentStatus.FINAL)
    visibility: Mapped[Visibility] = enum_column(Visibility, default=Visibility.PUBLIC)
    symbol: Mapped[str] = mapped_column(String(80), default="", doc="e.g. E/ESCWA/CL4.SIT/2024/WG.1/INF.1")
    title: Mapped[Translations] = mapped_column()
    url: Mapped[str] = mapped_column(String(500), default="", doc="Address elsewhere, if not stored here")

    versions: Mapped[list[DocumentVersion]] = relationship(
        order_by="DocumentVersion.language", cascade="all, delete-orphan", passive_deletes=True
    )


class DocumentVersion(Model):
    """The file of a document in one language."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(5))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    file_name: Mapped[str] = mapped_column(String(200), doc="Name under which it is downloaded")

    file: Mapped[StoredFile] = relationship()


class ParticipationLink(OnMeetingPage, Model):
    """Where a remote person joins; for the meeting, an agenda item or a breakout group."""

    __tablename__ = "participation_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("breakout_group.id", ondelete="CASCADE"))
    provider: Mapped[str] = mapped_column(String(80), default="", doc="Zoom, Teams, Webex …")
    join_url: Mapped[str] = mapped_column(String(1000))
    passcode: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(5), default="", doc="Interpretation channel; empty: all")
    visibility: Mapped[Visibility] = enum_column(Visibility, default=Visibility.APPROVED)
