"""What somebody typed into a form, read from the request that brought it, and shown again with its labels.

The labels are those of the form classes, so that a page which cannot be made any more (its record is gone, its
database silent) still shows every text under the name by which it was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from flask import current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from foundation.form_fields import TranslatedField
from foundation.history import field_in_words
from foundation.languages import LANGUAGES, direction
from foundation.pages import parts_of, safe_next
from foundation.pouring import HTML_SENT, TOKEN, Sent, rich_text_readers

KEPT = "kept."
"""Begins the names of what is carried through sign-in."""
_ADDRESS, _PAGE, _FILES = "kept_address", "kept_page", "kept_file"
_UNSEEN = re.compile(
    rf"^(?:.*-)?(?:(?:\w+_)?shown|was(?:_\w+)?)$|^(?:then|next|step|act|submission|draft_key|group_\d+)$|{HTML_SENT}$"
)
"""Names of controls that nobody sees: they are sent again as they came."""
_PLAIN_VALUE = re.compile(r"[a-z0-9_:.-]*")
_KNOWN_FIELDS: WeakKeyDictionary[type[Any], dict[str, UnboundField[Any]]] = WeakKeyDictionary()
"""Weak, because forms of some meetings are classes of their own."""


@dataclass(frozen=True)
class Typed:
    """What a form brought: for which address, from which page, its pairs and the names of its files."""

    address: str
    page: str
    values: Mapping[str, Sequence[str]]
    files: Sequence[str] = field(default=())

    @property
    def sent(self) -> Sent:
        """For `foundation.pouring`."""
        return Sent(self.address, self.values)

    @property
    def is_empty(self) -> bool:
        """Whether nobody typed or chose anything."""
        return not self.files and not self.seen_names

    @property
    def seen_names(self) -> list[str]:
        """Names under which there is something that people see."""
        known = _best_class(self.values)
        return [name for name, texts in self.values.items() if _is_seen(name, texts, known)]


def typed_here() -> Typed | None:
    """What this request brought; None if another site sent it: nobody wrote that here."""
    if request.method != "POST" or not _is_from_here():
        return None
    form = _form()
    if form is None:
        return None
    address = request.full_path.rstrip("?")
    secret = _secret_names(form)
    values = {name: texts for name, texts in form.lists() if name not in secret and name != TOKEN}
    files = [each.filename for each in request.files.values() if each.filename]
    return Typed(address, _page_before(), values, files)


def kept_here() -> Typed | None:
    """What this request carries through sign-in, if anything."""
    if request.method != "POST" or not request.form.get(_ADDRESS) or not _is_from_here():
        return None
    address, page = request.form[_ADDRESS], request.form.get(_PAGE, "")
    if not safe_next(address):
        return None
    values = {name.removeprefix(KEPT): texts for name, texts in request.form.lists() if name.startswith(KEPT)}
    return Typed(address, safe_next(page), values, request.form.getlist(_FILES))


@dataclass(frozen=True)
class ShownControl:
    """One control of a form that shows what was typed: a field of ours, or (`name`) a text area."""

    name: str
    label: str
    value: str
    bound: Any = None
    language: str = ""

    @property
    def direction(self) -> str:
        """Direction of writing."""
        return direction(self.language) if self.language else "auto"


def controls_of(typed: Typed, *, keep: bool = False) -> tuple[list[ShownControl], list[tuple[str, str]]]:
    """Controls with labels for what people see, and the pairs that are sent along unseen.

    `keep` names them for being carried through sign-in.
    """
    prefix = KEPT if keep else ""
    known = _best_class(typed.values)
    fields = _fields_of(known) if known else {}
    shown: list[ShownControl] = []
    unseen: list[tuple[str, str]] = []
    if keep:
        unseen += _whither(typed)
    for name, texts in typed.values.items():
        if not _is_seen(name, texts, known):
            unseen += [(prefix + name, text) for text in texts if not _html_of(name, typed)]
            continue
        if name in fields and (bound := _bound(name, fields[name], texts, prefix)) is not None:
            shown.append(ShownControl(prefix + name, "", "", bound))
            continue
        label, language = _label(name, fields)
        is_html = f"{name}{HTML_SENT}" in typed.values
        for text in texts:
            shown.append(
                ShownControl(prefix + name, label, _marks(text, language) if is_html else text, None, language)
            )
    return shown, unseen


def carried(typed: Typed) -> list[tuple[str, str]]:
    """All of it as pairs to be carried through sign-in unseen."""
    return [*_whither(typed), *((KEPT + name, text) for name, texts in typed.values.items() for text in texts)]


def is_unseen(name: str) -> bool:
    """Whether a control of this name is sent along without being shown."""
    return bool(_UNSEEN.search(name.removeprefix(KEPT)))


def _whither(typed: Typed) -> list[tuple[str, str]]:
    return [(_ADDRESS, typed.address), (_PAGE, typed.page), *((_FILES, name) for name in typed.files)]


def _html_of(name: str, typed: Typed) -> bool:
    # The text beside it is shown in light marks, so it is not sent as HTML any more.
    return name.endswith(HTML_SENT) and name.removesuffix(HTML_SENT) in typed.values


def _marks(text: str, language: str) -> str:
    read = next(iter(rich_text_readers), None)
    return str(read(text, True, language)[1]) if read else text


def _form() -> MultiDict[str, str] | None:
    try:
        return request.form
    except RequestEntityTooLarge:
        pass
    try:
        request.read_texts_only()  # type: ignore[attr-defined]
        return request.form
    except Exception:  # nothing can be read of it
        return None


def _is_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if not origin or origin == "null":
        return origin is None
    own = urlsplit(current_app.config["SETTINGS"].base_url).netloc
    return parts_of(origin).netloc in (request.host, own)


def _page_before() -> str:
    before = parts_of(request.referrer or "")
    if before.netloc and before.netloc != request.host:
        return ""
    return safe_next(before.path + (f"?{before.query}" if before.query else ""))


def _classes(of: type[Any] = Form) -> Iterator[type[Any]]:
    for each in of.__subclasses__():
        yield each
        yield from _classes(each)


def _fields_of(of: type[Any]) -> dict[str, UnboundField[Any]]:
    found = _KNOWN_FIELDS.get(of)
    if found is None:
        found = {name: each for name in dir(of) if isinstance(each := getattr(of, name, None), UnboundField)}
        _KNOWN_FIELDS[of] = found
    return found


def _best_class(values: Mapping[str, Any]) -> type[Any] | None:
    """The form class that asks most of what was sent, and little else."""
    names = {name for name in values if not is_unseen(name)}
    names |= {stem for name in names if (stem := _stem(name)[0])}
    best, most = None, (0, 0)
    for each in _classes():
        fields = _fields_of(each)
        fit = (len(names & fields.keys()), -len(fields))
        if fit > most and fit[0]:
            best, most = each, fit
    return best


def _secret_names(form: MultiDict[str, str]) -> set[str]:
    secret = {name for name in form if "password" in name}
    for each in _classes():
        secret |= {name for name, made in _fields_of(each).items() if issubclass(made.field_class, PasswordField)}
    return secret


def _is_seen(name: str, texts: Sequence[str], known: type[Any] | None) -> bool:
    if name == TOKEN or is_unseen(name) or not any(text.strip() for text in texts):
        return False
    if known is not None and (hasattr(known, name) or _stem(name)[0]):
        made = getattr(known, name, None)
        return "Hidden" not in getattr(getattr(made, "field_class", None), "__name__", "")
    return not all(_PLAIN_VALUE.fullmatch(text) for text in texts)


def _stem(name: str) -> tuple[str, str]:
    """A name that ends with a language, apart."""
    stem, _underscore, language = name.rpartition("_")
    return (stem, language) if stem and language in LANGUAGES else ("", "")


def _label(name: str, fields: Mapping[str, UnboundField[Any]]) -> tuple[str, str]:
    stem, language = _stem(name)
    if name not in fields and stem:
        words = _own_label(fields.get(stem)) or field_in_words(stem)
        return f"{words} – {LANGUAGES[language]}", language
    return _own_label(fields.get(name)) or field_in_words(name), ""


def _own_label(made: UnboundField[Any] | None) -> str:
    if made is None:
        return ""
    label = made.kwargs.get("label") or (made.args[0] if made.args else "")
    return str(label) if label else ""


def _bound(name: str, made: UnboundField[Any], texts: Sequence[str], prefix: str) -> Any:
    """The field as its form would show it; None where it takes more than the field to show it."""
    if issubclass(made.field_class, TranslatedField):
        return None
    try:
        form = BaseForm({name: made}, prefix=prefix)
        form.process(MultiDict([(prefix + name, text) for text in texts]))
        bound = form[name]
        bound.description = ""
        bound.errors = []
        if isinstance(bound, SelectMultipleField):
            return bound if {str(value) for value, *_ in bound.iter_choices()} >= set(texts) else None
        if isinstance(bound, SelectField | RadioField):
            offered = [str(value) for value, _label, is_chosen, *_ in bound.iter_choices() if is_chosen]
            return bound if texts[-1] in offered else None
        if not isinstance(bound, BooleanField) and len(texts) == 1 and isinstance(bound.data, str):
            bound.data = texts[0]
        return bound if len(texts) == 1 and bound.label.text else None
    except Exception:  # its choices are made by a view, or by the database
        return None
