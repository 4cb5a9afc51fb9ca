"""Stored files: kept once per content under VAR_DIR/files, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from flask import current_app
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.database import Model, db


class StoredFile(Model):
    """One content, whoever uploaded it and however often."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True, doc="Hexadecimal hash of the content")
    size: Mapped[int] = mapped_column(doc="Bytes")
    content_type: Mapped[str] = mapped_column(String(100), doc="Type found by looking at the content")
    stored_at: Mapped[datetime] = mapped_column(doc="Instant of the first upload, UTC")


class UnacceptableFile(Exception):
    """The content is not of a kind that may be uploaded; the message key says why: `empty`, `kind`."""


MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
)
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def content_type_of(content: bytes) -> str | None:
    """The type of a content by its first bytes and, for Office files, its inner names; None when not accepted."""
    for magic, kind in MAGIC:
        if content.startswith(magic):
            return _office_type_of(content) if kind == "application/zip" else kind
    return None


def _office_type_of(content: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((office for name, office in OFFICE.items() if name in names), None)


def store(content: bytes) -> StoredFile:
    """Keep a content and return its row, inside the current `writing()`.

    Raises:
        UnacceptableFile: empty, or not PDF, PNG, JPEG or an Office document.
    """
    if not content:
        raise UnacceptableFile("empty")
    kind = content_type_of(content)
    if kind is None:
        raise UnacceptableFile("kind")
    digest = hashlib.sha256(content).hexdigest()
    existing = db.session.scalar(select(StoredFile).where(StoredFile.sha256 == digest))
    if existing is not None:
        return existing
    _write(path_of(digest), content)
    file = StoredFile(sha256=digest, size=len(content), content_type=kind, stored_at=now())
    db.session.add(file)
    db.session.flush()
    return file


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return Path(current_app.config["VAR_DIR"]) / "files" / sha256[:2] / sha256


def _write(path: Path, content: bytes) -> None:
    # A kill half way must not leave a short file under the final name.
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
