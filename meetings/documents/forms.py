"""Forms about documents and their files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from foundation.file_fields import DocumentField, DocumentsField
from foundation.form_fields import (
    URL_LENGTH,
    Form,
    LineField,
    MultilingualForm,
    NameField,
    OneOfField,
    TranslatedField,
    WebAddress,
    language_pairs,
)
from foundation.languages import LANGUAGES
from meetings.enums import (
    DOCUMENT_KIND_LABELS,
    DOCUMENT_STATUS_LABELS,
    VISIBILITY_LABELS,
    DocumentKind,
    DocumentStatus,
    Visibility,
)
from meetings.models.documents import Document

PROJECT_READERS = (Visibility.PUBLIC, Visibility.TEAM)
"""Who may read a publication of a project: nobody registers for a project."""


class ReadersField(NameField):
    """Who may read a document."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, Visibility, VISIBILITY_LABELS, default=Visibility.PUBLIC, **kwargs)

    def offer(self, readers: Sequence[Visibility]) -> None:
        """Limit the list."""
        self.choices = [SelectChoice(each.value, VISIBILITY_LABELS[each]) for each in readers]


class _Placed:
    """What forms about documents share: who reads them and what they belong to."""

    visibility: Any
    item_id: Any

    def place(self, items: Sequence[tuple[str, str]] | None) -> None:
        """Offer the agenda items of a meeting as pairs of id and label; None for a project."""
        if items is None:
            self.visibility.offer(PROJECT_READERS)
            del self.item_id
        else:
            self.item_id.offer(items, blank=_l("The whole meeting"))

    @property
    def chosen_item(self) -> int | None:
        """The id of the agenda item, or None."""
        field = getattr(self, "item_id", None)
        return int(field.data) if field is not None and field.data else None


class DocumentForm(_Placed, MultilingualForm):
    """A document, with a file per language."""

    kind = NameField(_l("Kind of document"), DocumentKind, DOCUMENT_KIND_LABELS)
    title = TranslatedField(_l("Title"), maximum=300, wraps=True, required=True)
    symbol = LineField(_l("Symbol"), maximum=80)
    status = NameField(_l("Status"), DocumentStatus, DOCUMENT_STATUS_LABELS, default=DocumentStatus.FINAL)
    visibility = ReadersField(_l("Who may read it"))
    item_id = OneOfField(_l("Belongs to"))
    url = LineField(_l("Address elsewhere"), maximum=URL_LENGTH, validators=[WebAddress()])


def document_form(languages: Sequence[str]) -> type[DocumentForm]:
    """The form with a file control `file_<language>` for each language; `was_<language>` says which file it showed."""
    files: dict[str, Any] = {f"was_{code}": HiddenField() for code in languages}
    files |= {
        f"file_{code}": DocumentField(_l("File – %(language)s", language=LANGUAGES.get(code, code)))
        for code in languages
    }
    return type("DocumentForm", (DocumentForm,), files)


class UploadForm(_Placed, Form):
    """Several files at once, and what is the same for all of them."""

    files = DocumentsField(_l("Files"))
    status = NameField(_l("Status"), DocumentStatus, DOCUMENT_STATUS_LABELS, default=DocumentStatus.FINAL)
    visibility = ReadersField(_l("Who may read them"))
    item_id = OneOfField(_l("They belong to"))


class ListedDocumentForm(_Placed, MultilingualForm):
    """One document in a list of documents that are edited together; its page carries one token for all."""

    class Meta(MultilingualForm.Meta):
        """One token protects the whole list."""

        csrf = False

    title = TranslatedField(_l("Title"), maximum=300, wraps=True)
    kind = NameField(_l("Kind of document"), DocumentKind, DOCUMENT_KIND_LABELS)
    status = NameField(_l("Status"), DocumentStatus, DOCUMENT_STATUS_LABELS)
    visibility = ReadersField(_l("Who may read it"))
    item_id = OneOfField(_l("Belongs to"))

    def validate_title(self, field: TranslatedField) -> None:
        """A document has a title in one language at least."""
        if not field.data:
            field.add_error(_("Enter the title in one language at least."))


def listed_form(document: Document) -> type[ListedDocumentForm]:
    """The form with a control `language_<id>` for the language of each file."""
    languages = {
        f"language_{version.id}": OneOfField(
            _l("Language of %(file)s", file=version.file_name), language_pairs, default=version.language
        )
        for version in document.versions
    }
    return type("ListedDocumentForm", (ListedDocumentForm,), languages)
