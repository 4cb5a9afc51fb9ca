"""Reading documents: those of a meeting and of its items, and the publications of a project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from foundation.database import db
from meetings.models.agenda import AgendaItem
from meetings.models.documents import Document, DocumentVersion
from meetings.models.meeting import Meeting
from meetings.models.projects import Project
from meetings.reading.meetings import NoSuchRecord
from meetings.reading.programme import AGENDA_ORDER


@dataclass(frozen=True)
class Shelf:
    """Where documents lie in an order: with a meeting or with a project, one of the two."""

    meeting_id: int | None = None
    project_id: int | None = None

    @property
    def lock(self) -> str:
        """The lock under which they are changed; a meeting's is that of its whole record."""
        return f"meeting:{self.meeting_id}" if self.meeting_id is not None else f"project:{self.project_id}"

    @property
    def is_here(self) -> Any:
        """The condition that a document lies here."""
        if self.meeting_id is not None:
            return Document.meeting_id == self.meeting_id
        return Document.project_id == self.project_id

    def check(self) -> None:
        """Raise NoSuchRecord when the meeting or the project is not there."""
        holder: type[Any] = Meeting if self.meeting_id is not None else Project
        if db.session.get(holder, self.meeting_id or self.project_id) is None:
            raise NoSuchRecord(self.lock)


def documents_on(shelf: Shelf, ids: Iterable[int] | None = None) -> list[Document]:
    """The documents of a shelf in their order, with versions and files: three statements; `ids` limits them."""
    query = select(Document).where(shelf.is_here)
    if ids is not None:
        query = query.where(Document.id.in_(set(ids)))
    query = query.options(selectinload(Document.versions).joinedload(DocumentVersion.file))
    return list(db.session.scalars(query.order_by(Document.position, Document.id)))


def document_on(shelf: Shelf, document_id: int) -> Document:
    """A document of a shelf.

    Raises:
        NoSuchRecord: it has no such document.
    """
    document = db.session.scalar(select(Document).where(Document.id == document_id, shelf.is_here))
    if document is None:
        raise NoSuchRecord(document_id)
    return document


def version_on(shelf: Shelf, document_id: int, language: str) -> tuple[Document, DocumentVersion]:
    """A document of a shelf and its file in a language.

    Raises:
        NoSuchRecord: there is no such document or file.
    """
    query = (
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(shelf.is_here, Document.id == document_id, DocumentVersion.language == language)
    )
    found = db.session.execute(query.options(joinedload(DocumentVersion.file))).first()
    if found is None:
        raise NoSuchRecord(document_id)
    return found[0], found[1]


def project_of_team(team_id: int, project_id: int) -> Project:
    """A project of a team.

    Raises:
        NoSuchRecord: the team has no such project.
    """
    project = db.session.scalar(select(Project).where(Project.id == project_id, Project.team_id == team_id))
    if project is None:
        raise NoSuchRecord(project_id)
    return project


def items_for_documents(meeting_id: int) -> list[AgendaItem]:
    """The agenda items of a meeting, in the order of the agenda."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return list(db.session.scalars(query.order_by(*AGENDA_ORDER)))
