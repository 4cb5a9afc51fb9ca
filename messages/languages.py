"""In which languages a message is asked for, and who receives it in which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.languages import LANGUAGES
from meetings.models.meeting import Meeting
from messages.texts import language_for
from registration.models import Registration


@dataclass(frozen=True)
class Fallback:
    """`number` people read one language and will receive the text in another."""

    number: int
    reads: str
    receives: str


def languages_asked(meeting: Meeting, people: Iterable[Registration], written: Iterable[str] = ()) -> list[str]:
    """Those that somebody reads or that are `written` already, as far as we speak them, in the order of the page.

    Where nobody reads any, the main one.
    """
    wanted = {person.language for person in people} | set(written)
    order = dict.fromkeys([meeting.main_language, *meeting.page_languages, *LANGUAGES])
    return [language for language in order if language in wanted and language in LANGUAGES] or [meeting.main_language]


def readers_by_language(people: Iterable[Registration]) -> list[tuple[str, int]]:
    """How many people read each language, most first."""
    return Counter(person.language for person in people).most_common()


def fallbacks(people: Iterable[Registration], written: Mapping[str, Any], main: str) -> list[Fallback]:
    """Who will not receive the text in the language they chose, most people first."""
    if not written:
        return []
    read = Counter(person.language for person in people if person.language not in written)
    return [
        Fallback(number, language, language_for(language, written, main)) for language, number in read.most_common()
    ]
