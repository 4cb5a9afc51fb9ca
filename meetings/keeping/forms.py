"""Fields that forms of several wings share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from foundation.form_fields import LineField, MultilingualForm, TranslatedField
from foundation.languages import current_language


class PersonFields(MultilingualForm):
    """A person by name, and what to write down if the directory does not know them yet."""

    person = LineField(_l("Name of the person"), maximum=200)
    chosen = RadioField(_l("Which of them?"), choices=[], validate_choice=False)
    names = TranslatedField(_l("Name as printed"), maximum=200)
    honorific = TranslatedField(_l("Honorific"), maximum=60)
    position = TranslatedField(_l("Position"), maximum=300, wraps=True)
    person_organisation = LineField(_l("Organisation of the person"), maximum=300)

    @property
    def named(self) -> str:
        """The name of the person, also if it was written among the details of somebody new only; empty for nobody."""
        return self.person.data or self.names.data.text(current_language())


def kept(form: Any, names: Sequence[str]) -> dict[str, Any]:
    """The data of some fields by name, for an operation."""
    return {name: form[name].data for name in names}


def suggest_rooms(field: TranslatedField) -> None:
    """Let the control of each language suggest the rooms of the venue, from the list `rooms-<language>` of the page."""
    for code, control in field.fields.items():
        control.render_kw = {**(control.render_kw or {}), "list": f"rooms-{code}", "autocomplete": "off"}
