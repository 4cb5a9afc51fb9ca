"""Files that come with a form: how large they may be, and what is said of one that cannot be accepted.

A request that is too large as a whole is answered with 413 and everything typed in it is gone. Routes that take files
(`takes_files`) are therefore read to the end for whoever is signed in: a file that is too large is dropped while it
arrives, and the view answers with the form as it was typed and a message beside the file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, session
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.utils import cached_property

from foundation.cleaning import cleaned_pairs
from foundation.file_kinds import UnacceptableFile

View = TypeVar("View", bound=Callable[..., Any])
MEGABYTE = 1024 * 1024
IN_MEMORY = 512 * 1024
READ_THROUGH = 1024 * MEGABYTE
"""Bytes of a request that are read, and dropped past the limit of a file, before it is refused as a whole."""

TEXTS_BESIDE_FILES = 64 * MEGABYTE
"""Bytes of a request refused as too large that are read all the same, so that the texts in it come back."""
MOST_TEXT = 16 * MEGABYTE
"""Bytes of text among them."""


OF_A_VISITOR = MEGABYTE
"""Bytes of a form that somebody sends who is not signed in."""
MOST_FIELDS = 20_000
"""Controls of a form: a tick for each of ten thousand people, and as many again."""


class BoundedFile(tempfile.SpooledTemporaryFile[bytes]):
    """Holds a file as it arrives; of one that grows past `limit` bytes nothing is kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(max_size=IN_MEMORY, mode="w+b")
        self.limit, self.received = limit, 0

    @property
    def is_too_large(self) -> bool:
        """Whether the file was dropped."""
        return self.received > self.limit

    def write(self, data: Any) -> int:
        """Keep the next bytes, or drop the file."""
        self.received += len(data)
        if not self.is_too_large:
            return super().write(data)
        if self.tell():
            self.seek(0)
            self.truncate()
        return len(data)


class FormParser(FormDataParser):
    """Bounds the number of controls of forms without files too, which Werkzeug does not."""

    def _parse_urlencoded(self, stream: IO[bytes], mimetype: str, content_length: int | None, options: Any) -> Any:
        body = stream.read()
        if body.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(BytesIO(body), mimetype, content_length, options)


class FormRequest(Request):
    """A request whose texts are cleaned, and whose files are bounded one by one, and as a whole by who sends it."""

    form_data_parser_class = FormParser

    _texts_only = False

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The query part of the address."""
        return cleaned_pairs(super().args)

    def _load_form_data(self) -> None:
        if "form" not in self.__dict__:
            super()._load_form_data()
            self.__dict__["form"] = cleaned_pairs(self.__dict__["form"])

    def read_texts_only(self) -> None:
        """Let the form of a request that is too large be read for its texts, the files being dropped as they come."""
        self._texts_only = True
        self.max_form_memory_size = max(MOST_TEXT, 2 * current_app.config["MAX_FORM_MEMORY_SIZE"])

    @property
    def max_content_length(self) -> int | None:
        """Bytes that are read of the request before it is refused."""
        usual = super().max_content_length
        if usual is not None and self._texts_only:
            return max(TEXTS_BESIDE_FILES, 4 * usual) if self._is_of_a_user else max(MOST_TEXT, usual)
        if usual is None or not self._is_of_a_user:
            return usual and min(usual, OF_A_VISITOR)
        if not self._is_patient:
            return usual
        return max(READ_THROUGH, 4 * usual)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @property
    def _is_patient(self) -> bool:
        view = current_app.view_functions.get(self.endpoint or "")
        return bool(getattr(view, "takes_files", False)) and self._is_of_a_user

    @property
    def _is_of_a_user(self) -> bool:
        # A signed cookie says that somebody has signed in; nobody else may make the server read so much.
        return "_user_id" in session

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BoundedFile(0 if self._texts_only else limit_megabytes() * MEGABYTE)


def takes_files(view: View) -> View:
    """Mark a view that answers a file which is too large by itself, with the form as it was typed."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def content_of(upload: FileStorage) -> bytes:
    """The content of an uploaded file.

    Raises:
        UnacceptableFile: `large` or `empty`.
    """
    if getattr(upload.stream, "is_too_large", False):
        raise UnacceptableFile("large")
    upload.stream.seek(0)  # a view that is asked again reads it again
    content = upload.read()
    if not content:
        raise UnacceptableFile("empty")
    return content


def limit_megabytes() -> int:
    """The largest file that is accepted, in MiB."""
    return int(current_app.config["SETTINGS"].upload_megabytes)


def refusal(reason: str) -> str:
    """Why a file was not accepted (`UnacceptableFile.reason`), and what to do, in the language of the page."""
    if reason in _IMAGES:
        return _("This image is in the format %(format)s. Save it as PNG or JPEG.", format=_IMAGES[reason])
    if reason in _OTHER_FORMATS:
        written, better = _OTHER_FORMATS[reason]
        return _("This file is in the format %(format)s. Save it as %(better)s or PDF.", format=written, better=better)
    if reason in _ARCHIVES:
        return _("This is an archive (%(format)s). Unpack it and choose the files in it.", format=_ARCHIVES[reason])
    said = {
        "large": _("This file is larger than %(limit)s MB. Choose a smaller one.", limit=limit_megabytes()),
        "empty": _("This file is empty."),
        "image": _("This is not a PNG or JPEG image, whatever its name says. Choose another file."),
        "broken": _("This image is damaged or incomplete. Save it again as PNG or JPEG."),
        "pixels": _("This image has too many pixels. Save it in a smaller size, for example 800 pixels wide."),
        "old_office": _(
            "This file is in the old format of Word, Excel or PowerPoint, or protected by a password. "
            "Save it as .docx (.xlsx, .pptx) or PDF without password."
        ),
        "macros": _("This file can hold macros, which are not accepted. Save it as .docx (.xlsx, .pptx) or PDF."),
        "template": _("This is a template, not a document. Save it as .docx (.xlsx, .pptx) or PDF."),
        "slideshow": _("This presentation is saved as a slide show (.ppsx). Save it as .pptx or PDF."),
        "iwork": _("This is a file of Pages, Numbers or Keynote. Export it as Word, Excel or PowerPoint, or as PDF."),
        "msg": _("This is a message of Outlook. Save the attached file, or print the message as PDF."),
        "damaged": _("This file is damaged or incomplete. Open it, save it again and choose it once more."),
        "unpacked": _("This file becomes too large when it is opened. Make it smaller, or save it as PDF."),
    }
    return said.get(reason) or _(
        "This is not a PDF, Word, Excel or PowerPoint file, nor a PNG or JPEG image. Choose another file."
    )


_IMAGES = {
    "heic": "HEIC",
    "avif": "AVIF",
    "webp": "WebP",
    "gif": "GIF",
    "tiff": "TIFF",
    "bmp": "BMP",
    "svg": "SVG",
}
_OTHER_FORMATS = {
    "odt": ("OpenDocument (.odt)", ".docx"),
    "ods": ("OpenDocument (.ods)", ".xlsx"),
    "odp": ("OpenDocument (.odp)", ".pptx"),
    "odg": ("OpenDocument (.odg)", ".pptx"),
    "odf": ("OpenDocument", ".docx"),
    "rtf": ("RTF", ".docx"),
}
_ARCHIVES = {"zip": "ZIP", "rar": "RAR", "7z": "7z", "gz": "GZ"}


def file_size(size: int) -> str:
    """A number of bytes as people read it, in the language of the page."""
    if size < MEGABYTE:
        return _("%(number)s kB", number=max(1, round(size / 1024)))
    return _("%(number)s MB", number=format_decimal(size / MEGABYTE, "0.#"))


def init_uploads(app: Flask) -> None:
    """Read the files of requests as this module says."""
    app.request_class = FormRequest
    app.jinja_env.filters["file_size"] = file_size
    app.jinja_env.globals["upload_megabytes"] = app.config["SETTINGS"].upload_megabytes
