"""What the roof needs to know of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select
from sqlalchemy.orm import Session, selectinload

from foundation.database import db
from meetings.enums import DOCUMENT_KIND_LABELS, Visibility
from meetings.keeping.copies import AT_ONCE, CopiedRows, Copier, MeetingPart, copied_columns
from meetings.keeping.found_by import words_of_text
from meetings.keeping.kept_rows import KeptRows, RowTexts
from meetings.keeping.page_texts import PageText, TextSource, texts_in
from meetings.keeping.undone import UndoneRows
from meetings.models.documents import Document, DocumentVersion
from meetings.models.meeting import Meeting
from meetings.reading.programme import Programme


def _texts_of_documents(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    meeting = programme.meeting
    for document in meeting.documents:
        name = partial(str, DOCUMENT_KIND_LABELS[document.kind])
        yield from texts_in(document, name, {"code": meeting.code, "document_id": document.id})


def _copy_documents(copier: Copier) -> None:
    rows = copier.copy(Document, lambda _document: {"symbol": ""}, [selectinload(Document.versions)])
    versions = [
        copied_columns(version, {"id"}, document_id=copier.made["document"][row.id], downloads=0)
        for row in rows
        for version in row.versions
    ]
    if versions:
        db.session.execute(insert(DocumentVersion), versions, execution_options=AT_ONCE)


def _meeting_of_version(session: Session, row: DocumentVersion) -> int | None:
    return session.execute(select(Document.meeting_id).where(Document.id == row.document_id)).scalar()


def _found_by_documents(meetings: Mapping[int, Meeting]) -> Iterator[tuple[int, str]]:
    query = select(Document).where(Document.meeting_id.in_(meetings)).execution_options(populate_existing=True)
    for row in db.session.scalars(query):
        if row.meeting_id is not None and row.readers is Visibility.PUBLIC:
            for text in (row.symbol, *words_of_text(row.title)):
                yield row.meeting_id, text


SOURCE = TextSource(50, _texts_of_documents)
GROUP = _l("Documents")
ROWS = (
    KeptRows(
        Document,
        RowTexts(
            {"title": lambda name: _("Title of a document: %(kind)s", kind=name)},
            "documents.edit_document",
            "documents",
        ),
        copied=CopiedRows(MeetingPart.DOCUMENTS, copy=_copy_documents),
        undone=UndoneRows("documents.index", "document"),
        found_by=_found_by_documents,
    ),
    KeptRows(DocumentVersion, undone=UndoneRows(meeting_id=_meeting_of_version)),
)
