"""The form of a copy of a meeting for another time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from foundation.form_fields import ManyOfField, TranslatedField
from foundation.value_fields import NumberField
from meetings.copying.operations import (
    NEEDS_AGENDA,
    PART_LABELS,
    USUAL_PARTS,
)
from meetings.facts.fact_forms import CodeField, WhenFields
from meetings.keeping.copies import MeetingPart


class CloneForm(WhenFields):
    """A copy of a meeting for another time; the number of days or months stays."""

    code = CodeField(_l("Short code"), is_needed=False)
    title = TranslatedField(_l("Title"), maximum=300, wraps=True, required=True)
    ordinal = NumberField(_l("Number in the series"), maximum=9999)
    parts = ManyOfField(_l("What is taken over"), [(part.value, label) for part, label in PART_LABELS.items()])

    def __init__(self, languages: Sequence[str], main_language: str, by_month: bool, **kwargs: Any) -> None:
        super().__init__(languages, main_language, **kwargs)
        del self.date_precision, self.ends_on, self.last_month
        if by_month:
            del self.starts_on
        else:
            del self.first_month

    @property
    def is_by_month(self) -> bool:
        """Whether only the month of the source is known."""
        return "first_month" in self

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate the one control of the dates like all others."""
        return super(WhenFields, self).validate(extra_validators)

    def validate_parts(self, field: Any) -> None:
        """What stands in the agenda is taken over with it."""
        chosen = self.chosen()
        if MeetingPart.AGENDA not in chosen and chosen & NEEDS_AGENDA:
            raise ValidationError(_("People and breakout groups stand in the agenda: tick the agenda too."))

    def chosen(self) -> set[MeetingPart]:
        """The parts that are ticked."""
        return {part for part in MeetingPart if part.value in (self.parts.data or [])}


USUAL = [part.value for part in USUAL_PARTS]
