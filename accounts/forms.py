"""Forms about accounts and teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField

from accounts import passwords
from accounts.passwords import PasswordProblem
from accounts.permissions import Role
from foundation.form_fields import (
    AtMost,
    LineField,
    MultilingualForm,
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

ROLE_LABELS: dict[Role, Any] = {
    Role.OWNER: _l("Owner"),
    Role.ORGANISER: _l("Meeting organiser"),
    Role.ASSISTANT: _l("Assistant"),
    Role.CHECK_IN: _l("Check-in"),
    Role.VIEWER: _l("Viewer"),
}
ROLE_HINTS: dict[Role, Any] = {
    Role.OWNER: _l("May do everything, and decides who is in the team."),
    Role.ORGANISER: _l("Creates, edits and publishes meetings, and does all that assistants do."),
    Role.ASSISTANT: _l("Handles registrations, messages, attendance and papers."),
    Role.CHECK_IN: _l("Sees the meetings and records who is present."),
    Role.VIEWER: _l("Sees everything about the meetings and changes nothing."),
}
PASSWORD_PROBLEMS: dict[PasswordProblem, Any] = {
    PasswordProblem.TOO_SHORT: _l("The password is too short: use 12 characters or more."),
    PasswordProblem.TOO_LONG: _l("The password is too long: use 256 characters or fewer."),
    PasswordProblem.IS_ADDRESS: _l("The password must not be the e-mail address."),
    PasswordProblem.COMMON: _l("This password is among the first that others would guess. Choose another one."),
}
PASSWORD_HINT = _l("12 characters or more. A few words in a row are easy to remember and hard to guess.")


class EmailForm(FlaskForm):
    """One e-mail address."""

    email = AddressField(_l("E-mail"), validators=[Needed()])


class SignInForm(EmailForm):
    """Sign-in by password."""

    next = HiddenField()
    password = PasswordField(_l("Password"), validators=[Needed(), AtMost(passwords.LONGEST)])


class ConfirmForm(FlaskForm):
    """The password once more, before something that cannot be taken back."""

    confirm_password = PasswordField(_l("Password"), validators=[Needed(), AtMost(passwords.LONGEST)])


class _ChoosesPassword(FlaskForm):
    """A form with a `password` field for a new password."""

    def refuse(self, problem: PasswordProblem) -> None:
        """Say beside the field why the password is not accepted."""
        self.password.errors = [str(PASSWORD_PROBLEMS[problem])]


class NewPasswordForm(_ChoosesPassword):
    """A new password."""

    password = PasswordField(_l("New password"), description=PASSWORD_HINT, validators=[Needed()])


class ChangePasswordForm(NewPasswordForm):
    """Changing one's own password."""

    current_password = PasswordField(_l("Current password"), validators=[AtMost(passwords.LONGEST)])


class ProfileForm(FlaskForm):
    """One's own name, also as other languages write it, and language."""

    languages: Sequence[str] = tuple(LANGUAGES)
    main_language = "en"

    name = LineField(_l("Name"), maximum=200, validators=[Needed(), NoLink()])
    names = TranslatedField(_l("Name in a language that writes it otherwise"), maximum=200, checks=[NoLink()])
    language = OneOfField(_l("Language"), language_pairs, description=_l("Of the pages and of the mail you receive."))


class JoinForm(_ChoosesPassword):
    """A new user who takes up an invitation."""

    name = LineField(_l("Your name"), maximum=200, validators=[Needed(), NoLink()])
    password = PasswordField(
        _l("Password (optional)"),
        description=_l("12 characters or more. Without a password you sign in by a link sent to your e-mail address."),
    )


class InviteForm(EmailForm):
    """Inviting somebody to a team."""

    role = NameField(_l("Role"), Role, ROLE_LABELS, default=Role.ASSISTANT)
    language = OneOfField(_l("Language of the invitation"), language_pairs)


class RoleForm(FlaskForm):
    """Another role for a member."""

    role = NameField(_l("Role"), Role, ROLE_LABELS)


class TeamNameForm(FlaskForm):
    """The name of a team in each language; one is enough."""

    name_en = LineField(_l("Name"), maximum=200, validators=[NoLink(is_name=False)])
    name_ar = LineField(_l("Name"), maximum=200, validators=[NoLink(is_name=False)])
    name_fr = LineField(_l("Name"), maximum=200, validators=[NoLink(is_name=False)])

    @property
    def names(self) -> dict[str, Field]:
        """The fields by language."""
        return {language: self[f"name_{language}"] for language in LANGUAGES}

    @property
    def translations(self) -> Translations:
        """What was typed."""
        return Translations({language: field.data or "" for language, field in self.names.items()})

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one language has a name."""
        valid = super().validate(extra_validators)
        if not self.translations and not self.name_en.errors:
            self.name_en.errors = [_("Enter the name in at least one language.")]
            return False
        return valid


class AreaForm(MultilingualForm):
    """How the house words the name of an area that is no country."""

    names = TranslatedField(_l("Name"), maximum=120, required=True, checks=[NoLink(is_name=False)])


class NewTeamForm(TeamNameForm):
    """A new team and who is to own it."""

    owner_email = AddressField(
        _l("E-mail of the first owner"),
        validators=[Needed()],
        description=_l("They receive an invitation. Enter your own address to become the owner yourself."),
    )
    language = OneOfField(_l("Language of the invitation"), language_pairs)
