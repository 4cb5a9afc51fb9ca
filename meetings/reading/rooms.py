"""Which room is meant where an agenda item or a breakout group names one in words, and which place is another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.models.rooms import Room


def is_another_place(old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> bool:
    """Whether a text names another place than before; in one more language, or one fewer, it names the same."""
    old, new = old or {}, new or {}
    common = old.keys() & new.keys()
    return any(old[code] != new[code] for code in common) if common else bool(old or new)


def is_moved(changes: Mapping[str, tuple[Any, Any]], facts: Collection[str]) -> bool:
    """Whether changed columns (old, new) tell of another time or place, if `facts` are those that tell of these."""
    return any(
        is_another_place(old, new) if isinstance(old or new, Mapping) else True
        for name, (old, new) in changes.items()
        if name in facts
    )


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
