"""What decides how people register."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from foundation.form_fields import Form, ManyOfField
from foundation.value_fields import MomentField, NumberField
from registration.enums import APPROVAL_LABELS, ApprovalMode


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
