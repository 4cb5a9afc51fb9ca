"""Documents that a registered person may read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from foundation.database import db
from meetings.models.documents import Document, DocumentVersion
from meetings.reading.documents import Shelf, version_on
from meetings.reading.meetings import NoSuchRecord
from registration.models.registrations import Registration
from registration.reading.joining import may_see


def documents_for(registration: Registration) -> list[Document]:
    """What the person may read and fetch, in order, with versions and files: two statements."""
    query = select(Document).where(Document.meeting_id == registration.meeting_id)
    query = query.options(selectinload(Document.versions).joinedload(DocumentVersion.file))
    found = db.session.scalars(query.order_by(Document.position, Document.id))
    return [each for each in found if may_see(registration, each.readers) and (each.versions or each.url)]


def document_for(registration: Registration, document_id: int, language: str) -> tuple[Document, DocumentVersion]:
    """A document and its file in a language, for somebody who may read it.

    Raises:
        NoSuchRecord: there is none, or the person may not read it.
    """
    document, version = version_on(Shelf(meeting_id=registration.meeting_id), document_id, language)
    if not may_see(registration, document.readers):
        raise NoSuchRecord(document_id)
    return document, version
