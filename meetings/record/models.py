"""A meeting and the facts an organiser keeps about it.

Dates and times here are local wall time in the meeting's zone; instants that happened are UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.types import DateTime

from accounts.models import Team
from directory.models import Organisation, Person
from foundation.countries import codes as country_codes
from foundation.countries import country_name
from foundation.database import Model, TextTimes, Translations, enum_column
from foundation.files import StoredFile
from meetings.enums import (
    ContactKind,
    CountedGroup,
    CountQualifier,
    DatePrecision,
    DocumentKind,
    DocumentStatus,
    MeetingFormat,
    MeetingKind,
    MeetingState,
    MonthStyle,
    OrganisationRole,
    OutcomeKind,
    OutcomeStatus,
    SectionKind,
    Visibility,
)


class OnMeetingPage:
    """Mixin of everything a meeting's page shows: writing one of these raises the meeting's version."""

    @declared_attr
    def meeting_id(cls) -> Mapped[int]:  # noqa: N805
        """The meeting it belongs to."""
        return mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)


class Series(TextTimes, Model):
    """Meetings that repeat."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    title: Mapped[Translations] = mapped_column(doc="Name of the series")
    description: Mapped[Translations] = mapped_column(default=Translations, doc="Clean HTML per language")


class Project(TextTimes, Model):
    """A project whose meetings and publications people want to see together."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    acronym: Mapped[str] = mapped_column(String(40), default="", doc="e.g. ENACT")
    title: Mapped[Translations] = mapped_column(doc="Full title")
    description: Mapped[Translations] = mapped_column(default=Translations, doc="Clean HTML per language")
    url: Mapped[str] = mapped_column(String(500), default="", doc="Page elsewhere")

    publications: Mapped[list[Document]] = relationship(
        order_by="Document.position", cascade="all, delete-orphan", passive_deletes=True
    )


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


class Room(TextTimes, OnMeetingPage, Model):
    """A room of the venue; agenda items and breakout groups name theirs by its name."""

    __tablename__ = "room"
    __table_args__ = (CheckConstraint("seats IS NULL OR seats > 0", name="seats_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Translations] = mapped_column()
    directions: Mapped[Translations] = mapped_column(default=Translations, doc="How to find it; plain text")
    seats: Mapped[int | None] = mapped_column(doc="How many people it holds; NULL: not stated")


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


class Section(TextTimes, OnMeetingPage, Model):
    """One section of the information note."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[SectionKind] = enum_column(SectionKind)
    heading: Mapped[Translations] = mapped_column(default=Translations, doc="Empty: the standard heading of its kind")
    body: Mapped[Translations] = mapped_column(doc="Clean HTML per language")


class MeetingOrganisation(OnMeetingPage, Model):
    """An organisation, a country or a person with a role in the meeting."""

    __tablename__ = "meeting_organisation"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN country_code IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_holder",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[OrganisationRole] = enum_column(OrganisationRole)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    country_code: Mapped[str | None] = mapped_column(String(2), doc="ISO 3166-1 alpha-2 of a chairing country")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), doc="Who chairs")

    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()


class FocalPoint(TextTimes, OnMeetingPage, Model):
    """Somebody to ask: a person, or a unit with a mailbox."""

    __tablename__ = "focal_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ContactKind] = enum_column(ContactKind)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    unit: Mapped[Translations] = mapped_column(default=Translations, doc="Name of the unit, if no person")
    email: Mapped[str] = mapped_column(String(254), default="", doc="Public address; replies go to administrative ones")
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(5), default="", doc="Only on the page in this language; empty: on all")

    person: Mapped[Person | None] = relationship()

    def is_on(self, language: str) -> bool:
        """Whether it stands on the page in this language."""
        return self.language in ("", language)


class Document(TextTimes, OnMeetingPage, Model):
    """A document in one or more language versions under one symbol: of a meeting, of an item of it, or of a project."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("(meeting_id IS NULL) <> (project_id IS NULL)", name="meeting_or_project"),
        CheckConstraint("item_id IS NULL OR meeting_id IS NOT NULL", name="item_of_meeting"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # A publication of a project belongs to no meeting.
    meeting_id: Mapped[int | None] = mapped_column(  # type: ignore[assignment]
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True, doc="Agenda item it belongs to"
    )
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
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

    @property
    def readers(self) -> Visibility:
        """Who may read it: a draft is for the team, whatever else is chosen."""
        return Visibility.TEAM if self.status is DocumentStatus.DRAFT else self.visibility


class DocumentVersion(Model):
    """The file of a document in one language."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(5))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200), doc="Name under which it is downloaded")
    downloads: Mapped[int] = mapped_column(default=0, doc="How often it was downloaded whole")

    file: Mapped[StoredFile] = relationship()


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


class MeetingSearch(Model):
    """What the search finds a meeting by; written by the worker, of the version that it names."""

    __tablename__ = "meeting_search"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(doc="Version of the meeting that was read")
    titles: Mapped[str] = mapped_column(Text, doc="Normalised titles, code, series and project: found first")
    words: Mapped[str] = mapped_column(Text, doc="Normalised texts of record, agenda, people and organisations")


class ChangeSet(Model):
    """What one act changed on a meeting's pages, so that it can be undone; removed after a while."""

    __tablename__ = "change_set"
    __table_args__ = (Index("ix_change_set_meeting", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(index=True, doc="UTC")
    act: Mapped[str] = mapped_column(String(60), doc="Verb of the trail, e.g. removed")
    subject_kind: Mapped[str] = mapped_column(String(40), doc="Table of the main record")
    subject_id: Mapped[int] = mapped_column()
    rows: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, doc='[{"table", "id", "before": {column: value} or null, "after": … or null}], in order'
    )
    undone_at: Mapped[datetime | None] = mapped_column(doc="UTC")
