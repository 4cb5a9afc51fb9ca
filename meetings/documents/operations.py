"""What people do with documents of a meeting, of its items and of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import db, writing
from foundation.file_kinds import UnacceptableFile, recognised
from foundation.files import StoredFile, download_name, store
from foundation.languages import LANGUAGES
from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.documents.file_names import Guess, guess
from meetings.enums import DOCUMENT_KIND_LABELS, DocumentKind, DocumentStatus, Visibility
from meetings.keeping.rows import contents_of, reorder
from meetings.models.agenda import AgendaItem
from meetings.models.documents import Document, DocumentVersion
from meetings.reading.documents import Shelf, document_on, documents_on
from meetings.reading.meetings import NoSuchRecord, row_of


class FileRefused(Exception):
    """The file of `language` cannot be accepted; `reason` is that of `UnacceptableFile`."""

    def __init__(self, language: str, reason: str) -> None:
        super().__init__(language, reason)
        self.language, self.reason = language, reason


class FileReplaced(Exception):
    """Somebody else has put another file in the place of the one of `language` that was shown, or taken it away."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


class LanguageTaken(Exception):
    """Two files of the document `document_id` would be of the same language."""

    def __init__(self, document_id: int) -> None:
        super().__init__(document_id)
        self.document_id = document_id


class SymbolTaken(Exception):
    """Another document here has this symbol: what stands under one symbol is one document in several languages."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.id)
        self.document = document


class UploadState(StrEnum):
    """What became of an uploaded file."""

    ADDED = "added"
    JOINED = "joined"
    SAME = "same"


@dataclass(frozen=True)
class Uploaded:
    """An uploaded file: a new document, a language version that joined one, or the same that is there already."""

    state: UploadState
    document: Document
    language: str


def add_document(
    shelf: Shelf,
    *,
    kind: DocumentKind,
    title: Translations,
    status: DocumentStatus = DocumentStatus.FINAL,
    visibility: Visibility = Visibility.PUBLIC,
    symbol: str = "",
    url: str = "",
    item_id: int | None = None,
    actor: User | None = None,
) -> Document:
    """A new document at the end, without a file yet; `item_id` is the agenda item it belongs to.

    Raises:
        NoSuchRecord: there is no such meeting, project or item.
    """
    values = {
        "kind": kind,
        "title": title,
        "status": status,
        "visibility": visibility,
        "symbol": symbol,
        "url": url,
        "item_id": item_id,
    }
    with writing(shelf.lock) as session:
        shelf.check()
        _check_item(shelf, item_id)
        last = session.scalar(select(func.max(Document.position)).where(shelf.is_here))
        document = Document(
            meeting_id=shelf.meeting_id,
            project_id=shelf.project_id,
            position=0 if last is None else last + 1,
            **values,
        )
        session.add(document)
        session.flush()
        record("added", document, actor=actor, changes={name: (None, value) for name, value in values.items() if value})
        return document


def change_document(shelf: Shelf, document_id: int, *, actor: User | None = None, **values: Any) -> Document:
    """Change columns of a document. Raises NoSuchRecord."""
    with writing(shelf.lock) as session:
        document = document_on(shelf, document_id)
        _check_item(shelf, values.get("item_id"))
        changes = apply_changes(document, values)
        if changes:
            session.flush()
            record("changed", document, actor=actor, changes=changes)
        return document


def remove_document(shelf: Shelf, document_id: int, *, actor: User | None = None) -> None:
    """Remove a document with its versions. Raises NoSuchRecord."""
    with writing(shelf.lock) as session:
        document = document_on(shelf, document_id)
        contents = {name: value for name, value in contents_of(document).items() if name != "project_id"}
        record("removed", document, actor=actor, changes={name: (value, None) for name, value in contents.items()})
        session.delete(document)


def move_document(shelf: Shelf, document_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a document up (-1) or down (1); False at the end. Raises NoSuchRecord."""
    with writing(shelf.lock):
        document = document_on(shelf, document_id)
        return reorder(documents_on(shelf), document, step, actor)


def save_document(
    shelf: Shelf,
    document_id: int | None,
    files: Mapping[str, tuple[str, bytes]],
    *,
    shown: Mapping[str, int | None] | None = None,
    actor: User | None = None,
    **values: Any,
) -> Document:
    """Add (`document_id` None) or change a document, with its files by language as (name, content).

    `shown` are the ids of the files that the writer has seen, by language.

    Raises:
        FileReplaced: in the place of one of the files there is another than was seen; nothing is saved.
        FileRefused: one of the files cannot be accepted; nothing is saved.
        SymbolTaken: another document here has the symbol; nothing is saved.
        NoSuchRecord: there is no such document, meeting, project or item.
    """
    kinds = {language: _kind(language, content) for language, (_name, content) in files.items()}
    with writing(shelf.lock):
        _check_symbol(shelf, document_id, values.get("symbol") or "")
        # Before a row is written: who changes a logo holds the lock of files while waiting for the rows of meetings.
        stored = {language: store(content, kinds[language]) for language, (_name, content) in files.items()}
        if document_id is None:
            document = add_document(shelf, **values, actor=actor)
        else:
            document = change_document(shelf, document_id, **values, actor=actor)
        for language, (file_name, _content) in files.items():
            if shown is not None and _file_id(document, language) not in (shown.get(language), stored[language].id):
                raise FileReplaced(language)
            _put(document, language, stored[language], file_name, actor)
        return document


def remove_version(
    shelf: Shelf, document_id: int, language: str, *, shown: int | None = None, actor: User | None = None
) -> None:
    """Remove the file of a document in a language; `shown` is the id of the file that was seen.

    Raises:
        FileReplaced: there is another file now.
        NoSuchRecord: there is none.
    """
    with writing(shelf.lock) as session:
        document = document_on(shelf, document_id)
        old = _version(document, language)
        if old is None:
            raise NoSuchRecord(document_id)
        if shown is not None and old.file_id != shown:
            raise FileReplaced(language)
        document.versions.remove(old)
        session.flush()
        record("removed_file", document, actor=actor, changes={f"file_{language}": (old.file_name, None)})


def upload_file(
    shelf: Shelf,
    file_name: str,
    content: bytes,
    *,
    main_language: str,
    status: DocumentStatus = DocumentStatus.FINAL,
    visibility: Visibility = Visibility.PUBLIC,
    item_id: int | None = None,
    actor: User | None = None,
) -> Uploaded:
    """Make a document of a file by what its name says: title, language, kind.

    A file whose name differs only in the language from that of a document joins it as another language version, unless
    more people would read it than `visibility` and `status` say, or it would count as more final. One that is there
    already in the same language and content is not added again.

    Raises:
        UnacceptableFile: empty, or not PDF, PNG, JPEG or an Office document.
        NoSuchRecord: there is no such meeting, project or item.
    """
    kind = recognised(content)
    with writing(shelf.lock):
        shelf.check()
        _check_item(shelf, item_id)
        file = store(content, kind)
        said = guess(file_name, file.content_type)
        language = said.language or main_language
        beside = [document for document in documents_on(shelf) if document.item_id == item_id]
        for document in beside:
            version = _version(document, language)
            if version is not None and version.file_id == file.id:
                return Uploaded(UploadState.SAME, document, language)
        for document in beside:
            is_free = _version(document, language) is None and _is_no_more_open(document, status, visibility)
            if said.key and is_free and said.key in _keys(document):
                _put(document, language, file, file_name, actor)
                return Uploaded(UploadState.JOINED, document, language)
        document = add_document(
            shelf,
            kind=said.kind,
            title=said.titles(main_language) or _title_of_kind(said, main_language),
            status=status,
            visibility=visibility,
            item_id=item_id,
            actor=actor,
        )
        _put(document, language, file, file_name, actor)
        return Uploaded(UploadState.ADDED, document, language)


def change_documents(
    shelf: Shelf,
    values: Mapping[int, Mapping[str, Any]],
    languages: Mapping[int, str],
    *,
    actor: User | None = None,
) -> None:
    """Change several documents at once: columns by document id, and the language of files by version id.

    Raises:
        LanguageTaken: two files of a document would have the same language; nothing is saved.
        NoSuchRecord: one of the documents is not there any more; nothing is saved.
    """
    with writing(shelf.lock):
        for document_id, columns in values.items():
            document = change_document(shelf, document_id, **columns, actor=actor)
            _name_languages(document, languages, actor)


def count_download(version_id: int) -> None:
    """Count that a file was sent whole. The meeting's version stays: no page that is cached shows the number."""
    with writing() as session:
        session.execute(
            update(DocumentVersion.__table__)  # type: ignore[arg-type]
            .where(DocumentVersion.id == version_id)
            .values(downloads=DocumentVersion.downloads + 1)
        )


def _check_item(shelf: Shelf, item_id: int | None) -> None:
    if item_id is None:
        return
    if shelf.meeting_id is None:
        raise NoSuchRecord(item_id)
    row_of(AgendaItem, shelf.meeting_id, item_id)


def _check_symbol(shelf: Shelf, document_id: int | None, symbol: str) -> None:
    key = searchable(symbol)
    same = [document for document in documents_on(shelf) if searchable(document.symbol) == key] if key else []
    if same and document_id not in [document.id for document in same]:
        raise SymbolTaken(same[0])


def _kind(language: str, content: bytes) -> str:
    try:
        return recognised(content)
    except UnacceptableFile as problem:
        raise FileRefused(language, problem.reason) from problem


def _version(document: Document, language: str) -> DocumentVersion | None:
    return next((version for version in document.versions if version.language == language), None)


def _file_id(document: Document, language: str) -> int | None:
    version = _version(document, language)
    return version.file_id if version is not None else None


def _put(document: Document, language: str, file: StoredFile, file_name: str, actor: User | None) -> DocumentVersion:
    name = download_name(file_name, file.content_type)
    version = _version(document, language)
    change = (version.file_name if version else None, name)
    if version is None:
        version = DocumentVersion(language=language, file_id=file.id, file_name=name, downloads=0)
        document.versions.append(version)
    else:
        apply_changes(version, {"file_id": file.id, "file_name": name})
    db.session.flush()
    record("uploaded", document, actor=actor, changes={f"file_{language}": change})
    return version


def _is_no_more_open(document: Document, status: DocumentStatus, visibility: Visibility) -> bool:
    """Whether a document has no wider readers than a file shall have, and is no more final."""
    wanted = Document(status=status, visibility=visibility).readers
    readers, statuses = list(Visibility), list(DocumentStatus)
    is_wider = readers.index(document.readers) < readers.index(wanted)
    return not is_wider and statuses.index(document.status) <= statuses.index(status)


def _keys(document: Document) -> set[str]:
    names = {guess(version.file_name).key for version in document.versions}
    return names | {searchable(title) for title in document.title.values()}


def _title_of_kind(said: Guess, main_language: str) -> Translations:
    return Translations({main_language: str(DOCUMENT_KIND_LABELS[said.kind])})


def _name_languages(document: Document, languages: Mapping[int, str], actor: User | None) -> None:
    wanted = {version.id: languages.get(version.id, version.language) for version in document.versions}
    changed = [version for version in document.versions if wanted[version.id] != version.language]
    if not changed:
        return
    if len(set(wanted.values())) < len(wanted) or not set(wanted.values()) <= set(LANGUAGES):
        raise LanguageTaken(document.id)
    moved = [
        DocumentVersion(
            language=wanted[version.id],
            file_id=version.file_id,
            file_name=version.file_name,
            downloads=version.downloads,
        )
        for version in changed
    ]
    before = {version.file_name: version.language for version in changed}
    for version in changed:
        document.versions.remove(version)
    db.session.flush()  # two files that change places would meet in the same language
    document.versions.extend(moved)
    db.session.flush()
    changes = {f"file_{version.language}": (before[version.file_name], version.file_name) for version in moved}
    record("changed", document, actor=actor, changes=changes)
