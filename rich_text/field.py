"""The field of forms that takes a text with structure: HTML from the editor, light marks from a plain text area."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms.utils import unset_value

from foundation.form_fields import BlockField, Needed, TranslatedField, block_of_text
from foundation.languages import direction
from foundation.pouring import HTML_SENT
from rich_text.texts import (
    TooComplex,
    TooLong,
    Unusable,
    clean,
    from_plain,
    length_of,
    to_plain,
)

TEXT_LENGTH = 25_000
"""Most characters typed into a text with structure, per language."""
NO_LIMIT = 10**9
"""The length is judged by the words, not by what is sent."""


class RichControl(BlockField):
    """The text area of one language. In its place the editor opens where scripts run; see `frontend/js/editor.js`."""

    is_rich = holds_html = True
    edited = False
    """Whether HTML was sent rather than light marks."""
    html: str | None = ""
    """Clean HTML with which the editor begins; None: what stands in the text area could not be read."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the text, and whether the editor wrote it."""
        super().process(formdata, data, extra_filters)
        self.edited = bool(formdata) and formdata.get(self.name + HTML_SENT) == "1"


class RichField(TranslatedField):
    """A text with structure in each language of its form; its data is clean HTML."""

    def __init__(self, label: Any = None, *, maximum: int = TEXT_LENGTH, rows: int = 8, **kwargs: Any) -> None:
        super().__init__(label, maximum=maximum, rows=rows, **kwargs)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read what was typed. HTML of the editor is shown as light marks in a form that is shown again."""
        super().process(formdata, data, extra_filters)
        self._read: dict[str, str] = {}
        self._problems: dict[str, str] = {}
        for code, control in self.fields.items():
            typed = control.data or ""
            if not control.edited and code in self.stored and typed == block_of_text(self._shown(code)):
                control.html = self.stored[code]
                continue
            try:
                control.html = self._read[code] = self._html_of(control, code, typed)
            except Unusable as problem:
                self._problems[code] = self._message(problem)
                control.html = None
                continue
            if control.edited:
                control.data = to_plain(control.html)

    def shown(self, language: str, text: str) -> str:
        """The stored HTML in light marks."""
        return to_plain(text)

    def read(self, language: str, typed: str) -> str:
        """Clean HTML; empty for what cannot be used, of which `validate` tells."""
        return self._read.get(language, "")

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Refuse what is too long or nests too deep."""
        is_valid = super().validate(form, extra_validators)
        for code, message in self._problems.items():
            self.add_error(message, code)
            is_valid = False
        return is_valid

    def _html_of(self, control: RichControl, code: str, typed: str) -> str:
        html = clean(typed, direction(code)) if control.edited else from_plain(typed)
        if length_of(html) > self.maximum:
            raise TooLong(length_of(html))
        return html

    def _control(self, code: str) -> Any:
        needed = [Needed()] if self.required and code == self._main else []
        return RichControl(maximum=NO_LIMIT, validators=needed, render_kw={"rows": self.rows})

    def _message(self, problem: Unusable) -> str:
        if isinstance(problem, TooComplex):
            return _("This text has too much formatting to be read. Paste it again as plain text, or in parts.")
        return _(
            "Shorten this to %(maximum)s characters; it has %(length)s.",
            maximum=self.maximum,
            length=problem.args[0],
        )


def read_again(sent: str, is_html: bool, language: str) -> tuple[str | None, str]:
    """For `foundation.refused_forms`: clean HTML of what was sent, or None, and what a text area shows of it."""
    try:
        html = clean(sent, direction(language)) if is_html else from_plain(sent)
    except Unusable:
        return None, sent
    return html, to_plain(html) if is_html else sent
