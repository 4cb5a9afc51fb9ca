"""Pictures that people upload as logos."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from foundation.file_kinds import UnacceptableFile
from foundation.images import LOGO_SIZE, read_image


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **options) -> bytes:
    """A picture in one colour."""
    written = BytesIO()
    Image.new(mode, size, 1 if mode in ("1", "P") else None).save(written, kind, **options)
    return written.getvalue()


def archive() -> bytes:
    """A ZIP archive."""
    written = BytesIO()
    with ZipFile(written, "w") as file:
        file.writestr("logo.png", picture())
    return written.getvalue()


def promised(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises so many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_png_of_every_mode_is_written_anew(mode: str) -> None:
    result = Image.open(BytesIO(read_image(picture(mode=mode))))

    assert (result.format, result.size) == ("PNG", (300, 200))
    assert (result.mode == "RGBA") is (mode in ("RGBA", "LA"))


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpeg_of_every_mode_is_written_anew(mode: str) -> None:
    result = Image.open(BytesIO(read_image(picture("JPEG", mode=mode))))

    assert (result.format, result.mode, result.size) == ("JPEG", "RGB", (300, 200))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_picture_is_scaled_down_in_its_shape(kind: str) -> None:
    result = Image.open(BytesIO(read_image(picture(kind, size=(3000, 1000)))))

    assert result.size[0] <= LOGO_SIZE[0] and result.size[1] <= LOGO_SIZE[1]
    assert result.size[0] / result.size[1] == pytest.approx(3, abs=0.02)


def test_metadata_is_taken_out() -> None:
    notes = PngInfo()
    notes.add_text("Author", "Somebody private")
    exif = Image.Exif()
    exif[0x010E] = "Somebody private"

    for content in (picture(pnginfo=notes), picture("JPEG", exif=exif, comment=b"Somebody private")):
        assert b"Somebody private" in content
        assert b"private" not in read_image(content)


def test_photograph_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    assert Image.open(BytesIO(read_image(picture("JPEG", exif=exif)))).size == (200, 300)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "svg"),
        (b"%PDF-1.7 named logo.png", "image"),
        (b"GIF89a", "gif"),
        (archive(), "image"),
        (picture("WEBP"), "webp"),
        (picture(size=(2000, 2000))[:-5000], "broken"),
        (picture("JPEG")[:700], "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (promised(300, 200), "broken"),
        (promised(20_000, 20_000), "pixels"),
        (promised(10_000, 10_000), "pixels"),
        (promised(2**31 - 1, 2**31 - 1), "pixels"),
        (picture("PNG", (20_000, 1000), "1"), "pixels"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_content_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnacceptableFile) as refused:
        read_image(content)

    assert refused.value.reason == reason
