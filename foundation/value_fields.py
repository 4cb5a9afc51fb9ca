"""Fields of forms for values that are read from what people type: addresses, days, months, moments, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, EmailField, Field, IntegerField, MonthField, TelField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from foundation.dates import format_date
from foundation.languages import current_language
from foundation.mailboxes import NotAnAddress, mailbox
from foundation.merge_fields import one_line
from foundation.normalising import ascii_digits
from foundation.telephones import NotANumber, telephone
from foundation.typed_days import NotADay, TwoDays, parse_day, parse_moment, parse_month


class AddressField(EmailField):
    """An e-mail address, see `foundation.mailboxes`; its data is the address, or what was typed if it is none.

    `lower` makes the whole of it lower case, as accounts and directory keep addresses.
    """

    def __init__(self, label: Any = None, *, lower: bool = True, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators=[*validators, self._read], filters=[_line], **kwargs)
        self.type = "EmailField"
        self.lower = lower

    def _read(self, form: Any, field: Field) -> None:
        if not field.data:
            return
        try:
            address = mailbox(field.data)
        except NotAnAddress as error:
            raise StopValidation(str(error.message)) from None
        field.data = address.lower() if self.lower else address


class TelephoneField(TelField):
    """A telephone number, see `foundation.telephones`; its data is the number, or what was typed if it is none.

    `country` (ISO alpha-2), set by the form's view, is where a number without a country's code belongs.
    """

    country: str | None = None

    def __init__(self, label: Any = None, *, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators=[*validators, self._read], filters=[_line], **kwargs)
        self.type = "TelField"

    def _read(self, form: Any, field: Field) -> None:
        # What was there before and came back unchanged is no mistake of this moment.
        if not field.data or field.data == field.object_data:
            return
        try:
            field.data = telephone(field.data, self.country)
        except NotANumber as error:
            if error.needs_country:
                raise StopValidation(
                    _("Begin with + and the code of the country, for example +962 6 555 0100.")
                ) from None
            raise StopValidation(_("Enter a phone number, for example +962 6 555 0100.")) from None


class Dated(Field):
    """What fields of dates have in common: an empty one is None, and no year is a slip of the finger."""

    object_data: Any
    invalid: Any
    """Said of what cannot be read."""

    def read(self, text: str) -> date:
        """The value that a text means, see `foundation.typed_days`."""
        raise NotImplementedError

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        typed = one_line(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            self.data = self.read(typed)
        except TwoDays as error:
            first, second = (format_date(day, current_language()) for day in error.days)
            raise ValueError(
                _("Is this %(first)s or %(second)s? Write the month as a word.", first=first, second=second)
            ) from None
        except NotADay:
            raise ValueError(str(self.invalid)) from None

    def __call__(self, **kwargs: Any) -> Any:
        """The control; what could not be read stands in one for text: those for dates would show nothing of it."""
        return super().__call__(**kwargs, **({"type": "text"} if self.process_errors else {}))

    def pre_validate(self, form: Any) -> None:
        """Refuse years before 1945 and after 2099."""
        if isinstance(self.data, date) and not 1945 <= self.data.year <= 2099:
            raise StopValidation(_("Enter a year between 1945 and 2099."))


class DayField(Dated, DateField):
    """A day."""

    invalid = _l("Enter a date such as 28 February 2030 or 2030-02-28.")

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.type = "DateField"

    def read(self, text: str) -> date:
        """The day."""
        return parse_day(text, day_first=day_comes_first())

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, date) else super()._value()


class MomentField(Dated, DateTimeLocalField):
    """A local date and time; the page says in which zone."""

    invalid = _l("Enter date and time, for example 28 February 2030, 14:00.")

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.type = "DateTimeLocalField"

    def read(self, text: str) -> datetime:
        """Date and time."""
        return parse_moment(text, day_first=day_comes_first())

    def _value(self) -> str:
        return self.data.strftime("%Y-%m-%dT%H:%M") if isinstance(self.data, datetime) else super()._value()


class WholeMonthField(Dated, MonthField):
    """A month; its data is the first day of it."""

    invalid = _l("Enter a month such as February 2030 or 2030-02.")

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.type = "MonthField"

    def read(self, text: str) -> date:
        """The month."""
        return parse_month(text)

    def _value(self) -> str:
        if isinstance(self.data, date):
            return f"{self.data.year:04d}-{self.data.month:02d}"
        return super()._value()


def day_comes_first() -> bool | None:
    """How the reader writes a date in numbers; None where it cannot be known: in English without a country.

    The languages that the browser asks for say which English it is.
    """
    if current_language() != "en":
        return True
    english = next((tag for tag, _q in request.accept_languages if tag.lower().split("-")[0] == "en"), "")
    country = english.upper().rpartition("-")[2] if "-" in english else ""
    return True if country and country not in _NOT_DAY_FIRST else None


_NOT_DAY_FIRST = ("US", "CA", "PH", "001")
"""Where English has the month first, or both ways."""


class NumberField(IntegerField):
    """A whole number within limits, its thousands grouped or not; an empty one is None.

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
        typed = one_line(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        number = parse_number(typed)
        if number is None and re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", ascii_digits(typed)):
            raise ValueError(_("Write this number without a point, so that nobody takes it for a fraction."))
        if number is None or not self.minimum <= number <= self.maximum:
            limits = {"minimum": self.minimum, "maximum": self.maximum}
            raise ValueError(self.message or _("Enter a whole number between %(minimum)s and %(maximum)s.", **limits))
        self.data = number


_GROUPED = re.compile(r"\d{1,3}([,٬،'’ ])\d{3}(?:\1\d{3})*")


def parse_number(text: str) -> int | None:
    """The whole number that is written in digits of any script, with groups of three or without; None if it is none."""
    typed = " ".join(ascii_digits(text).split())
    if _GROUPED.fullmatch(typed):
        typed = re.sub(r"\D", "", typed)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 9 else None


def _line(value: str | None) -> str:
    return one_line(value) if value else ""
