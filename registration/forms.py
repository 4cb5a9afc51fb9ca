"""What people send: the registration form, its editions for the team, and the filter of the list."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from directory.enums import ORGANISATION_KIND_LABELS, OrganisationKind
from directory.honorifics import split_honorific
from directory.scripts import has_arabic, script_of
from foundation.countries import NOT_LISTED
from foundation.form_fields import (
    BlockField,
    CountryField,
    Form,
    LineField,
    ManyOfField,
    NameField,
    Needed,
    NoLink,
    OneOfField,
    TranslatedField,
    language_pairs,
)
from foundation.languages import LANGUAGES
from foundation.merge_fields import one_line
from foundation.translated import Translations
from foundation.value_fields import AddressField, MomentField, NumberField
from meetings.enums import MODE_LABELS, Mode
from meetings.models.meeting import Meeting
from registration.enums import APPROVAL_LABELS, ApprovalMode, RegistrationState
from registration.models import Registration
from registration.operations.entries import PERSON_FIELDS, Entry, Person
from registration.queries import SORTS, Filter

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

    def person(self) -> Person:
        """What was written, as plain values."""
        return Person(**self._person_values())

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


class JoiningForm(PersonForm):
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
        _offer(self.mode, modes)

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


class RegistrationForm(JoiningForm):
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
        _offer(self.mode, modes)

    def entry(self) -> Entry:
        """What was written, as plain values; the person's own consent is not given by the team."""
        return Entry(**self._person_values(), email=self.email.data, mode=self.mode.data)


class DeclineForm(FlaskForm):
    """Why a registration is declined."""

    reason = BlockField(_l("Reason"), maximum=2000, description=_l("The person reads it in the message."))


class CapacityField(NumberField):
    """A number of places; empty means no limit."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        message = _l("Enter a number from 0 to 100,000, or leave this empty.")
        super().__init__(label, minimum=0, message=message, **kwargs)


class WindowForm(Form):
    """Whether and from when to when people register, and who chooses breakout groups; what organisers decide."""

    COLUMNS = ("takes_registrations", "registration_opens", "registration_closes")

    takes_registrations = BooleanField(_l("People register here"))
    registration_opens = MomentField(_l("Registration opens"))
    registration_closes = MomentField(_l("Registration closes"))
    choosing = ManyOfField(_l("Breakout groups that participants choose themselves"))

    def validate_registration_closes(self, field: Any) -> None:
        """Registration closes after it opens."""
        opens, closes = self.registration_opens.data, field.data
        if opens is not None and closes is not None and closes <= opens:
            raise ValidationError(_("Registration closes before it opens."))

    def window(self) -> dict[str, Any]:
        """The columns of the meeting, by name."""
        return {name: self[name].data for name in self.COLUMNS}


class RulesForm(FlaskForm):
    """Who approves, and how many places there are."""

    approval = RadioField(
        _l("Who approves?"),
        choices=[SelectChoice(mode.value, label) for mode, label in APPROVAL_LABELS.items()],
        coerce=ApprovalMode,
    )
    capacity_in_person = CapacityField(_l("Places in the room"))
    capacity_remote = CapacityField(_l("Places online"))


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


def groups_chosen(form: Any) -> dict[int, int]:
    """The breakout groups chosen in a form that asks for them, by agenda item."""
    chosen = {item_id: form[f"group_{item_id}"].data for item_id in form.group_items}
    return {item_id: int(group) for item_id, group in chosen.items() if group}


def read_filter(values: Mapping[str, str]) -> Filter:
    """The filter and order that the address of a list names: q, state, mode, country, kind, language, sort, dir.

    What makes no sense is as if it were not there.
    """
    sort = values.get("sort", "")
    return Filter(
        search=one_line(values.get("q", "")[:200]),
        state=_one_of(RegistrationState, values.get("state")),
        mode=_one_of(Mode, values.get("mode")),
        country=_country_code(values.get("country", "")),
        kind=_one_of(OrganisationKind, values.get("kind")),
        language=values.get("language", "") if values.get("language") in LANGUAGES else "",
        sort=sort if sort in SORTS else SORTS[0],
        descending=values.get("dir") == "desc",
    )


def filter_parameters(wanted: Filter) -> dict[str, str]:
    """The filter as parameters of an address; the reverse of `read_filter`."""
    values = {
        "q": wanted.search,
        "state": wanted.state.value if wanted.state else "",
        "mode": wanted.mode.value if wanted.mode else "",
        "country": wanted.country,
        "kind": wanted.kind.value if wanted.kind else "",
        "language": wanted.language,
        "sort": wanted.sort if wanted.sort != SORTS[0] else "",
        "dir": "desc" if wanted.descending else "",
    }
    return {name: value for name, value in values.items() if value}


def _country_code(value: str) -> str:
    code = value.upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _one_of(kind: Any, value: str | None) -> Any:
    return kind(value) if value in {name.value for name in kind} else None


def _offer(field: RadioField, modes: Sequence[Mode]) -> None:
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
