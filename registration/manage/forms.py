"""What the team sends about one registration."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from foundation.form_fields import BlockField, NoLink, TranslatedField
from meetings.enums import Mode
from registration.models.registrations import Registration
from registration.people.entries import PERSON_FIELDS, Entry
from registration.people.forms import PersonForm, email_field, mode_field, offer_ways


class TeamForm(PersonForm):
    """A registration as the team edits it."""

    EDITED = (*PERSON_FIELDS, "email")

    email = email_field()
    place_texts = TranslatedField(_l("As lists and papers print it"), maximum=120, checks=[NoLink(is_name=False)])

    def show_person(self, registration: Registration) -> None:
        """Fill the form with what a registration holds, the address too."""
        super().show_person(registration)
        self.email.data = registration.email


class OnBehalfForm(TeamForm):
    """A registration that the team makes."""

    mode = mode_field(_l("Way of taking part"), _l("Choose the way of taking part."))
    approve = BooleanField(_l("Approve at once if there is room"))
    even_if_known = BooleanField(_l("Register although this address is on the list already"))

    def offer_modes(self, modes: Sequence[Mode]) -> None:
        """Offer these ways of taking part, and choose the only one."""
        offer_ways(self.mode, modes)

    def entry(self) -> Entry:
        """What was written, as plain values; the person's own consent is not given by the team."""
        return Entry(**self._person_values(), email=self.email.data, mode=self.mode.data)


class DeclineForm(FlaskForm):
    """Why a registration is declined."""

    reason = BlockField(_l("Reason"), maximum=2000, description=_l("The person reads it in the message."))
