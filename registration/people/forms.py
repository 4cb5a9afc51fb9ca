"""What people send: the registration form, its editions for the team, and the filter of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from directory.enums import ORGANISATION_KIND_LABELS, OrganisationKind
from directory.honorifics import split_honorific
from foundation.countries import NOT_LISTED
from foundation.form_fields import (
    BlockField,
    CountryField,
    Form,
    LineField,
    NameField,
    Needed,
    NoLink,
    OneOfField,
    TranslatedField,
    language_pairs,
)
from foundation.languages import LANGUAGES
from foundation.translated import Translations
from foundation.value_fields import AddressField
from meetings.enums import MODE_LABELS, Mode
from meetings.models.meeting import Meeting
from registration.models.registrations import Registration
from registration.people.entries import PersonEntry

HONORIFIC_PROPOSALS: dict[str, Sequence[str]] = {
    "en": ("Mr.", "Ms.", "Dr.", "Prof.", "Eng.", "H.E. Mr.", "H.E. Ms.", "H.E. Dr.", "H.E. Eng."),
    "ar": ("السيد", "السيدة", "الدكتور", "الدكتورة", "الأستاذ", "الأستاذة", "المهندس", "المهندسة", "معالي", "سعادة"),
    "fr": ("M.", "Mme", "Dr", "Pr", "S.E. M.", "S.E. Mme"),
}
"""Forms of address to choose from; people may write their own."""

MAY_STAY_EMPTY = (
    "honorific", "family_name", "printed_latin", "printed_arabic", "printed_other", "position", "place", "needs",
)  # fmt: skip
"""What a form about a person marks, in place of what must be filled in."""
SPEAK_FOR_NO_COUNTRY = (
    OrganisationKind.UNITED_NATIONS,
    OrganisationKind.INTERNATIONAL,
    OrganisationKind.REGIONAL,
)
"""Organisations whose people represent no country."""


def email_field() -> AddressField:
    """The address of a person."""
    return AddressField(_l("E-mail"), lower=False, validators=[Needed(_l("Enter the e-mail address."))])


def mode_field(label: Any, missing: Any) -> RadioField:
    """How the person takes part, and what is said when nothing is chosen; `offer_modes` says which ways there are."""
    return RadioField(
        label,
        coerce=lambda value: Mode(value) if value in tuple(Mode) else None,
        validators=[Needed(missing)],
        validate_choice=False,
    )


class PersonForm(Form):
    """What a person writes about themselves."""

    languages: Sequence[str] = tuple(LANGUAGES)
    """Languages in which organisation and position may be written besides."""
    main_language = "en"

    honorific = LineField(_l("Form of address"), maximum=60, validators=[NoLink()])
    given_name = LineField(_l("Given name"), maximum=120, validators=[Needed(_l("Enter the given name.")), NoLink()])
    family_name = LineField(_l("Family name"), maximum=120, validators=[NoLink()])
    printed_latin = LineField(_l("Name as printed, in Latin letters"), maximum=240, validators=[NoLink()])
    printed_arabic = LineField(_l("Name as printed, in Arabic letters"), maximum=240, validators=[NoLink()])
    organisation = LineField(
        _l("Organisation"),
        maximum=250,
        validators=[Needed(_l("Enter the organisation.")), NoLink(is_name=False)],
    )
    organisation_kind = NameField(
        _l("Kind of organisation"),
        OrganisationKind,
        ORGANISATION_KIND_LABELS,
        blank=_l("Choose…"),
        validators=[Needed(_l("Choose the kind of organisation."))],
    )
    position = LineField(_l("Position"), maximum=250, validators=[NoLink(is_name=False)])
    organisation_texts = TranslatedField(_l("Organisation"), maximum=250, checks=[NoLink(is_name=False)])
    position_texts = TranslatedField(_l("Position"), maximum=250, checks=[NoLink(is_name=False)])
    country_code = CountryField(_l("Country"), blank=_l("Choose…"), not_listed=_l("Not in this list"))
    place = LineField(_l("Where you come from"), maximum=120, validators=[NoLink(is_name=False)])
    language = OneOfField(_l("Language of messages"), language_pairs)
    needs = BlockField(_l("Special requirements"), maximum=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._fields.items():
            field.flags.unmarked = True
            field.flags.may_stay_empty = name in MAY_STAY_EMPTY

    def validate_country_code(self, field: Field) -> None:
        """Whoever does not work for several countries comes from one."""
        if not field.data and self.place.data:
            field.data = NOT_LISTED
        if not field.data and self.organisation_kind.data not in SPEAK_FOR_NO_COUNTRY:
            raise ValidationError(_("Choose the country, or “Not in this list” at its end."))

    def offer_places(self, meeting: Meeting, registration: Registration | None = None) -> None:
        """Offer the areas of the meeting's team beside the countries; `registration` is what the form corrects."""
        self.country_code.offer_areas(meeting.team, registration.country_code if registration else None)

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order of the page, in which its errors are listed: the address after the name."""
        fields = list(self._fields.values())
        if "email" in self._fields:
            fields.remove(self.email)
            fields.insert(fields.index(self.organisation), self.email)
        return iter(fields)

    def person(self) -> PersonEntry:
        """What was written, as plain values."""
        return PersonEntry(**self._person_values())

    def show_person(self, registration: Registration) -> None:
        """Fill the form with what a registration holds."""
        for name in _SAME_NAMES:
            self[name].data = getattr(registration, name)
        self.printed_latin.data = registration.printed_name.get("en", "")
        self.printed_arabic.data = registration.printed_name.get("ar", "")
        self.needs.data = registration.needs
        for name in _TEXTS:
            if name in self:
                self[name].process(None, getattr(registration, name))

    def _person_values(self) -> dict[str, Any]:
        values = {name: self[name].data for name in _SAME_NAMES}
        values["honorific"], values["given_name"], values["family_name"] = without_honorific(
            self.honorific.data, self.given_name.data, self.family_name.data
        )
        if values["country_code"] != NOT_LISTED:
            values["place"] = ""
        texts = {name: self[name].data for name in _TEXTS if name in self}
        return values | texts | {"printed_name": self._printed(), "needs": self.needs.data}

    def _printed(self) -> Translations:
        names = {"en": self.printed_latin.data, "ar": self.printed_arabic.data}
        return Translations({script: split_honorific(name)[1] for script, name in names.items()})


def without_honorific(honorific: str, given: str, family: str) -> tuple[str, str, str]:
    """Form of address, given and family name, where somebody may have typed the first before the name."""
    title, rest = split_honorific(f"{given} {family}")
    if not title:
        return honorific, given, family
    if len(title) < len(given):
        given = given[len(title) :].strip()
    else:
        given, _blank, family = rest.partition(" ")
    return honorific or title[:60], given, family


def offer_ways(field: RadioField, modes: Sequence[Mode]) -> None:
    """Let a field offer these ways of taking part, and choose the only one."""
    field.choices = [SelectChoice(mode.value, MODE_LABELS[mode]) for mode in modes]
    if len(modes) == 1 and field.data is None:
        field.data = modes[0]


_SAME_NAMES = (
    "honorific",
    "given_name",
    "family_name",
    "organisation",
    "organisation_kind",
    "position",
    "country_code",
    "place",
    "language",
)
_TEXTS = ("organisation_texts", "position_texts", "place_texts")
