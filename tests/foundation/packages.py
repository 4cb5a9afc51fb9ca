"""Office documents made by hand, honest ones and others."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD, EXCEL, POWERPOINT = (
    f"{OFFICE}{kind}.main+xml"
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)


def package(
    part: str = "word/document.xml",
    kind: str = WORD,
    *,
    target: str = "",
    types: str = "",
    others: dict[str, bytes] | None = None,
) -> bytes:
    """A package whose main part is `part` of type `kind`; `target` is how the relation writes it."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as file:
        override = types or f'<Override PartName="/{part}" ContentType="{kind}"/>'
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{override}</Types>',
        )
        file.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            f'Target="{target or part}"/></Relationships>',
        )
        file.writestr(part, "<x/>")
        for name, content in (others or {}).items():
            file.writestr(name, content)
    return written.getvalue()


def archive(*names: str, **contents: bytes) -> bytes:
    """A ZIP archive with these members, and others by name."""
    written = BytesIO()
    with ZipFile(written, "w") as file:
        for name in names:
            file.writestr(name, "x")
        for name, content in contents.items():
            file.writestr(name, content)
    return written.getvalue()


def with_lying_directory(content: bytes, name: str, size: int) -> bytes:
    """The package, in whose directory and local heads the entry `name` has `size` bytes."""
    changed = bytearray(content)
    for mark, size_at, name_at in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        at = changed.find(mark)
        while at >= 0:
            if changed[at + name_at : at + name_at + len(name)] == name.encode():
                changed[at + size_at : at + size_at + 4] = size.to_bytes(4, "little")
            at = changed.find(mark, at + 4)
    return bytes(changed)
