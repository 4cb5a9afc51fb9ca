"""In which languages a message is asked for, and who receives it in which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.languages import LANGUAGES
from meetings.models.meeting import Meeting
from messages.audiences import Headcount
from messages.texts import language_for


@dataclass(frozen=True)
class Fallback:
    """`number` people read one language and will receive the text in another."""

    number: int
    reads: str
    receives: str


def languages_asked(meeting: Meeting, people: Headcount, written: Iterable[str] = ()) -> list[str]:
    """Those that somebody reads or that are `written` already, as far as we speak them, in the order of the page.

    Where nobody reads any, the main one.
    """
    wanted = {each.language for each in people.languages} | set(written)
    order = dict.fromkeys([meeting.main_language, *meeting.page_languages, *LANGUAGES])
    return [language for language in order if language in wanted and language in LANGUAGES] or [meeting.main_language]


def fallbacks(people: Headcount, written: Mapping[str, Any], main: str) -> list[Fallback]:
    """Who will not receive the text in the language they chose, most people first."""
    if not written:
        return []
    return [
        Fallback(each.number, each.language, language_for(each.language, written, main))
        for each in people.languages
        if each.language not in written
    ]
