"""What a content is, whatever its name says: one recogniser of files, by their own marks and by their main part.

An Office document is a package: `_rels/.rels` names its main part and `[Content_Types].xml` says of what type that is.
The names inside mean nothing: Word Online writes `word/document2.xml`. A package is unpacked here under limits before
it is taken, since its own directory can say anything about sizes.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.parse import unquote
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 10_000
"""Files inside an Office document; hundreds are usual. Listing those of a zip takes a second for twenty thousand."""
MOST_UNPACKED = 128 * MEGABYTE
"""Bytes of everything inside an Office document, packages within it included; of a larger file four times its size."""
MOST_RATIO = 120
"""Times that a package may grow beyond `SMALL`; tables of a thousand equal rows reach 60."""
SMALL = 24 * MEGABYTE
DEEPEST = 3
"""Packages inside one another: a table in a presentation in a letter."""
_INDEX = 2 * MEGABYTE
"""Bytes of the parts that say what the others are."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    DOCX: "docx",
    XLSX: "xlsx",
    PPTX: "pptx",
}

_MARKS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_MARKS_OF_OTHERS = (
    (b"{\\rtf", "rtf"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
)
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"avif", b"avis"), "avif"),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_ENTRY = b"PK\x01\x02"
_MAIN = {f"{kind}.main+xml": kind for kind in (DOCX, XLSX, PPTX)}
_OFFICE_DOCUMENT = "/relationships/officeDocument"
_RELATIONSHIPS = "_rels/.rels"
_TYPES = "[Content_Types].xml"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_KINDS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg"}


class UnacceptableFile(Exception):
    """A content that may not be uploaded; `reason` says why.

    `empty`, `large`, `kind` (nothing that is known), the name of a known format that is not accepted (`odt`, `heic`,
    `old_office`, `macros`, `template` … as in `foundation.uploads`), `damaged` and `unpacked` (a package that cannot be
    read, or grows too large), and for images `image`, `pixels`, `broken`. The sentence for a reader is
    `foundation.uploads.refusal`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def recognised(content: bytes) -> str:
    """The type of a content that is accepted: PDF, PNG, JPEG or a document of Word, Excel or PowerPoint.

    A package is unpacked for this, at most `MOST_UNPACKED`; call it before a lock is taken.

    Raises:
        UnacceptableFile: it is something else, damaged, or made to grow.
    """
    if not content:
        raise UnacceptableFile("empty")
    # What programs write before the mark (a blank, a byte-order mark) readers of PDF skip.
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, kind in _MARKS:
        if start.startswith(mark) if kind == "application/pdf" else content.startswith(mark):
            return kind
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_kind(content)
    raise UnacceptableFile(format_of(content) or "kind")


def format_of(content: bytes) -> str:
    """The name of a format that is known and not accepted; empty for any other content."""
    if content.startswith(_OLD_OFFICE):
        return "msg" if _OUTLOOK in content else "old_office"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        brands = [content[8:12], *(content[at : at + 4] for at in range(16, 64, 4))]
        return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), "")
    for mark, name in _MARKS_OF_OTHERS:
        if content.startswith(mark):
            return name
    head = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "svg" if head.startswith(b"<") and b"<svg" in head else ""


def _package_kind(content: bytes) -> str:
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise UnacceptableFile("unpacked" if _looks_like_office(content) else "zip")
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = {_part_name(entry.filename): entry for entry in archive.infolist()}
            if len(entries) < len(archive.infolist()):
                raise BadZipFile  # two parts of one name: each reader would take another one
            kind = _kind_of_entries(content, entries)
            _Unpacking(len(content)).count(content, archive.infolist())
            return kind
    except (BadZipFile, ValueError, NotImplementedError, OverflowError, zlib.error, expat.ExpatError):
        raise UnacceptableFile("damaged" if _looks_like_office(content) else "kind") from None


def _looks_like_office(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04") and _TYPES.encode() in content


def _kind_of_entries(content: bytes, entries: dict[str, ZipInfo]) -> str:
    """The type of the main part. Raises UnacceptableFile for anything else than a document that is accepted."""
    if _TYPES.lower() not in entries or _RELATIONSHIPS not in entries:
        raise UnacceptableFile(_other_archive(content, entries))
    main = _main_part(_read(content, entries[_RELATIONSHIPS]))
    declared = _type_of_part(_read(content, entries[_TYPES.lower()]), main)
    if main in entries and declared in _MAIN:
        return _MAIN[declared]
    if "macroenabled" in declared.lower():
        raise UnacceptableFile("macros")
    if ".template" in declared:
        raise UnacceptableFile("template")
    raise UnacceptableFile("slideshow" if ".slideshow" in declared else "kind")


def _other_archive(content: bytes, entries: dict[str, ZipInfo]) -> str:
    if "mimetype" in entries:
        said = _read(content, entries["mimetype"]).decode("latin-1").strip()
        if said.startswith(_OPEN_DOCUMENT):
            return _OPEN_KINDS.get(said.removeprefix(_OPEN_DOCUMENT).removesuffix("-template"), "odf")
    is_of_apple = any(name.endswith(".iwa") for name in entries) or "index.zip" in entries
    return "iwork" if is_of_apple else "zip"


def _part_name(name: str) -> str:
    """A name of a part as packages compare them: without case; some writers put backslashes or a slash first."""
    return posixpath.normpath(unquote(name).replace("\\", "/")).lstrip("/").lower()


def _main_part(relationships: bytes) -> str:
    for name, attributes in _elements(relationships):
        is_main = name == "Relationship" and attributes.get("Type", "").endswith(_OFFICE_DOCUMENT)
        if is_main and attributes.get("TargetMode") != "External":
            return _part_name(attributes.get("Target", ""))
    raise UnacceptableFile("kind")


def _type_of_part(types: bytes, part: str) -> str:
    by_ending = ""
    for name, attributes in _elements(types):
        if name == "Override" and _part_name(attributes.get("PartName", "")) == part:
            return attributes.get("ContentType", "")
        if name == "Default" and part.endswith("." + attributes.get("Extension", "").lower()):
            by_ending = attributes.get("ContentType", "")
    return by_ending


def _elements(xml: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition("}")[2], attributes))
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(xml, True)
    return iter(found)


def _refuse_doctype(*_declared: object) -> None:
    # No program writes one here; entities that grow need one.
    raise UnacceptableFile("damaged")


def _read(content: bytes, entry: ZipInfo) -> bytes:
    parts: list[bytes] = []
    _inflate(content, entry, parts.append, _INDEX)
    return b"".join(parts)


class _Unpacking:
    """Counts what a package and those inside it really unpack to, and stops past the limit."""

    def __init__(self, size: int) -> None:
        self.limit = max(SMALL, min(max(MOST_UNPACKED, 4 * size), MOST_RATIO * size))
        self.unpacked = self.entries = 0

    def count(self, content: bytes, entries: list[ZipInfo], depth: int = 1) -> None:
        self.entries += len(entries)
        if self.entries > MOST_ENTRIES or depth > DEEPEST:
            raise UnacceptableFile("unpacked")
        for entry in entries:
            self._count_entry(content, entry, depth)

    def _count_entry(self, content: bytes, entry: ZipInfo, depth: int) -> None:
        kept: list[bytes] = []
        is_first = True

        def take(part: bytes) -> None:
            nonlocal is_first
            if kept or (is_first and part.startswith(b"PK\x03\x04")):
                kept.append(part)
            is_first = False

        self.unpacked += _inflate(content, entry, take, self.limit - self.unpacked)
        if kept:
            within = b"".join(kept)
            if within.count(_ENTRY) > MOST_ENTRIES:
                raise UnacceptableFile("unpacked")
            try:
                with ZipFile(BytesIO(within)) as archive:
                    self.count(within, archive.infolist(), depth + 1)
            except BadZipFile:
                return  # it only begins like one; nobody can unpack it


def _inflate(content: bytes, entry: ZipInfo, take: Callable[[bytes], object], limit: int) -> int:
    """Unpack an entry piece by piece and return its size, which has to be the one that the directory says.

    By hand, since `zipfile` stops where the directory says that an entry ends, and others do not.
    """
    if entry.is_dir():
        return 0
    if entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    if entry.file_size > limit:
        raise UnacceptableFile("unpacked")
    head = content[entry.header_offset : entry.header_offset + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise BadZipFile
    start = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = memoryview(content)[start : start + entry.compress_size]
    stream = zlib.decompressobj(-15) if entry.compress_type == ZIP_DEFLATED else None
    size = 0
    for at in range(0, len(packed), MEGABYTE):
        rest: bytes | memoryview = packed[at : at + MEGABYTE]
        while rest:
            part = stream.decompress(rest, MEGABYTE) if stream else bytes(rest)
            rest = stream.unconsumed_tail if stream and not stream.eof else b""
            size += len(part)
            if size > limit:
                raise UnacceptableFile("unpacked")
            if part:
                take(part)
        if stream and stream.eof:
            break
    if size != entry.file_size or (stream and not stream.eof):
        raise BadZipFile
    return size
