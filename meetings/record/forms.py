"""Forms about the record of a meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from accounts.models import Team
from directory.forms import EmailAddress
from foundation.form_fields import (
    URL_LENGTH,
    CountryField,
    DayField,
    LineField,
    ManyOfField,
    MomentField,
    MultilingualForm,
    NameField,
    Needed,
    NumberField,
    OneOfField,
    TranslatedField,
    WebAddress,
    language_pairs,
)
from foundation.languages import LANGUAGES, current_language
from meetings.enums import (
    CONTACT_LABELS,
    DOCUMENT_KIND_LABELS,
    DOCUMENT_STATUS_LABELS,
    FORMAT_LABELS,
    KIND_LABELS,
    MONTH_STYLE_LABELS,
    ORGANISATION_ROLE_LABELS,
    SECTION_LABELS,
    ContactKind,
    DocumentKind,
    DocumentStatus,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
    OrganisationRole,
    SectionKind,
    Visibility,
)
from meetings.programme.presenting import LANGUAGE_NAMES
from meetings.record.operations.meeting import CODE_FORM, MOST_DAYS, RESERVED_CODES
from meetings.record.rich_text import TooLong, from_plain, to_plain
from meetings.record.zones import zone_choices, zones

TEXT_LENGTH = 25_000
"""Most characters typed into a text with structure, per language."""
LEAST_CONTRAST = 4.5
"""Of an accent with white; WCAG 2.2, 1.4.3."""
VISIBILITY_LABELS = {
    Visibility.PUBLIC: _l("Everybody"),
    Visibility.REGISTERED: _l("Everybody who registered"),
    Visibility.APPROVED: _l("Approved participants"),
    Visibility.TEAM: _l("The team only"),
}


class RichField(TranslatedField):
    """A text with structure: light marks in the control, clean HTML as data."""

    def __init__(self, label: Any = None, *, maximum: int = TEXT_LENGTH, rows: int = 8, **kwargs: Any) -> None:
        super().__init__(label, maximum=maximum, rows=rows, **kwargs)

    def shown(self, language: str, text: str) -> str:
        """The stored HTML in light marks."""
        return to_plain(text)

    def read(self, language: str, typed: str) -> str:
        """Clean HTML; what is too long to be read is given back by `validate`."""
        try:
            return from_plain(typed)
        except TooLong:
            return ""

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Refuse what grows too long as HTML."""
        is_valid = super().validate(form, extra_validators)
        for code, control in self.fields.items():
            try:
                from_plain((control.data or "")[: self.maximum])
            except TooLong:
                self.add_error(_("This text is too long. Divide it into several sections."), code)
                is_valid = False
        return is_valid


class ZoneField(SelectField):
    """An IANA time zone; those of the region come first."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=_zone_options, validate_choice=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Refuse an unknown zone, which stays in the list so that it is not lost."""
        if self.data and self.data not in zones():
            raise ValidationError(_("There is no time zone of this name. Choose one of the list."))


class AccentColour:
    """A colour as #rrggbb that can be read on white."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse other notations and colours that are too light."""
        if not field.data:
            return
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", field.data):
            raise ValidationError(_("Write the colour as # and six letters or digits, for example #7a1f3d."))
        contrast = contrast_with_white(field.data)
        if contrast < LEAST_CONTRAST:
            message = _(
                "This colour is too light to be read on white: the contrast is %(contrast)s, %(least)s is needed.",
                contrast=f"{contrast:.1f}",
                least=LEAST_CONTRAST,
            )
            raise ValidationError(message)


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of #rrggbb with white, 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


class _MainFacts(MultilingualForm):
    """What is asked when a meeting is created, and can be changed later."""

    kind = NameField(_l("Kind of meeting"), MeetingKind, KIND_LABELS)
    code = LineField(_l("Short code"), maximum=40, validators=[Needed(_l("Enter a short code, for example TIN-API."))])
    title = TranslatedField(_l("Title"), maximum=300, wraps=True, required=True)
    starts_on = DayField(_l("First day"), validators=[Needed()])
    ends_on = DayField(_l("Last day"), validators=[Needed()])
    zone = ZoneField(_l("Time zone"), validators=[Needed(_l("Choose the time zone of the meeting."))])
    format = NameField(_l("Format"), MeetingFormat, FORMAT_LABELS)
    main_language = OneOfField(_l("Main language"), language_pairs)
    page_languages = ManyOfField(_l("Languages of the page"), list(LANGUAGES.items()))

    def validate_code(self, field: Any) -> None:
        """The form of a short code."""
        if not CODE_FORM.fullmatch(field.data) or field.data.casefold() in RESERVED_CODES:
            raise ValidationError(
                _("Use the letters a to z, digits and hyphens, 40 at most, for example TIN-API; “new” is taken.")
            )

    def validate_ends_on(self, field: Any) -> None:
        """The last day is not before the first, nor a slip of the finger."""
        first, last = self.starts_on.data, field.data
        if first is None or last is None:
            return
        if last < first:
            raise ValidationError(_("The last day is before the first day."))
        if (last - first).days + 1 > MOST_DAYS:
            raise ValidationError(_("A meeting lasts %(days)s days at most.", days=MOST_DAYS))

    def validate_page_languages(self, field: Any) -> None:
        """The main language is one of the page's."""
        if self.main_language.data not in (field.data or []):
            raise ValidationError(_("Tick the main language too: the page falls back on it."))


class CreateForm(_MainFacts):
    """A new meeting on one short page."""

    team_id = OneOfField(_l("Team"))

    def __init__(self, teams: Sequence[Team], main_language: str, **kwargs: Any) -> None:
        super().__init__(list(LANGUAGES), main_language, **kwargs)
        language = current_language()
        self.team_id.offer([(str(team.id), team.name.text(language)) for team in teams])


class FactsForm(_MainFacts):
    """All main facts of a meeting."""

    subtitle = TranslatedField(_l("Subtitle or theme"), maximum=300, wraps=True)
    summary = TranslatedField(_l("Summary"), maximum=600, rows=3)
    series = LineField(_l("Series"), maximum=300)
    ordinal = NumberField(_l("Number in the series"), maximum=9999)
    project = LineField(_l("Project"), maximum=300)
    part_of = TranslatedField(_l("Part of a bigger event"), maximum=300, wraps=True)
    part_of_url = LineField(_l("Page of the bigger event"), maximum=URL_LENGTH, validators=[WebAddress()])
    symbol = LineField(_l("Symbol of the papers"), maximum=80)
    move_agenda = BooleanField(_l("Move the agenda along with the first day"), default=True)
    zone_assumed = BooleanField(_l("The time zone is an assumption"))
    month_style = NameField(_l("Arabic month names"), MonthStyle, MONTH_STYLE_LABELS)
    venue = TranslatedField(_l("Venue"), maximum=300, wraps=True)
    venue_address = TranslatedField(_l("Address of the venue"), maximum=300, wraps=True)
    venue_map_url = LineField(_l("Map"), maximum=URL_LENGTH, validators=[WebAddress()])
    city = TranslatedField(_l("City"), maximum=120)
    country_code = CountryField(_l("Country"))
    online_platform = LineField(_l("Online platform"), maximum=80)
    working_languages = ManyOfField(_l("Languages spoken"))
    has_interpretation = BooleanField(_l("Simultaneous interpretation between them"))
    takes_registrations = BooleanField(_l("People register here"))
    registration_opens = MomentField(_l("Registration opens"))
    registration_closes = MomentField(_l("Registration closes"))
    hashtag = LineField(_l("Hashtags"), maximum=120)
    accent = LineField(_l("Accent colour"), maximum=7, validators=[AccentColour()])

    def __init__(self, languages: Sequence[str], main_language: str, **kwargs: Any) -> None:
        super().__init__(languages, main_language, **kwargs)
        self.working_languages.choices = [SelectChoice(code, name()) for code, name in LANGUAGE_NAMES.items()]

    def validate_registration_closes(self, field: Any) -> None:
        """Registration closes after it opens."""
        opens, closes = self.registration_opens.data, field.data
        if opens is not None and closes is not None and closes <= opens:
            raise ValidationError(_("Registration closes before it opens."))


class SectionForm(MultilingualForm):
    """A section of the information note."""

    kind = NameField(_l("Kind of section"), SectionKind, SECTION_LABELS)
    heading = TranslatedField(_l("Heading"), maximum=200, wraps=True)
    body = RichField(_l("Text"), rows=14)

    def validate_body(self, field: RichField) -> None:
        """A section says something."""
        if not field.data:
            field.add_error(_("Write the text of the section in one language at least."))


class OrganisationForm(FlaskForm):
    """An organisation or a country with a role."""

    role = NameField(_l("Role"), OrganisationRole, ORGANISATION_ROLE_LABELS)
    organisation = LineField(_l("Organisation"), maximum=300)
    country_code = CountryField(_l("Or a country"))

    def validate_organisation(self, field: Any) -> None:
        """An organisation or a country, not both."""
        if bool(field.data) == bool(self.country_code.data):
            raise ValidationError(_("Enter an organisation or choose a country: one of the two."))


class PersonFields(MultilingualForm):
    """A person by name, and what to write down if the directory does not know them yet."""

    person = LineField(_l("Name of the person"), maximum=200)
    chosen = RadioField(_l("Which of them?"), choices=[], validate_choice=False)
    names = TranslatedField(_l("Name as printed"), maximum=200)
    honorific = TranslatedField(_l("Honorific"), maximum=60)
    position = TranslatedField(_l("Position"), maximum=300, wraps=True)
    person_organisation = LineField(_l("Organisation of the person"), maximum=300)


class ContactForm(PersonFields):
    """A person or a unit to ask."""

    kind = NameField(_l("Kind of contact"), ContactKind, CONTACT_LABELS)
    unit = TranslatedField(_l("Or a unit"), maximum=200, wraps=True)
    email = LineField(_l("Public e-mail address"), maximum=254, validators=[EmailAddress()])
    phone = LineField(_l("Phone"), maximum=40)

    def validate_person(self, field: Any) -> None:
        """A person or a unit, not both."""
        if bool(field.data) == bool(self.unit.data):
            raise ValidationError(_("Enter a person or a unit: one of the two."))

    def validate_phone(self, field: Any) -> None:
        """Digits and what stands between them."""
        if field.data and not re.fullmatch(r"[+\d][\d\s().\-/]{2,}(?:(?:ext\.?|x)\s*\d+)?", field.data):
            raise ValidationError(_("Enter a phone number, for example +962 6 555 0100."))


class DocumentForm(MultilingualForm):
    """A document, with a file per language."""

    kind = NameField(_l("Kind of document"), DocumentKind, DOCUMENT_KIND_LABELS)
    title = TranslatedField(_l("Title"), maximum=300, wraps=True, required=True)
    symbol = LineField(_l("Symbol"), maximum=80)
    status = NameField(_l("Status"), DocumentStatus, DOCUMENT_STATUS_LABELS, default=DocumentStatus.FINAL)
    visibility = NameField(_l("Who may read it"), Visibility, VISIBILITY_LABELS, default=Visibility.PUBLIC)
    url = LineField(_l("Address elsewhere"), maximum=URL_LENGTH, validators=[WebAddress()])


def document_form(languages: Sequence[str]) -> type[DocumentForm]:
    """The form with a file control `file_<language>` for each language."""
    files = {
        f"file_{code}": FileField(_l("File – %(language)s", language=LANGUAGES.get(code, code))) for code in languages
    }
    return type("DocumentForm", (DocumentForm,), files)


class WebLinkForm(MultilingualForm):
    """A link to a page elsewhere."""

    label = TranslatedField(_l("Words of the link"), maximum=200, required=True)
    url = LineField(_l("Address"), maximum=URL_LENGTH, validators=[Needed(_l("Enter the web address.")), WebAddress()])
    language = OneOfField(_l("Language of that page"), language_pairs, blank="–")


class ParticipationLinkForm(FlaskForm):
    """Where remote people join."""

    provider = LineField(_l("Provider"), maximum=80)
    join_url = LineField(
        _l("Address to join"), maximum=1000, validators=[Needed(_l("Enter the address to join.")), WebAddress()]
    )
    passcode = LineField(_l("Passcode"), maximum=80)
    language = OneOfField(_l("Interpretation channel"), language_pairs, blank=_l("All languages"))
    visibility = NameField(_l("Who sees it"), Visibility, VISIBILITY_LABELS, default=Visibility.APPROVED)


def kept(form: Any, names: Sequence[str]) -> dict[str, Any]:
    """The data of some fields by name, for an operation."""
    return {name: form[name].data for name in names}


def _zone_options(form: Any, field: Any) -> list[SelectChoice]:
    region, world = zone_choices(current_language())
    options = [SelectChoice("", _("Choose"))]
    options += [SelectChoice(name, text, optgroup=_("Common here")) for name, text in region]
    options += [SelectChoice(name, text, optgroup=_("The world")) for name, text in world]
    if field.data and field.data not in zones():
        options.insert(0, SelectChoice(field.data, field.data))
    return options
