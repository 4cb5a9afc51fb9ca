"""Fields of forms for days, months, moments and numbers, which take the digits of every script."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, Field, IntegerField, MonthField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from foundation.normalising import ascii_digits
from foundation.text_fields import one_line


class Dated(Field):
    """What fields of dates have in common: an empty one is None, and no year is a slip of the finger."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, with digits of any script."""
        if valuelist and not valuelist[0].strip():
            self.data = None
            return
        super().process_formdata([ascii_digits(one_line(value)) for value in valuelist])

    def pre_validate(self, form: Any) -> None:
        """Refuse years before 1945 and after 2099."""
        if isinstance(self.data, date) and not 1945 <= self.data.year <= 2099:
            raise StopValidation(_("Enter a year between 1945 and 2099."))


class DayField(Dated, DateField):
    """A day."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        message = _l("Enter a date as year-month-day, for example 2030-02-28.")
        super().__init__(label, invalid_value_message=message, **kwargs)
        self.type = "DateField"

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, date) else super()._value()


class MomentField(Dated, DateTimeLocalField):
    """A local date and time; the page says in which zone."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        message = _l("Enter date and time, for example 2030-02-28 14:00.")
        super().__init__(label, format=formats, invalid_value_message=message, **kwargs)
        self.type = "DateTimeLocalField"

    def _value(self) -> str:
        return self.data.strftime("%Y-%m-%dT%H:%M") if isinstance(self.data, datetime) else super()._value()


class WholeMonthField(Dated, MonthField):
    """A month; its data is the first day of it."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        message = _l("Enter a month as year-month, for example 2030-02.")
        super().__init__(label, invalid_value_message=message, **kwargs)
        self.type = "MonthField"

    def _value(self) -> str:
        if isinstance(self.data, date):
            return f"{self.data.year:04d}-{self.data.month:02d}"
        return super()._value()


class NumberField(IntegerField):
    """A whole number within limits; an empty one is None.

    The control takes any text: browsers send nothing at all for what their number controls cannot read.
    """

    widget = TextInput()

    def __init__(
        self, label: Any = None, *, minimum: int = 1, maximum: int = 100_000, message: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.type = "IntegerField"
        self.minimum, self.maximum, self.message = minimum, maximum, message

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        typed = ascii_digits(one_line(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not typed.isdecimal() or len(typed) > 9 or not self.minimum <= int(typed) <= self.maximum:
            limits = {"minimum": self.minimum, "maximum": self.maximum}
            raise ValueError(self.message or _("Enter a whole number between %(minimum)s and %(maximum)s.", **limits))
        self.data = int(typed)
