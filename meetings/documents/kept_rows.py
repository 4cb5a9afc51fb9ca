"""What the roof needs to know of documents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from meetings.enums import DOCUMENT_KIND_LABELS
from meetings.keeping.kept_rows import KeptRows, RowTexts
from meetings.keeping.page_texts import PageText, TextSource, texts_in
from meetings.models.documents import Document
from meetings.reading.programme import Programme


def _texts_of_documents(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    meeting = programme.meeting
    for document in meeting.documents:
        name = partial(str, DOCUMENT_KIND_LABELS[document.kind])
        yield from texts_in(document, name, {"code": meeting.code, "document_id": document.id})


SOURCE = TextSource(50, _texts_of_documents)
GROUP = _l("Documents")
ROWS = (
    KeptRows(
        Document,
        RowTexts(
            {"title": lambda name: _("Title of a document: %(kind)s", kind=name)},
            "documents.edit_document",
            "documents",
        ),
    ),
)
