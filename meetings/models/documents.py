"""Documents of meetings and publications of projects, with a file per language."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Model, TextTimes, Translations, enum_column
from foundation.files import StoredFile
from meetings.enums import DocumentKind, DocumentStatus, Visibility
from meetings.models.on_page import OnMeetingPage


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
