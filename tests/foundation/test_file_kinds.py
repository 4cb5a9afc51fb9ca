"""What a content is, whatever its name says, and what is made to grow is not taken."""

from __future__ import annotations

import tracemalloc
from copy import copy
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from docx import Document
from flask import Flask
from openpyxl import Workbook
from PIL import Image

from foundation import file_kinds
from foundation.file_kinds import DOCX, MEGABYTE, PPTX, XLSX, UnacceptableFile, recognised
from foundation.languages import LANGUAGES, force_language
from foundation.uploads import refusal
from tests.costs import cost_of
from tests.foundation.packages import EXCEL, POWERPOINT, WORD, archive, package, with_lying_directory

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def picture(form: str) -> bytes:
    """A small picture."""
    written = BytesIO()
    Image.new("RGB", (2, 2)).save(written, form)
    return written.getvalue()


def written_by(document: object) -> bytes:
    """What a library writes."""
    kept = BytesIO()
    document.save(kept)  # type: ignore[attr-defined]
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 x", "application/pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (package(), DOCX),
        (package("word/document2.xml"), DOCX),
        (package("xl/workbook2.xml", EXCEL), XLSX),
        (package("ppt/presentation2.xml", POWERPOINT, target="/ppt/presentation2.xml"), PPTX),
        (package("anything/at all.xml", target="anything/at%20all.xml"), DOCX),
        (package("Word/Document.XML", target="word/document.xml"), DOCX),
        (package("word\\document.xml", target="/word/document.xml"), DOCX),
        (package(types=f'<Default Extension="xml" ContentType="{WORD}"/>'), DOCX),
        (package(others={"xl/workbook.xml": b"x", "ppt/presentation.xml": b"x"}), DOCX),
        (written_by(Document()), DOCX),
        (written_by(Workbook()), XLSX),
        (package(others={"word/embeddings/table.xlsx": package("xl/workbook.xml", EXCEL)}), DOCX),
        (package(others={"word/media/looks.bin": b"PK\x03\x04 and nothing"}), DOCX),
    ],
)
def test_accepted_content_is_known_by_its_main_part(content: bytes, kind: str) -> None:
    assert recognised(content) == kind


REFUSED = {
    "empty": [b""],
    "kind": [
        b"<!doctype html>",
        b"MZ\x90\x00",
        b"PK\x03\x04 word/document.xml",
        package("visio/document.xml", "application/vnd.ms-visio.drawing.main+xml"),
        package("word/document.xml", target="word/other.xml"),
    ],
    "zip": [archive("word/document.xml"), archive("[Content_Types].xml", "word/document.xml"), archive("evil.exe")],
    "old_office": [OLD],
    "msg": [OLD + "__substg1.0_0037".encode("utf-16-le")],
    "odt": [archive(mimetype=b"application/vnd.oasis.opendocument.text")],
    "ods": [archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet\n")],
    "odp": [archive(mimetype=b"application/vnd.oasis.opendocument.presentation-template")],
    "iwork": [archive("Index/Document.iwa"), archive("Index.zip")],
    "rtf": [b"{\\rtf1\\ansi x}"],
    "macros": [
        package(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
        package("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        package(kind="application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
    ],
    "template": [package(kind=WORD.replace(".document.main", ".template.main"))],
    "slideshow": [package("ppt/x.xml", POWERPOINT.replace(".presentation.main", ".slideshow.main"))],
    "heic": [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"],
    "avif": [b"\0\0\0\x18ftypavif\0\0\0\0avifmif1"],
    "webp": [picture("WEBP")],
    "gif": [picture("GIF")],
    "tiff": [picture("TIFF")],
    "bmp": [picture("BMP")],
    "svg": [b"<?xml version='1.0'?><svg onload=alert(1)>"],
    "7z": [b"7z\xbc\xaf\x27\x1c"],
    "rar": [b"Rar!\x1a\x07\x00"],
    "damaged": [
        package()[:-60],
        package(types="<broken"),
        package(types='<!DOCTYPE x [<!ENTITY a "b">]><Types/>'),
        with_lying_directory(package(others={"word/more.xml": b"x" * 5000}), "word/more.xml", 3),
        with_lying_directory(package(others={"word/more.xml": b"x" * 5000}), "word/more.xml", 6000),
    ],
    "unpacked": [
        package(others={"word/more.xml": bytes(30 * MEGABYTE)}),
        package(others={f"word/{number}.xml": bytes(5 * MEGABYTE) for number in range(6)}),
        package(others={"word/media/inner.docx": package(others={"word/more.xml": bytes(30 * MEGABYTE)})}),
        package(others={str(number): b"" for number in range(10_001)}),
    ],
}


@pytest.mark.parametrize(("reason", "content"), [(reason, each) for reason, many in REFUSED.items() for each in many])
def test_other_content_is_refused_by_its_name(reason: str, content: bytes) -> None:
    with pytest.raises(UnacceptableFile) as refused:
        recognised(content)
    assert refused.value.reason == reason


def test_every_reason_has_a_sentence_of_its_own_in_every_language(app: Flask) -> None:
    for language in LANGUAGES:
        with app.test_request_context(), force_language(language):
            said = [refusal(reason) for reason in REFUSED]
        assert len(set(said)) == len(REFUSED)


def test_what_a_package_says_is_not_believed_and_unpacking_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its directory says three bytes where 300 MB come; only what was allowed is unpacked, and not kept."""
    monkeypatch.setattr(file_kinds, "SMALL", MEGABYTE)
    honest = package(others={"word/more.xml": bytes(300 * MEGABYTE)})
    lying = with_lying_directory(honest, "word/more.xml", MEGABYTE // 2)
    assert len(lying) < MEGABYTE

    def refuse() -> None:
        with pytest.raises(UnacceptableFile) as refused:
            recognised(lying)
        assert refused.value.reason in ("unpacked", "damaged")

    tracemalloc.start()
    refuse()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert cost_of(refuse) < 2
    assert most < 16 * MEGABYTE


def test_entries_that_share_their_bytes_are_counted_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory that names one entry a thousand times unpacks to a thousand times its size."""
    monkeypatch.setattr(file_kinds, "SMALL", MEGABYTE)
    written = BytesIO(package())
    with ZipFile(written, "a") as file:
        file.writestr("word/0.xml", b"x" * 100_000, compress_type=8)
        first = file.getinfo("word/0.xml")
        for number in range(1, 200):
            other = copy(first)
            other.filename = other.orig_filename = f"word/{number}.xml"
            file.filelist.append(other)
    with pytest.raises(UnacceptableFile) as refused:
        recognised(written.getvalue())
    assert refused.value.reason == "unpacked"


def test_packing_that_no_office_program_reads_is_refused() -> None:
    written = BytesIO(package())
    with ZipFile(written, "a", ZIP_BZIP2) as file:
        file.writestr("word/x.xml", b"x")
    with pytest.raises(UnacceptableFile, match="damaged"):
        recognised(written.getvalue())
