"""Forms of the directory."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from directory.enums import ORGANISATION_KIND_LABELS, OrganisationKind
from foundation.file_fields import ImageField
from foundation.form_fields import (
    URL_LENGTH,
    CountryField,
    LineField,
    MultilingualForm,
    NameField,
    TranslatedField,
    WebAddress,
)
from foundation.value_fields import AddressField


class _Named(MultilingualForm):
    def validate_name(self, field: TranslatedField) -> None:
        """A name in one language at least."""
        if not field.data:
            field.add_error(_("Enter the name in one language at least."))


class PersonForm(_Named):
    """A person of the directory."""

    honorific = TranslatedField(_l("Honorific"), maximum=60, description=_l("H.E. Eng., Dr., معالي السيد"))
    name = TranslatedField(_l("Name as printed"), maximum=200)
    position = TranslatedField(_l("Position"), maximum=300, wraps=True)
    organisation = LineField(_l("Organisation"), maximum=300)
    country_code = CountryField(_l("Country"))
    email = AddressField(_l("E-mail"))


class OrganisationForm(_Named):
    """An organisation of the directory."""

    name = TranslatedField(_l("Full name"), maximum=300, wraps=True)
    acronym = TranslatedField(_l("Short form"), maximum=40)
    kind = NameField(_l("Kind of organisation"), OrganisationKind, ORGANISATION_KIND_LABELS)
    country_code = CountryField(_l("Country"))
    website = LineField(_l("Website"), maximum=URL_LENGTH, validators=[WebAddress()])
    logo = ImageField(_l("Logo of the organisation"))
    remove_logo = BooleanField(_l("Take the logo away"))
