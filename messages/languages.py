"""In which languages a message is asked for, and who receives it in which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.languages import LANGUAGES
from meetings.record.models import Meeting
from messages.models import Sending
from messages.texts import language_for
from registration.models import Registration


@dataclass(frozen=True)
class Fallback:
    """`number` people read one language and will receive the text in another."""

    number: int
    reads: str
    receives: str


def languages_asked(meeting: Meeting, people: Iterable[Registration], text: Sending | None = None) -> list[str]:
    """Those of the meeting's page, of the readers and of the text at hand, as far as we speak them; main first."""
    read = Counter(person.language for person in people)
    written = text.languages() if text is not None else []
    wanted = [meeting.main_language, *meeting.page_languages, *read, *written]
    return [language for language in dict.fromkeys(wanted) if language in LANGUAGES]


def fallbacks(people: Iterable[Registration], written: Mapping[str, Any], main: str) -> list[Fallback]:
    """Who will not receive the text in the language they chose, most people first."""
    if not written:
        return []
    read = Counter(person.language for person in people if person.language not in written)
    return [
        Fallback(number, language, language_for(language, written, main)) for language, number in read.most_common()
    ]
