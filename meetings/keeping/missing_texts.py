"""Texts written in one language of a meeting's page and not in another, or not since their original changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from meetings.keeping.page_texts import PageText, texts_of
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.reading.programme import Programme, load_programme


@dataclass(frozen=True)
class LackingText:
    """One text that lacks in a language: what it is, in words, and the address of the control in which to write it."""

    text: PageText
    language: str

    @property
    def what(self) -> str:
        """What it is."""
        return self.text.what()

    @property
    def url(self) -> str:
        """Where it is written."""
        return self.text.url(self.language)


@dataclass
class Gaps:
    """What lacks in one language: texts that are not written, and those older than their original."""

    missing: list[LackingText] = field(default_factory=list)
    older: list[LackingText] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.missing) + len(self.older)


def missing_translations(meeting: Meeting, items: Sequence[AgendaItem] | None = None) -> dict[str, Gaps]:
    """What lacks by language of the page, in the order of the page; a language without gaps has empty ones.

    Loads the whole programme in a fixed number of statements; `items` limits the agenda to these items.
    """
    return missing_in(load_programme(meeting.id), items)


def missing_in(programme: Programme, items: Sequence[AgendaItem] | None = None) -> dict[str, Gaps]:
    """As `missing_translations`, for a programme that is loaded already."""
    wanted = None if items is None else {item.id for item in items}
    return gaps_of(programme.meeting, texts_of(programme, wanted))


def gaps_of(meeting: Meeting, texts: Iterable[PageText]) -> dict[str, Gaps]:
    """As `missing_translations`, for texts of the meeting that are at hand."""
    main = meeting.main_language
    gaps = {language: Gaps() for language in meeting.page_languages}
    for text in texts:
        if not text.texts:
            continue
        for language in text.texts.missing(gaps):
            gaps[language].missing.append(LackingText(text, language))
        for language in text.older(list(gaps), main):
            gaps[language].older.append(LackingText(text, language))
    return gaps


def count_missing(missing: Mapping[str, Gaps]) -> dict[str, Gaps]:
    """The languages in which something lacks."""
    return {language: gaps for language, gaps in missing.items() if len(gaps)}
