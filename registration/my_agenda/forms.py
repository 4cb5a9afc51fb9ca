"""The choice of items for the own agenda."""

from __future__ import annotations

from wtforms import SelectMultipleField

from foundation.form_fields import Form


class AgendaForm(Form):
    """Ids of agenda items; those that are no items of the meeting are passed over by the act."""

    items = SelectMultipleField(coerce=int, validate_choice=False)
