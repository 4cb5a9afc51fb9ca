"""Stored files: kept once per content under VAR_DIR/files, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from flask import Response, abort, current_app, send_file
from sqlalchemy import ColumnElement, String, delete, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.database import Base, Model, db, writing
from foundation.file_kinds import EXTENSIONS, recognised
from foundation.hooks import Hook
from foundation.jobs import periodic
from foundation.merge_fields import one_line


class StoredFile(Model):
    """One content, whoever uploaded it and however often."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True, doc="Hexadecimal hash of the content")
    size: Mapped[int] = mapped_column(doc="Bytes")
    content_type: Mapped[str] = mapped_column(String(100), doc="Type found by looking at the content")
    stored_at: Mapped[datetime] = mapped_column(doc="Instant of the first upload, UTC")


LONGEST_NAME = 180
"""Bytes of a name in UTF-8 without its ending; file systems hold 255, the column of a version 200 letters."""
LEFT_OVER_AFTER = timedelta(hours=6)


def store(content: bytes, kind: str = "") -> StoredFile:
    """Keep a content and return its row, inside the current `writing()`.

    `kind` is what `recognised` said of it: whoever takes documents asks before the lock, since unpacking takes a while.

    Raises:
        UnacceptableFile: empty, or not PDF, PNG, JPEG or an Office document.
    """
    kind = kind or recognised(content)
    digest = hashlib.sha256(content).hexdigest()
    with writing(_LOCK) as session:
        existing = session.scalar(select(StoredFile).where(StoredFile.sha256 == digest))
        # A row never stands without its file: the file is there first, and what a rollback leaves is swept.
        if existing is None or not path_of(digest).exists():
            write_whole(path_of(digest), content)
        if existing is not None:
            return existing
        file = StoredFile(sha256=digest, size=len(content), content_type=kind, stored_at=now())
        session.add(file)
        session.flush()
        return file


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies; where nothing lies, if it is none.

    What a database says is not trusted to stay in the folder: it may come from a backup that somebody else has made.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        return _folder() / "no-hash" / "none"
    return _folder() / sha256[:2] / sha256


def stored_paths() -> Iterator[Path]:
    """Every file in the folder of stored files, those half written too."""
    return _folder().glob("*/*")


def download_name(file_name: str, content_type: str) -> str:
    """The name under which a file is downloaded: its own without folders, ending as its content says."""
    stem = stem_of(file_name) or "document"
    while len(stem.encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem.strip(' .')}.{EXTENSIONS.get(content_type, 'bin')}"


def stem_of(file_name: str) -> str:
    """The name of an uploaded file as people read it: without folders, control characters and ending.

    Composed, whatever machine it comes from: macOS sends letters and accents one by one.
    """
    base = re.split(r"[/\\]", one_line(file_name[-1000:]))[-1]
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", base).strip(" .")


def send_stored(file: StoredFile, name: str = "") -> Response:
    """The content of a stored file, whole, in part or as 304; `name` makes it a download.

    Aborts with 410 when the content is no longer there.
    """
    path = path_of(file.sha256)
    if not path.exists():
        abort(410)
    # Tag and date come from the record: those of the file differ between two machines.
    response = send_file(path, mimetype=file.content_type, etag=file.sha256, last_modified=file.stored_at)
    if name:
        response.headers["Content-Disposition"] = disposition(name)
    # What somebody uploaded is never run as a page of this site, whatever it holds.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def disposition(name: str) -> str:
    """A Content-Disposition header for a download under a name of any script (RFC 6266, RFC 8187)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    # After the folding, which makes an ASCII sign of its wide form. Browsers decode %2F and =?…?= in the plain name.
    plain = re.sub(r"[/:%*?<>|]", "_", re.sub(r'[\x00-\x1f\x7f"\\]', "", plain))
    stem, dot, ending = plain.rpartition(".")
    if not re.search(r"[A-Za-z0-9]", stem):
        plain = f"document{dot}{ending}"
    quoted = quote(name, safe="!#$&+-.^_`|~")
    exact = "" if plain == name else f"; filename*=UTF-8''{quoted}"
    return f'attachment; filename="{plain}"{exact}'


def sends_all_of(response: Response) -> bool:
    """Whether a response carries a file from its first byte to its last: no 304, no part of it."""
    if response.status_code == 206:
        sent = response.content_range
        return sent is not None and sent.start == 0 and sent.stop == sent.length
    return response.status_code == 200


needed_files: Hook[Callable[[], Iterable[int]]] = Hook("list of files that are needed")
"""Ids of files that stay although no row refers to them at present."""


@periodic(seconds=6 * 3600)
def forget_unneeded() -> None:
    """Remove the rows of files to which nothing refers any more; the files themselves are left-overs then."""
    with writing(_LOCK) as session:
        kept = {key for needed in needed_files for key in needed()}
        old = StoredFile.stored_at < now() - LEFT_OVER_AFTER
        for key in list(session.scalars(select(StoredFile.id).where(old, *_unreferenced()))):
            if key not in kept:
                session.execute(delete(StoredFile).where(StoredFile.id == key))


@periodic(seconds=6 * 3600)
def remove_left_overs() -> None:
    """Remove files without a row from the folder, and half-written ones: nobody needs them, or a kill left them."""
    for path in stored_paths():
        with suppress(FileNotFoundError):
            if _is_left_over(path):
                with writing(_LOCK):
                    # Looked at again under the lock: an upload of the same content may just have made it anew.
                    if _is_left_over(path):
                        path.unlink()


_LOCK = "stored-files"


def _unreferenced() -> list[ColumnElement[bool]]:
    """That no column of any table refers to a stored file."""
    table = StoredFile.__table__
    keys = [key for other in Base.metadata.sorted_tables for key in other.foreign_keys if key.column.table is table]
    return [~exists().where(key.parent == StoredFile.id) for key in keys]


def _folder() -> Path:
    return Path(current_app.config["VAR_DIR"]) / "files"


def _is_left_over(path: Path) -> bool:
    if time.time() - path.stat().st_mtime < LEFT_OVER_AFTER.total_seconds():
        return False
    return db.session.scalar(select(StoredFile.id).where(StoredFile.sha256 == path.name)) is None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, also after a kill or a loss of power."""
    # A kill half way must not leave a short file under the final name.
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    # The name, too, has to outlive a loss of power: the row that refers to it will.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
