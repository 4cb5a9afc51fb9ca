"""Fields of forms that take files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField
from wtforms.validators import StopValidation

from foundation.file_kinds import UnacceptableFile
from foundation.images import read_image
from foundation.uploads import MEGABYTE, content_of, limit_megabytes, refusal

DOCUMENT_TYPES = ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg"
IMAGE_TYPES = "image/png,image/jpeg"


def bounds_for_scripts() -> dict[str, Any]:
    """Attributes by which a script refuses a file that is too large before it is sent (frontend/js/uploads.js)."""
    return {"data_max_bytes": limit_megabytes() * MEGABYTE, "data_too_large": refusal("large")}


class DocumentField(FileField):
    """One file; `upload` is what came, or None. The content is judged where it is stored."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.type = "FileField"

    @property
    def upload(self) -> FileStorage | None:
        """The uploaded file, if one was chosen."""
        return self.data if isinstance(self.data, FileStorage) and self.data.filename else None

    def __call__(self, **kwargs: Any) -> Any:
        """The control, with what a script needs to know."""
        return super().__call__(**{"accept": DOCUMENT_TYPES, **bounds_for_scripts(), **kwargs})


class ImageField(DocumentField):
    """A logo: `image` is the picture written anew, or None when no file was chosen."""

    image: bytes | None = None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no picture, too large or damaged, with a message beside the field."""
        self.image = None
        if self.upload is None:
            return
        try:
            self.image = read_image(content_of(self.upload))
        except UnacceptableFile as problem:
            raise StopValidation(refusal(problem.reason)) from problem

    def __call__(self, **kwargs: Any) -> Any:
        """The control; it offers pictures."""
        return super().__call__(**{"accept": IMAGE_TYPES, **kwargs})


class DocumentsField(MultipleFileField):
    """Several files at once; `uploads` are those that came."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.type = "MultipleFileField"

    @property
    def uploads(self) -> Sequence[FileStorage]:
        """The uploaded files, in the order in which they were chosen."""
        return [each for each in self.data or [] if isinstance(each, FileStorage) and each.filename]

    def __call__(self, **kwargs: Any) -> Any:
        """The control, with what a script needs to know."""
        return super().__call__(**{"accept": DOCUMENT_TYPES, **bounds_for_scripts(), **kwargs})
