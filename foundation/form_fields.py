"""Fields of forms that several packages ask with: cleaned lines, texts in several languages, names of a list.

A form that holds a `TranslatedField` has the attributes `languages` (codes, main language first) and
`main_language`; `MultilingualForm` is such a form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from gettext import NullTranslations
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from babel.support import Translations as Catalogue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.i18n import messages_path
from wtforms.utils import unset_value
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from foundation.cleaning import cleaned
from foundation.clickable import holds_link
from foundation.countries import NOT_LISTED, Areas, country_name
from foundation.countries import choices as country_choices
from foundation.countries import codes as country_codes
from foundation.languages import LANGUAGES, current_language
from foundation.merge_fields import is_visible, one_line
from foundation.translated import Translations
from foundation.web_links import with_unwrapped

URL_LENGTH = 500


def block_of_text(value: str) -> str:
    """Text of several lines, `cleaned`, with plain line ends; empty if nothing is to be seen of it."""
    text = cleaned(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if is_visible(text) else ""


class AtMost:
    """A text may have so many characters at most."""

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse a longer text, saying how long it is."""
        length = len(field.data or "")
        if length > self.maximum:
            message = _(
                "Shorten this to %(maximum)s characters; it has %(length)s.",
                maximum=self.maximum,
                length=length,
            )
            raise StopValidation(message)


class NoLink:
    """A line without web and mail addresses, as mails show it to whom a stranger names; see `clickable.holds_link`."""

    def __init__(self, *, is_name: bool = True) -> None:
        self.is_name = is_name

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse an address."""
        if field.data and holds_link(field.data, is_name=self.is_name):
            raise ValidationError(_("Write this without a web or e-mail address."))


class Needed:
    """A field must be filled in; `message` says with what."""

    def __init__(self, message: Any = None) -> None:
        self.message = message or _l("Please fill this in.")
        self.field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse an empty value; what could not be read has its own message already."""
        if field.process_errors:
            raise StopValidation()
        if field.data is None or field.data == "" or field.data == []:
            raise StopValidation(str(self.message))


class WebAddress:
    """An http or https address with a host."""

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse anything that a browser would not open as a page."""
        if field.data.startswith(("http://", "https://")) and any(map(str.isspace, field.data)):
            raise StopValidation(_("There is a blank in this address. Copy it once more from the browser."))
        if field.data and not is_web_address(field.data):
            raise StopValidation(_("Enter a full web address that begins with https://"))


def is_web_address(text: str) -> bool:
    """Whether a text is an http or https address with a host and without blanks."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not any(map(str.isspace, text))


class LineField(StringField):
    """One line of text, without control characters; its data is never None."""

    def __init__(self, label: Any = None, *, maximum: int = 300, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators=[*validators, AtMost(maximum)], filters=[_tidy_line], **kwargs)
        self.type = "StringField"


class BlockField(TextAreaField):
    """Text of several lines; its data is never None."""

    holds_html = False
    """Whether HTML may come, in which addresses are unwrapped once it is read."""

    def __init__(
        self, label: Any = None, *, maximum: int = 5000, validators: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(
            label,
            validators=[*validators, AtMost(maximum)],
            filters=[_block if self.holds_html else _tidy_block],
            **kwargs,
        )
        self.type = "TextAreaField"


class TranslatedField(Field):
    """One text in the languages of its form, side by side; its data is `Translations`.

    `required` asks for the text in the main language, `rows` makes the controls text areas, `wraps` such of one line
    that is shown whole, `checks` are validators of each text. Texts stored in languages that the form does not show are
    kept. In templates: `translated_fields(form.title.fields, legend=form.title.label.text)`.
    """

    def __init__(
        self,
        label: Any = None,
        *,
        maximum: int = 300,
        rows: int = 0,
        wraps: bool = False,
        required: bool = False,
        checks: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.type = "FormField"  # so that the summary of errors looks inside
        self.checks = tuple(checks)
        self.maximum, self.rows, self.wraps, self.required = maximum, rows, wraps, required
        self.form: BaseForm = BaseForm({})
        self.stored = Translations()

    def shown(self, language: str, text: str) -> str:
        """What the control shows for a stored text."""
        return text

    def read(self, language: str, typed: str) -> str:
        """What is stored for a typed text."""
        return typed

    @property
    def fields(self) -> dict[str, Field]:
        """The control of each language."""
        return dict(zip(self.languages, self.form, strict=True))

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the form, main language first."""
        return self._form.languages

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Build a control per language and read what was typed into it."""
        if data is unset_value or data is None:
            data = self.default
        self.stored = self.object_data = data if isinstance(data, Translations) else Translations(data or {})
        self.process_errors: list[str] = []
        self.form = BaseForm({code: self._control(code) for code in self.languages}, prefix=f"{self.name}_")
        self.form.process(formdata, data={code: self._shown(code) for code in self.languages})
        for code, control in self.fields.items():
            # Several languages of one text are one question: only the language is added to its label.
            control.label.text = f"{self.label.text} – {LANGUAGES.get(code, code)}"

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Validate the control of each language, then the text as a whole."""
        self.form.validate()
        for check in extra_validators:
            try:
                check(form, self)
            except ValidationError as error:
                self.add_error(str(error.args[0]))
        return not any(control.errors for control in self.form)

    @property
    def data(self) -> Translations:
        """The texts."""
        texts = dict(self.stored)
        for code, control in self.fields.items():
            # What was shown and came back unchanged is kept as it was stored, to the letter.
            if control.data != _tidy_block(self._shown(code)) or code not in self.stored:
                texts[code] = self.read(code, control.data or "")
        return Translations(texts)

    @property
    def errors(self) -> dict[str, Any]:
        """Messages by language."""
        return {str(name): messages for name, messages in self.form.errors.items()}

    @errors.setter
    def errors(self, value: object) -> None:
        """WTForms empties this before validation; messages live in the controls."""

    def add_error(self, message: str, language: str = "") -> None:
        """Put a message beside the control of a language, the main one by default."""
        control = self.fields[language or self._main]
        control.errors = [*control.errors, message]

    @property
    def _main(self) -> str:
        main = self._form.main_language
        return main if main in self.languages else self.languages[0]

    def _shown(self, code: str) -> str:
        text = self.stored.get(code, "")
        return self.shown(code, text) if text else ""

    def _control(self, code: str) -> Any:
        needed = [*([Needed()] if self.required and code == self._main else []), *self.checks]
        if self.rows:
            return BlockField(maximum=self.maximum, validators=needed, render_kw={"rows": self.rows})
        if self.wraps:
            return LineField(maximum=self.maximum, validators=needed, widget=TextArea(), render_kw={"rows": 2})
        return LineField(maximum=self.maximum, validators=needed)


class Form(FlaskForm):
    """A form whose built-in messages speak the language of the page."""

    class Meta(FlaskForm.Meta):
        """Reads each catalogue once, not once per form."""

        def get_translations(self, form: Any) -> Any:
            """The messages of WTForms in the language of the page."""
            return _messages_of_wtforms(current_language())


@cache
def _messages_of_wtforms(language: str) -> Any:
    return _Messages(Catalogue.load(messages_path(), [language], domain="wtforms"))


class _Messages:
    def __init__(self, catalogue: NullTranslations) -> None:
        self.gettext, self.ngettext = catalogue.gettext, catalogue.ngettext


class MultilingualForm(Form):
    """A form with texts in several languages."""

    def __init__(self, languages: Sequence[str], main_language: str, **kwargs: Any) -> None:
        ordered = [main_language, *(code for code in languages if code != main_language)]
        self.languages, self.main_language = ordered, main_language
        super().__init__(**kwargs)


class NameField(SelectField):
    """One name of an enumeration; `blank` offers an empty choice, whose data is None."""

    def __init__(
        self,
        label: Any = None,
        kind: type[StrEnum] | None = None,
        labels: Mapping[Any, Any] | None = None,
        *,
        blank: Any = None,
        **kwargs: Any,
    ) -> None:
        assert kind is not None and labels is not None
        choices = [SelectChoice(name.value, labels[name]) for name in kind]
        if blank is not None:
            choices.insert(0, SelectChoice("", blank))
        super().__init__(
            label,
            coerce=lambda value: kind(value) if value else None,
            choices=choices,
            invalid_value_message=_l("Choose one of the list."),
            invalid_choice_message=_l("Choose one of the list."),
            **kwargs,
        )
        self.type = "SelectField"


class OneOfField(SelectField):
    """One value of a list made for each request: pairs of value and label; empty text where `blank` is offered."""

    data: Any

    def __init__(
        self,
        label: Any = None,
        pairs: Callable[[], Iterable[tuple[str, Any]]] | None = None,
        *,
        blank: Any = None,
        **kwargs: Any,
    ) -> None:
        def choices() -> list[SelectChoice]:
            first = [SelectChoice("", blank)] if blank is not None else []
            return first + [SelectChoice(value, text) for value, text in (pairs() if pairs else ())]

        if blank is not None:
            kwargs.setdefault("default", "")
        super().__init__(label, choices=choices, invalid_choice_message=_l("Choose one of the list."), **kwargs)
        self.type = "SelectField"

    def offer(self, pairs: Iterable[tuple[str, Any]], blank: Any = None) -> None:
        """Set the list."""
        first = [SelectChoice("", blank)] if blank is not None else []
        if blank is not None and self.data is None:
            self.data = ""
        self.choices = first + [SelectChoice(value, text) for value, text in pairs]


class ManyOfField(SelectMultipleField):
    """Several values of a list, as tick boxes (macro `choices`)."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, pairs: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(
            label,
            choices=[SelectChoice(value, text) for value, text in pairs],
            invalid_choice_message=_l("Choose from the list."),
            **kwargs,
        )
        self.type = "SelectMultipleField"


class CountryField(OneOfField):
    """A country, in the alphabetical order of the page's language; its data is a code or None.

    `not_listed` is the last choice, for whose place is in no list (`countries.NOT_LISTED`).
    """

    object_data: Any
    areas: Areas = MappingProxyType({})
    """What the team offers besides countries; set by the form's view."""
    known: Areas = MappingProxyType({})
    """What the team has names for: who chose one keeps it when it is offered no more."""

    def __init__(self, label: Any = None, *, blank: Any = "–", not_listed: Any = None, **kwargs: Any) -> None:
        self._not_listed = not_listed
        super().__init__(label, pairs=self._pairs, blank=blank, filters=[_none_if_empty], **kwargs)

    def offer_areas(self, team: Any, before: str | None = None) -> None:
        """Offer the areas that a team has switched on, under its names; `before` is what was chosen until now."""
        self.areas, self.known = team.offered_areas, team.areas
        if before is not None:
            self.object_data = before

    def pre_validate(self, form: Any) -> None:
        """None is the empty choice; anything else is a code of the list, or what was there before."""
        # The list itself is not made for this: sorting out 197 labels would cost more than the rest of the form.
        code = self.data
        if code is None or code in country_codes() or code in self.areas or code == self.object_data:
            return
        if code != NOT_LISTED or self._not_listed is None:
            raise ValidationError(_("Choose one of the list."))

    def _pairs(self) -> list[tuple[str, Any]]:
        areas, code = dict(self.areas), self.data
        if code and code == self.object_data and code != NOT_LISTED and code not in country_codes():
            areas[code] = {current_language(): country_name(code, current_language(), self.known)}
        listed: list[tuple[str, Any]] = list(country_choices(current_language(), areas))
        return listed if self._not_listed is None else [*listed, (NOT_LISTED, self._not_listed)]


def language_pairs() -> list[tuple[str, str]]:
    """The languages on offer under their own names, for a list to choose from."""
    return list(LANGUAGES.items())


def _block(value: str | None) -> str:
    return block_of_text(value) if value else ""


def _tidy_line(value: str | None) -> str:
    return with_unwrapped(one_line(value)) if value else ""


def _tidy_block(value: str | None) -> str:
    return with_unwrapped(block_of_text(value)) if value else ""


def _none_if_empty(value: str | None) -> str | None:
    return value or None
