"""Which room is meant where an agenda item or a breakout group names one in words."""

from __future__ import annotations

from collections.abc import Iterable

from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.record.models import Room


def means(value: Translations, name: Translations) -> bool:
    """Whether a text names the room called `name`: the same in every language in which both are written."""
    common = value.keys() & name.keys()
    return bool(common) and all(searchable(value[code]) == searchable(name[code]) for code in common)


def room_named(value: Translations, rooms: Iterable[Room]) -> Room | None:
    """The room of the venue that a text names, if it is one."""
    return next((room for room in rooms if means(value, room.name)), None)


def renamed(value: Translations, old: Translations, new: Translations) -> Translations:
    """A text that names the room called `old`, when it is called `new`."""
    rest = {code: text for code, text in value.items() if code not in old}
    return Translations({**rest, **new})


def completed(value: Translations, rooms: Iterable[Room]) -> Translations:
    """A text with the other languages of the room that it names; as it is when it names none."""
    rooms = list(rooms)
    room = room_named(value, rooms)
    return Translations({**room.name, **value}) if room is not None else value
