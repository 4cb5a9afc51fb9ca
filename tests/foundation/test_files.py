"""What an uploaded content is, whatever its name says."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from foundation.files import content_type_of

TYPES = "[Content_Types].xml"


def archive(*names: str) -> bytes:
    """A ZIP archive with these members."""
    written = BytesIO()
    with ZipFile(written, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (b"\x89PNG\r\n\x1a\nx", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (archive(TYPES, "word/document.xml"), "document"),
        (archive(TYPES, "xl/workbook.xml"), "sheet"),
        (archive(TYPES, "ppt/presentation.xml"), "presentation"),
    ],
)
def test_accepted_content_is_known_by_what_it_holds(content: bytes, kind: str) -> None:
    assert (content_type_of(content) or "").endswith(kind)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload=alert(1)>",
        b"<!doctype html>",
        b"GIF89a",
        b"PK\x03\x04 word/document.xml [Content_Types].xml",
        archive("word/document.xml"),
        archive(TYPES, "my-word/evil.exe"),
        archive("evil.exe"),
    ],
)
def test_other_content_is_refused(content: bytes) -> None:
    assert content_type_of(content) is None
