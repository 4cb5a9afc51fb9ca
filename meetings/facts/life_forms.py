"""Forms about the life of a meeting: another state."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError

from foundation.form_fields import MultilingualForm, TranslatedField
from meetings.facts.fact_forms import WhenFields, registration_field


class ReasonForm(MultilingualForm):
    """Why a meeting is postponed or cancelled."""

    reason = TranslatedField(_l("Reason"), maximum=600, rows=3, required=True)


class PublishForm(MultilingualForm):
    """What must be known before the page is public."""

    registration = registration_field()


class HeldAfterAllForm(WhenFields):
    """When a postponed meeting is held after all."""

    move_agenda = BooleanField(_l("Move the agenda along with the first day"), default=True)


class DeleteForm(MultilingualForm):
    """Deleting a meeting."""

    is_sure = BooleanField(_l("Yes, delete this meeting"))

    def validate_is_sure(self, field: Any) -> None:
        """A slip of the finger deletes nothing."""
        if not field.data:
            raise ValidationError(_("Tick this if the meeting is to be deleted."))
