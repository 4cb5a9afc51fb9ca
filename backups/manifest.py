"""What a backup says of itself: `manifest.json`, beside it the SHA-256 that holds it together."""

from __future__ import annotations

import hashlib
import hmac
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FORMAT = 1
MANIFEST = "manifest.json"
CHECKSUM = "manifest.json.sha256"
TABLES = "tables"
FILES = "files"
KEYS = "secret-keys"
CHUNK = 1024 * 1024


class BackupRefused(Exception):
    """A backup, or its restoring, cannot go on; the message says why and what would help, in a sentence."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableDump(_Strict):
    """One table: rows as lines of JSON under `tables/<name>.jsonl.gz`."""

    columns: list[tuple[str, str]]
    """Names with the kinds of `backups.dumps`."""
    rows: int
    bytes: int
    sha256: str
    last_key: int | None
    """The highest key ever given, so that none is given twice."""


class Manifest(_Strict):
    """Everything needed to judge a backup before anything of it is restored."""

    format: int
    product: str
    version: str
    revision: str
    """Of the schema."""
    database: str
    taken_at: str
    """Instant, UTC, ISO 8601, at which the content of the database was fixed."""
    tables: dict[str, TableDump]
    files: dict[str, int]
    """SHA-256, which is also the name, with the size in bytes."""
    missing_files: list[str]
    """Stored files that were lost or damaged already when the backup was taken."""
    keys: list[str] = Field(min_length=1)
    """Fingerprints of SECRET_KEYS, the signing one first."""
    holds_keys: bool


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest and its checksum into a folder."""
    content = manifest.model_dump_json(indent=1).encode()
    (folder / MANIFEST).write_bytes(content)
    # As `sha256sum --check` reads it.
    (folder / CHECKSUM).write_text(f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup.

    Raises:
        BackupRefused: the folder holds no whole backup, or one of another format.
    """
    if not (folder / MANIFEST).is_file():
        raise BackupRefused(f"{folder} is no backup: it has no {MANIFEST}. A backup that was not finished has none.")
    content = (folder / MANIFEST).read_bytes()
    checksum = folder / CHECKSUM
    if not checksum.is_file() or checksum.read_text(errors="replace").split()[:1] != [
        hashlib.sha256(content).hexdigest()
    ]:
        raise BackupRefused(f"{folder} is damaged: {MANIFEST} is not what its checksum says.")
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        raise BackupRefused(f"{folder} was made by another version: {MANIFEST} cannot be read here.") from error


def verify(folder: Path, manifest: Manifest) -> None:
    """Read every byte of a backup.

    Raises:
        BackupRefused: something is missing or not what the manifest says.
    """
    if manifest.format != FORMAT:
        raise BackupRefused(f"{folder} has format {manifest.format}; this version reads format {FORMAT}.")
    for name, dump in manifest.tables.items():
        _verify_one(table_path(folder, name), dump.sha256, dump.bytes)
    for digest, size in manifest.files.items():
        _verify_one(file_path(folder, digest), digest, size)


def _verify_one(path: Path, digest: str, size: int) -> None:
    if not path.is_file():
        raise BackupRefused(f"The backup is damaged: {path} is missing. Nothing was restored; take another backup.")
    if path.stat().st_size != size or sha256_of(path) != digest:
        raise BackupRefused(
            f"The backup is damaged: {path} is not what was written. Nothing was restored; take another backup."
        )


def table_path(folder: Path, name: str) -> Path:
    """Where the rows of a table lie in a backup."""
    return folder / TABLES / f"{name}.jsonl.gz"


def file_path(folder: Path, digest: str) -> Path:
    """Where a stored file lies in a backup.

    Raises:
        BackupRefused: the name is no hash, and could lead anywhere.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise BackupRefused(f"{digest!r} is no hash of a stored file.")
    return folder / FILES / digest[:2] / digest


def sha256_of(path: Path) -> str:
    """The hash of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprints(keys: Iterable[bytes]) -> list[str]:
    """What tells keys apart without telling them."""
    return [hmac.new(key, b"fingerprint of a key", hashlib.sha256).hexdigest()[:16] for key in keys]


def product_version(root: Path) -> str:
    """The version of the code that runs."""
    return str(tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"])
