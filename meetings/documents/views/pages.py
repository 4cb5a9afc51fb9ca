"""What the pages about documents do, whether the documents are those of a meeting or of a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from accounts.access import actor
from foundation.addresses import number
from foundation.edit_conflicts import detect_conflicts
from foundation.file_kinds import UnacceptableFile
from foundation.files import send_stored, sends_all_of
from foundation.languages import current_language, language_name
from foundation.uploads import content_of, refusal
from meetings.documents import operations
from meetings.documents.forms import ListedDocumentForm, UploadForm, document_form, listed_form
from meetings.enums import DOCUMENT_KIND_LABELS, DOCUMENT_STATUS_LABELS, VISIBILITY_LABELS
from meetings.keeping.forms import kept
from meetings.models.documents import Document, DocumentVersion
from meetings.reading.documents import Shelf, documents_on

COLUMNS = ("kind", "title", "symbol", "status", "visibility", "url")
LISTED = ("kind", "title", "status", "visibility")
MOST_FILES = 100


@dataclass(frozen=True)
class Desk:
    """Where somebody works on documents.

    `endpoints` maps what can be done (`list`, `add`, `edit`, `move`, `remove`, `remove_file`, `upload`, `edit_all`,
    `download`) to endpoints, `values` are those of every address; `items` are pairs of id and label of the agenda
    items, None for a project; `render` shows a template with its context as a page of the meeting or project.
    """

    shelf: Shelf
    endpoints: Mapping[str, str]
    values: Mapping[str, Any]
    languages: Sequence[str]
    main_language: str
    items: Sequence[tuple[str, str]] | None
    render: Callable[..., ResponseReturnValue]

    def url(self, act: str, **values: Any) -> str:
        """The address of something that can be done here."""
        return url_for(self.endpoints[act], **self.values, **values)

    def download(self, document: Document, version: DocumentVersion) -> str:
        """The address of a file."""
        place = {name: value for name, value in self.values.items() if name != "team_id"}
        return url_for(self.endpoints["download"], **place, document_id=document.id, language=version.language)

    def page(self, template: str, **context: Any) -> ResponseReturnValue:
        """A page with what all of them need."""
        return self.render(
            template,
            desk=self,
            kinds=DOCUMENT_KIND_LABELS,
            statuses=DOCUMENT_STATUS_LABELS,
            visibilities=VISIBILITY_LABELS,
            item_labels=dict(self.items or ()),
            **context,
        )


def list_page(
    desk: Desk, upload: UploadForm | None = None, refused: Sequence[tuple[str, str]] = ()
) -> ResponseReturnValue:
    """All documents in their order, with the place to drop files; `refused` are pairs of file name and reason."""
    form = upload or UploadForm(formdata=None)
    if upload is None:
        form.place(desk.items)
    return desk.page(
        "meetings/documents/documents.html", documents=documents_on(desk.shelf), upload=form, refused=refused
    )


def form_page(desk: Desk, document: Document | None) -> ResponseReturnValue:
    """Add or change one document."""
    extra = [version.language for version in document.versions] if document else []
    languages = list(dict.fromkeys([*desk.languages, *extra]))
    there = _files_there(document)
    seen = {f"was_{code}": str(there.get(code, "")) for code in languages}
    form = document_form(languages)(desk.languages, desk.main_language, obj=document, data=seen)
    form.place(desk.items)
    if request.method == "GET" and document is None and desk.items is not None:
        form.item_id.data = request.args.get("item", "")
    detect_conflicts(form, document)
    if form.validate_on_submit():
        values = kept(form, COLUMNS) | ({"item_id": form.chosen_item} if desk.items is not None else {})
        try:
            operations.save_document(
                desk.shelf,
                document.id if document else None,
                _files(form, languages),
                shown={code: _number(form[f"was_{code}"].data) for code in languages},
                actor=actor(),
                **values,
            )
        except operations.SymbolTaken as taken:
            title = taken.document.title.text(current_language(), desk.main_language)
            message = _("“%(title)s” has this symbol. Add the file there, as another language.", title=title)
            form.symbol.errors = [message]
        except operations.FileRefused as refused:
            form[f"file_{refused.language}"].errors = [refusal(refused.reason)]
        except operations.FileReplaced as replaced:
            message = _("Somebody else has put or removed a file here meanwhile. Choose yours again to put it here.")
            form[f"file_{replaced.language}"].errors = [message]
            there = _files_there(document)
            form[f"was_{replaced.language}"].data = str(there.get(replaced.language, ""))
        else:
            flash(_("The document is saved."), "success")
            return redirect(desk.url("list"), 303)
    has_files = any(form[f"file_{code}"].upload for code in languages)
    return desk.page(
        "meetings/documents/document.html", form=form, document=document, file_languages=languages, has_files=has_files
    )


def upload_files(desk: Desk) -> ResponseReturnValue:
    """Make documents of files: several from the form, one at a time from the script, which is answered in JSON."""
    form = UploadForm()
    form.place(desk.items)
    is_script = request.accept_mimetypes.best == "application/json"
    is_valid = form.validate()
    uploads, beyond = form.files.uploads[:MOST_FILES], form.files.uploads[MOST_FILES:]
    if not uploads:
        form.files.errors = [*form.files.errors, _("Choose one file at least.")]
    if not uploads or not is_valid:
        message = " ".join(str(each) for field in form for each in field.errors)
        return (jsonify(message=message), 422) if is_script else list_page(desk, form)
    done: list[operations.Uploaded] = []
    too_many = _("%(most)s files are taken at once. Send this one again.", most=MOST_FILES)
    refused = [(upload.filename or "", too_many) for upload in beyond]
    for upload in uploads:
        name = upload.filename or ""
        try:
            done.append(_upload(desk, form, upload))
        except UnacceptableFile as problem:
            refused.append((name, refusal(problem.reason)))
    if is_script:
        return (jsonify(message=refused[0][1]), 422) if refused else jsonify(_told(desk, done[0]))
    if refused:
        form.files.errors = [_("Some files were not accepted.")]
        return list_page(desk, form, refused)
    flash(ngettext("%(num)s file is there.", "%(num)s files are there.", len(done)), "success")
    return redirect(desk.url("edit_all", id=sorted({each.document.id for each in done})), 303)


def edit_all_page(desk: Desk) -> ResponseReturnValue:
    """Change titles, kinds, status, readers and languages of several documents in one list."""
    ids = request.args.getlist("id", type=number)
    documents = documents_on(desk.shelf, ids or None)
    if len(documents) < len(set(ids)) and request.method == "POST":
        flash(_("Somebody has removed some of these documents meanwhile."), "warning")
    rows = [(document, _listed(desk, document)) for document in documents]
    if request.method == "POST" and _all_valid(rows):
        try:
            operations.change_documents(
                desk.shelf,
                {document.id: _values(desk, form) for document, form in rows},
                {
                    version.id: form[f"language_{version.id}"].data
                    for document, form in rows
                    for version in document.versions
                },
                actor=actor(),
            )
        except operations.LanguageTaken as taken:
            for document, form in rows:
                if document.id == taken.document_id:
                    message = _("Two files of a document cannot be in the same language.")
                    form[f"language_{document.versions[-1].id}"].errors = [message]
        else:
            flash(_("The documents are saved."), "success")
            return redirect(desk.url("list"), 303)
    return desk.page("meetings/documents/documents_edit.html", rows=rows, ids=ids)


def sent(document: Document, version: DocumentVersion, *, is_open: bool) -> Response:
    """The file of a document, counted when it is sent whole; only what everybody may read is kept by caches."""
    response = send_stored(version.file, version.file_name)
    if not is_open:
        response.headers["Cache-Control"] = "private, no-cache"
    if request.method == "GET" and sends_all_of(response):
        operations.count_download(version.id)
    return response


def remove_file(desk: Desk, document_id: int, language: str) -> ResponseReturnValue:
    """Remove the file of a document in a language, if it is the one beside which the button stood."""
    try:
        operations.remove_version(
            desk.shelf, document_id, language, shown=_number(request.form.get("was")), actor=actor()
        )
    except operations.FileReplaced:
        flash(_("Somebody else has put another file there meanwhile. Nothing was removed."), "warning")
    else:
        flash(_("The file is removed."), "success")
    return redirect(desk.url("edit", document_id=document_id), 303)


def _files_there(document: Document | None) -> dict[str, int]:
    return {version.language: version.file_id for version in document.versions} if document is not None else {}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else None


def _upload(desk: Desk, form: UploadForm, upload: FileStorage) -> operations.Uploaded:
    return operations.upload_file(
        desk.shelf,
        upload.filename or "",
        content_of(upload),
        main_language=desk.main_language,
        status=form.status.data,
        visibility=form.visibility.data,
        item_id=form.chosen_item,
        actor=actor(),
    )


def _told(desk: Desk, uploaded: operations.Uploaded) -> dict[str, Any]:
    language = language_name(uploaded.language)
    title = uploaded.document.title.text(current_language(), desk.main_language)
    messages = {
        operations.UploadState.ADDED: _("A new document. Language: %(language)s.", language=language),
        operations.UploadState.JOINED: _(
            "A language version of “%(title)s”. Language: %(language)s.", title=title, language=language
        ),
        operations.UploadState.SAME: _("The same file is there already, in “%(title)s”.", title=title),
    }
    return {
        "state": uploaded.state.value,
        "message": messages[uploaded.state],
        "id": uploaded.document.id,
    }


def _listed(desk: Desk, document: Document) -> ListedDocumentForm:
    form = listed_form(document)(desk.languages, desk.main_language, obj=document, prefix=f"d{document.id}")
    form.place(desk.items)
    detect_conflicts(form, document)
    return form


def _all_valid(rows: Sequence[tuple[Document, ListedDocumentForm]]) -> bool:
    # Every row is asked, so that all messages stand on the page at once.
    return all([form.validate() for _document, form in rows])  # noqa: C419


def _values(desk: Desk, form: ListedDocumentForm) -> dict[str, Any]:
    return kept(form, LISTED) | ({"item_id": form.chosen_item} if desk.items is not None else {})


def _files(form: Any, languages: Sequence[str]) -> dict[str, tuple[str, bytes]]:
    files = {}
    for language in languages:
        upload = form[f"file_{language}"].upload
        if upload is not None:
            try:
                files[language] = (upload.filename, content_of(upload))
            except UnacceptableFile as problem:
                raise operations.FileRefused(language, problem.reason) from problem
    return files
