"""Forms about texts, organisations, focal points and rooms of a meeting."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from foundation.file_fields import ImageField
from foundation.form_fields import (
    URL_LENGTH,
    AtMost,
    CountryField,
    LineField,
    MultilingualForm,
    NameField,
    Needed,
    OneOfField,
    TranslatedField,
    WebAddress,
    language_pairs,
)
from foundation.value_fields import AddressField, NumberField, TelephoneField
from meetings.enums import (
    CONTACT_LABELS,
    ORGANISATION_ROLE_LABELS,
    SECTION_LABELS,
    ContactKind,
    OrganisationRole,
    SectionKind,
)
from meetings.keeping.forms import PersonFields
from rich_text.field import RichField


class SectionForm(MultilingualForm):
    """A section of the information note."""

    kind = NameField(_l("Kind of section"), SectionKind, SECTION_LABELS)
    heading = TranslatedField(_l("Heading"), maximum=200, wraps=True)
    body = RichField(_l("Text"), rows=14)

    def validate_heading(self, field: TranslatedField) -> None:
        """The known kinds have a heading of their own; "Other" would be none."""
        if self.kind.data is SectionKind.OTHER and not field.data:
            field.add_error(_("Give a section of your own a heading."))

    def validate_body(self, field: RichField) -> None:
        """A section says something."""
        if not field.data:
            field.add_error(_("Write the text of the section in one language at least."))


class MeetingOrganisationForm(PersonFields):
    """An organisation, a country or a person with a role."""

    role = NameField(_l("Role"), OrganisationRole, ORGANISATION_ROLE_LABELS)
    organisation = LineField(_l("Organisation"), maximum=300)
    logo = ImageField(_l("Logo of the organisation"))
    country_code = CountryField(_l("Or a country"))
    person = LineField(_l("Or a person, as chair or co-chair"), maximum=200)

    def validate_organisation(self, field: Any) -> None:
        """One of the three has the role."""
        if [bool(each) for each in (field.data, self.country_code.data, self.named)].count(True) != 1:
            raise ValidationError(_("Enter an organisation, a country or a person: one of the three."))

    def validate_person(self, field: Any) -> None:
        """Persons chair; everything else is done by organisations and countries."""
        if self.named and self.role.data not in (OrganisationRole.CHAIR, OrganisationRole.CO_CHAIR):
            raise ValidationError(_("Only a chair or a co-chair can be a person."))

    def validate_logo(self, field: Any) -> None:
        """A logo needs whose it is."""
        if field.image and not self.organisation.data:
            raise ValidationError(_("A logo belongs to an organisation: enter its name."))


class ContactForm(PersonFields):
    """A person or a unit to ask."""

    kind = NameField(_l("Kind of contact"), ContactKind, CONTACT_LABELS)
    unit = TranslatedField(_l("Or a unit"), maximum=200, wraps=True)
    email = AddressField(_l("Public e-mail address"))
    phone = TelephoneField(_l("Phone"), validators=[AtMost(60)])
    language = OneOfField(_l("On the page in"), blank=_l("All languages"))

    def validate_person(self, field: Any) -> None:
        """A person or a unit, not both."""
        if bool(self.named) == bool(self.unit.data):
            raise ValidationError(_("Enter a person or a unit: one of the two."))


class WebLinkForm(MultilingualForm):
    """A link to a page elsewhere."""

    label = TranslatedField(_l("Words of the link"), maximum=200, required=True)
    url = LineField(_l("Address"), maximum=URL_LENGTH, validators=[Needed(_l("Enter the web address.")), WebAddress()])
    language = OneOfField(_l("Language of that page"), language_pairs, blank="–")
    was = HiddenField()


class RoomForm(MultilingualForm):
    """A room of the venue."""

    name = TranslatedField(_l("Name of the room"), maximum=120, required=True)
    seats = NumberField(_l("Seats"), maximum=100_000)
    directions = TranslatedField(_l("How to find it"), maximum=600, rows=3)
