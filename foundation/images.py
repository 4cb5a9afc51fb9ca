"""Images that people upload as logos: looked at, bounded, and written anew before anybody is shown them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import exists, or_, select

from foundation.database import db
from foundation.file_kinds import UnacceptableFile, format_of
from foundation.files import StoredFile
from foundation.hooks import Hook

MOST_PIXELS = 16_000_000
"""Of an uploaded image: decoding takes four bytes of memory for each."""
LOGO_SIZE = (800, 400)
"""Pixels within which a logo is stored: four times what a page shows."""
JPEG_QUALITY = 88
OTHER_IMAGES = frozenset({"heic", "avif", "webp", "gif", "tiff", "bmp", "svg"})
"""Formats of which a refusal says the name."""

logos: Hook[Any] = Hook("column of logos")
"""Columns that refer to stored files: everybody may fetch these."""


def read_image(content: bytes) -> bytes:
    """The PNG or JPEG image in `content`, written anew: without metadata and no larger than a logo needs.

    Raises:
        UnacceptableFile: `empty`; the name of another format of images, or `image`, no PNG or JPEG whatever its name
            says; `pixels`, more than `MOST_PIXELS`; `broken`, cut off or damaged.
    """
    if not content:
        raise UnacceptableFile("empty")
    try:
        image = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
    except UnidentifiedImageError:
        looks_right = content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))
        raise UnacceptableFile("broken" if looks_right else _other_image(content)) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnacceptableFile("pixels") from None
    except Exception:  # a hostile head of a file fails in ways that the library does not list
        raise UnacceptableFile("broken") from None
    with image:
        # Told by the head alone, before a single pixel is unpacked.
        if image.width * image.height > MOST_PIXELS:
            raise UnacceptableFile("pixels")
        try:
            return _written_anew(image)
        except Exception:
            raise UnacceptableFile("broken") from None


def _other_image(content: bytes) -> str:
    found = format_of(content)
    return found if found in OTHER_IMAGES else "image"


def _written_anew(image: Image.Image) -> bytes:
    is_photo = image.format != "PNG"
    if is_photo:
        image.draft("RGB", (LOGO_SIZE[0] * 2, LOGO_SIZE[1] * 2))
    upright = ImageOps.exif_transpose(image)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    plain = upright.convert("RGBA" if see_through and not is_photo else "RGB")
    plain.thumbnail(LOGO_SIZE, Image.Resampling.LANCZOS)
    # A new image takes over no metadata: neither where a photograph was taken nor with what.
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    written = BytesIO()
    if is_photo:
        clean.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    else:
        clean.save(written, "PNG", optimize=True)
    return written.getvalue()


def logo_file(file_id: int) -> StoredFile | None:
    """The stored file if it is somebody's logo, else None: other files are not for everybody."""
    is_logo = or_(*(exists().where(column == StoredFile.id) for column in logos))
    return db.session.scalar(select(StoredFile).where(StoredFile.id == file_id, is_logo))
