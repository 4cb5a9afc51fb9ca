"""The public registration form, and the address to which personal links are sent again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.validators import ValidationError

from directory.honorifics import split_honorific
from directory.scripts import has_arabic, script_of
from foundation.form_fields import Form, LineField, Needed, NoLink
from foundation.translated import Translations
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.breakouts.forms import groups_chosen
from registration.people.entries import Entry
from registration.people.forms import PersonForm, email_field, mode_field, offer_ways


class SelfRegistrationForm(PersonForm):
    """A person's wish to take part, the address known already."""

    printed_latin = printed_arabic = organisation_texts = position_texts = None  # type: ignore[assignment]
    printed_other = LineField(_l("Name in the other script"), maximum=240, validators=[NoLink()])
    mode = mode_field(_l("How will you take part?"), _l("Choose how you will take part."))
    consent = BooleanField(
        _l("I agree that the organisers use these data for this meeting"),
        validators=[Needed(_l("We cannot register you without your agreement."))],
    )
    submission = HiddenField()
    group_items: Sequence[int] = ()
    """Items of whose breakout groups the form asks to choose; see `registration.breakouts.forms`."""

    def offer_modes(self, modes: Sequence[Mode]) -> None:
        """Offer these ways of taking part, and choose the only one."""
        offer_ways(self.mode, modes)

    def ask_scripts(self, meeting: Meeting) -> None:
        """Ask for the name in a second script where the papers of the meeting need it."""
        if len({script_of(language) for language in meeting.page_languages}) < 2:
            del self.printed_other

    def _printed(self) -> Translations:
        name = split_honorific(self.printed_other.data)[1] if "printed_other" in self else ""
        return Translations({"ar" if has_arabic(name) else "en": name})

    def mark(self) -> None:
        """Give the page its random mark, unless it has one; see `register`."""
        self.submission.data = (self.submission.data or secrets.token_urlsafe(12))[:40]

    def validate_consent(self, field: Field) -> None:
        """An unticked box is sent as nothing."""
        if not field.data:
            raise ValidationError(_("We cannot register you without your agreement."))

    def entry(self, email: str) -> Entry:
        """What was written, as plain values, under an address."""
        return Entry(
            **self._person_values(), email=email, mode=self.mode.data, consented=True, groups=groups_chosen(self)
        )


class RegistrationForm(SelfRegistrationForm):
    """The public form."""

    email = email_field()
    website = StringField(_l("Leave this empty"))

    @property
    def is_from_a_robot(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.website.data)


class LinkForm(Form):
    """The address whose personal links are to be sent again."""

    email = email_field()
