"""Forms about breakout groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from foundation.form_fields import BlockField, Form, LineField, MultilingualForm, Needed, TranslatedField
from foundation.normalising import searchable
from foundation.value_fields import NumberField
from meetings.keeping.forms import suggest_rooms
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.rooms import completed
from rich_text.field import RichField

DESCRIPTION_LENGTH = 10_000
INPUT_LENGTH = 2000


class QuickInputForm(Form):
    """The next point, on one line."""

    text = LineField(_l("What was said"), maximum=INPUT_LENGTH, validators=[Needed(_l("Write what was said."))])


class InputForm(Form):
    """A point as it is corrected."""

    text = BlockField(_l("What was said"), maximum=INPUT_LENGTH, validators=[Needed(_l("Write what was said."))])


class GroupForm(MultilingualForm):
    """A breakout group."""

    letter = TranslatedField(_l("Letter"), maximum=10, required=True)
    title = TranslatedField(_l("Title"), maximum=300, wraps=True, required=True)
    description = RichField(_l("Description"), maximum=DESCRIPTION_LENGTH, rows=5)
    room = TranslatedField(_l("Room"), maximum=120)
    capacity = NumberField(_l("Largest number of members"), maximum=10_000)

    def __init__(self, meeting: Meeting, others: Iterable[BreakoutGroup] = (), **kwargs: Any) -> None:
        super().__init__(meeting.page_languages, meeting.main_language, **kwargs)
        self.rooms = meeting.rooms
        self.others = list(others)
        suggest_rooms(self.room)

    def validate_letter(self, field: TranslatedField) -> None:
        """Each group of an item has a letter of its own."""
        for code, letter in field.data.items():
            if any(searchable(each.letter.get(code, "")) == searchable(letter) for each in self.others):
                field.add_error(_("Another group of this item has this letter."), code)

    def values(self) -> dict[str, Any]:
        """What `add_group` and `change_group` take."""
        values = {name: self[name].data for name in ("letter", "title", "description", "capacity")}
        return {**values, "room": completed(self.room.data, self.rooms)}
