"""What rooms that this one does not know do for the life of a meeting: they say it here when they are set up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

_counters: dict[str, Callable[[int], int]] = {}
_locks: dict[str, Callable[[int], Iterable[str]]] = {}
_copiers: dict[str, Callable[[int, int], None]] = {}
_writers: dict[str, Callable[[int], datetime | None]] = {}
_removers: dict[str, Callable[[int], None]] = {}


def offer(
    room: str,
    *,
    count_people: Callable[[int], int] | None = None,
    locks: Callable[[int], Iterable[str]] | None = None,
    copy_rules: Callable[[int, int], None] | None = None,
    last_written: Callable[[int], datetime | None] | None = None,
    before_removal: Callable[[int], None] | None = None,
) -> None:
    """Say what a room does.

    `count_people(meeting_id)` counts who is on a list of the meeting and not cancelled or declined; `locks(meeting_id)`
    names the locks under which people come on it;
    `copy_rules(source_id, clone_id)` gives a copy of a meeting the rules of its source, inside `writing()`;
    `last_written(meeting_id)` is the instant at which a message went to many people of a meeting last, UTC;
    `before_removal(meeting_id)` erases what no foreign key removes with a meeting, inside `writing()`.
    """
    if count_people is not None:
        _counters[room] = count_people
    if locks is not None:
        _locks[room] = locks
    if copy_rules is not None:
        _copiers[room] = copy_rules
    if last_written is not None:
        _writers[room] = last_written
    if before_removal is not None:
        _removers[room] = before_removal


def people_on_lists(meeting_id: int) -> int:
    """How many people take part in a meeting or may yet do so."""
    return sum(count(meeting_id) for count in _counters.values())


def locks_of_lists(meeting_id: int) -> list[str]:
    """The locks under which the number of `people_on_lists` stays as it is; taken after that of the meeting."""
    return [name for locks in _locks.values() for name in locks(meeting_id)]


def last_written_to(meeting_id: int) -> datetime | None:
    """When a message went to many people of a meeting last, UTC; None: never."""
    moments = [moment for tell in _writers.values() if (moment := tell(meeting_id)) is not None]
    return max(moments, default=None)


def copy_registration_rules(source_id: int, clone_id: int) -> None:
    """Give a copy of a meeting the rules by which its source takes registrations; inside `writing()`."""
    for copy in _copiers.values():
        copy(source_id, clone_id)


def erase_traces(meeting_id: int) -> None:
    """Erase what other rooms keep of a meeting that is about to be removed; inside `writing()`."""
    for remove in _removers.values():
        remove(meeting_id)
