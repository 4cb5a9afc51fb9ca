"""What packages above do for the life of a meeting: they offer it when they are set up, and wings ask here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from foundation.hooks import Hook

Span = tuple[datetime | None, datetime]
"""From an instant on (None: ever since) until before another, UTC."""

counts_of_people: Hook[Callable[[int], int]] = Hook("count of people")
"""How many are on a list of a meeting and not cancelled or declined."""
locks_of_people: Hook[Callable[[int], Iterable[str]]] = Hook("list of locks")
"""The names of the locks under which people come on a list of a meeting."""
copied_rules: Hook[Callable[[int, int], None]] = Hook("copy of rules")
"""`copy(source_id, clone_id)` gives a copy of a meeting the rules of its source, inside `writing()`."""
counts_of_untold: Hook[Callable[[int, Sequence[Span]], int]] = Hook("count of people who were not told")
"""How many on a list of a meeting were last told of its state, or came on the list, within one of the spans."""
traces: Hook[Callable[[int], None]] = Hook("way to erase traces")
"""Erases what no foreign key removes with a meeting, inside `writing()`."""


def people_on_lists(meeting_id: int) -> int:
    """How many people take part in a meeting or may yet do so."""
    return sum(count(meeting_id) for count in counts_of_people)


def locks_of_lists(meeting_id: int) -> list[str]:
    """The locks under which the number of `people_on_lists` stays as it is; taken after that of the meeting."""
    return [name for locks in locks_of_people for name in locks(meeting_id)]


def untold_people(meeting_id: int, spans: Sequence[Span]) -> int:
    """How many people on lists know no more of the state of a meeting than what was so within one of the spans."""
    return sum(count(meeting_id, spans) for count in counts_of_untold) if spans else 0


def copy_registration_rules(source_id: int, clone_id: int) -> None:
    """Give a copy of a meeting the rules by which its source takes registrations; inside `writing()`."""
    for copy in copied_rules:
        copy(source_id, clone_id)


def erase_traces(meeting_id: int) -> None:
    """Erase what other packages keep of a meeting that is about to be removed; inside `writing()`."""
    for erase in traces:
        erase(meeting_id)
