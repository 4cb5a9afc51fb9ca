"""Sections of the information note, documents and links of a meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import writing
from foundation.files import UnacceptableFile, store
from foundation.text_fields import one_line
from foundation.translated import Translations
from meetings.enums import DocumentKind, DocumentStatus, SectionKind, Visibility
from meetings.record.models import Document, DocumentVersion, Meeting, ParticipationLink, Section
from meetings.record.operations.rows import add_row, change_row, lock_of, move_row, remove_row
from meetings.record.queries import NoSuchRecord, meeting_of_id, row_of

EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}


def add_section(
    meeting_id: int,
    *,
    kind: SectionKind,
    body: Translations,
    heading: Translations | None = None,
    actor: User | None = None,
) -> Section:
    """A new section at the end; `body` is clean HTML per language."""
    values = {"kind": kind, "heading": heading or Translations(), "body": body}
    return add_row(Section, meeting_id, values, actor)


def change_section(meeting_id: int, section_id: int, *, actor: User | None = None, **values: Any) -> Section:
    """Change columns of a section. Raises NoSuchRecord."""
    return change_row(Section, meeting_id, section_id, values, actor)


def remove_section(meeting_id: int, section_id: int, *, actor: User | None = None) -> None:
    """Remove a section. Raises NoSuchRecord."""
    remove_row(Section, meeting_id, section_id, actor)


def move_section(meeting_id: int, section_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a section up (-1) or down (1); False at the end. Raises NoSuchRecord."""
    return move_row(Section, meeting_id, section_id, step, actor)


def add_document(
    meeting_id: int,
    *,
    kind: DocumentKind,
    title: Translations,
    status: DocumentStatus = DocumentStatus.FINAL,
    visibility: Visibility = Visibility.PUBLIC,
    symbol: str = "",
    url: str = "",
    actor: User | None = None,
) -> Document:
    """A new document at the end, without a file yet."""
    values = {
        "kind": kind,
        "title": title,
        "status": status,
        "visibility": visibility,
        "symbol": symbol,
        "url": url,
    }
    return add_row(Document, meeting_id, values, actor)


def change_document(meeting_id: int, document_id: int, *, actor: User | None = None, **values: Any) -> Document:
    """Change columns of a document. Raises NoSuchRecord."""
    return change_row(Document, meeting_id, document_id, values, actor)


def remove_document(meeting_id: int, document_id: int, *, actor: User | None = None) -> None:
    """Remove a document with its versions. Raises NoSuchRecord."""
    remove_row(Document, meeting_id, document_id, actor)


def move_document(meeting_id: int, document_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a document up (-1) or down (1); False at the end. Raises NoSuchRecord."""
    return move_row(Document, meeting_id, document_id, step, actor)


class FileRefused(Exception):
    """The file of `language` cannot be accepted; `reason` is `empty` or `kind`, see `UnacceptableFile`."""

    def __init__(self, language: str, reason: str) -> None:
        super().__init__(language, reason)
        self.language, self.reason = language, reason


def save_document(
    meeting_id: int,
    document_id: int | None,
    files: Mapping[str, tuple[str, bytes]],
    *,
    actor: User | None = None,
    **values: Any,
) -> Document:
    """Add (`document_id` None) or change a document, with its files by language as (name, content).

    Raises:
        FileRefused: one of the files cannot be accepted; nothing is saved.
        NoSuchRecord: the meeting has no such document.
    """
    with writing(lock_of(meeting_id)):
        if document_id is None:
            document = add_document(meeting_id, **values, actor=actor)
        else:
            document = change_document(meeting_id, document_id, **values, actor=actor)
        for language, (file_name, content) in files.items():
            try:
                put_version(meeting_id, document.id, language, content, file_name, actor=actor)
            except UnacceptableFile as problem:
                raise FileRefused(language, str(problem)) from problem
        return document


def put_version(
    meeting_id: int,
    document_id: int,
    language: str,
    content: bytes,
    file_name: str,
    *,
    actor: User | None = None,
) -> DocumentVersion:
    """The file of a document in a language, in place of an earlier one.

    Raises:
        UnacceptableFile: empty, or not PDF, PNG, JPEG or an Office document.
        NoSuchRecord: the meeting has no such document.
    """
    with writing(lock_of(meeting_id)) as session:
        document = row_of(Document, meeting_id, document_id)
        file = store(content)
        old = next((version for version in document.versions if version.language == language), None)
        name = download_name(file_name, file.content_type)
        change = (old.file_name if old else None, name)
        if old is None:
            old = DocumentVersion(language=language, file_id=file.id, file_name=name)
            document.versions.append(old)
        else:
            apply_changes(old, {"file_id": file.id, "file_name": name})
        session.flush()
        record("uploaded", document, actor=actor, changes={f"file_{language}": change})
        return old


def remove_version(meeting_id: int, document_id: int, language: str, *, actor: User | None = None) -> None:
    """Remove the file of a document in a language.

    Raises:
        NoSuchRecord: there is none.
    """
    with writing(lock_of(meeting_id)) as session:
        document = row_of(Document, meeting_id, document_id)
        old = next((version for version in document.versions if version.language == language), None)
        if old is None:
            raise NoSuchRecord(document_id)
        document.versions.remove(old)
        session.flush()
        record("removed_file", document, actor=actor, changes={f"file_{language}": (old.file_name, None)})


def download_name(file_name: str, content_type: str) -> str:
    """The name under which a file is downloaded: its own without folders, ending as its content says."""
    base = re.split(r"[/\\]", one_line(file_name))[-1]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", base).strip(" .") or "document"
    return f"{stem[:180]}.{EXTENSIONS.get(content_type, 'bin')}"


def set_web_links(meeting_id: int, links: Sequence[dict[str, Any]], *, actor: User | None = None) -> Meeting:
    """The web links of a meeting, in order: `{"label": {language: text}, "url": …, "language": …}` each."""
    with writing(lock_of(meeting_id)) as session:
        meeting = meeting_of_id(meeting_id)
        changes = apply_changes(meeting, {"links": list(links)})
        if changes:
            session.flush()
            record("changed", meeting, actor=actor, meeting_id=meeting_id, changes=changes)
        return meeting


def add_participation_link(
    meeting_id: int,
    *,
    join_url: str,
    provider: str = "",
    passcode: str = "",
    language: str = "",
    visibility: Visibility = Visibility.APPROVED,
    actor: User | None = None,
) -> ParticipationLink:
    """A place where remote people join the meeting."""
    values = {
        "join_url": join_url,
        "provider": provider,
        "passcode": passcode,
        "language": language,
        "visibility": visibility,
    }
    return add_row(ParticipationLink, meeting_id, values, actor)


def change_participation_link(
    meeting_id: int, link_id: int, *, actor: User | None = None, **values: Any
) -> ParticipationLink:
    """Change where remote people join. Raises NoSuchRecord."""
    return change_row(ParticipationLink, meeting_id, link_id, values, actor)


def remove_participation_link(meeting_id: int, link_id: int, *, actor: User | None = None) -> None:
    """Remove a place where remote people join. Raises NoSuchRecord."""
    remove_row(ParticipationLink, meeting_id, link_id, actor)
