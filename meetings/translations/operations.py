"""Writing many translations of a meeting's texts at once, each compared with what its writer has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from foundation.audit import record
from foundation.database import db, writing
from foundation.optimistic_locking import digest
from foundation.text_times import confirm
from meetings.keeping.kept_rows import meeting_id_of
from meetings.keeping.page_texts import PageText, texts_like, texts_of
from meetings.keeping.rows import lock_of
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_of_id
from meetings.reading.programme import load_programme


@dataclass(frozen=True)
class Translation:
    """What somebody wrote for one text: `text` is clean HTML or plain; None: untouched. The digests are of the stored
    translation and its original as they were shown. `is_right` confirms an untouched translation of a newer original.
    """

    key: str
    text: str | None
    shown: str
    original: str
    is_right: bool = False


@dataclass(frozen=True)
class Clash:
    """A text that others have changed meanwhile: the translation, its original, or both; None where it is removed."""

    key: str
    theirs: str | None
    original: str | None
    is_removed: bool = False


class TranslationsClash(Exception):
    """Others have changed some of the texts since they were shown; nothing is saved. `clashes` are they by key."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(len(clashes))
        self.clashes = {clash.key: clash for clash in clashes}


class NameInUse(Exception):
    """Another room of the meeting, series or project of the team is called so; `key` names the text."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class OriginalEmptied(Exception):
    """A text in the main language cannot be emptied here; `keys` name them."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(len(keys))
        self.keys = list(keys)


def save_translations(
    meeting_id: int, language: str, translations: Sequence[Translation], *, actor: User | None = None
) -> int:
    """Write texts of a meeting's pages in one language; returns how many texts are written or confirmed.

    Raises:
        TranslationsClash, OriginalEmptied, NameInUse: see there; nothing is saved.
        NoSuchRecord: there is no such meeting.
    """
    wanted = [each for each in translations if each.text is not None or each.is_right]
    if not wanted:
        return 0
    team_id = meeting_of_id(meeting_id).team_id
    # One after the other, as wherever an act on a meeting comes to its team's directory: named together they would be
    # taken in the order of their numbers, and two acts could wait for each other.
    with writing(lock_of(meeting_id)), writing(f"directory:{team_id}"):
        programme = load_programme(meeting_id)
        meeting = programme.meeting
        texts = {text.key: text for text in texts_of(programme)}
        clashes = [clash for each in wanted if (clash := _clash(each, texts.get(each.key), language, meeting))]
        if clashes:
            raise TranslationsClash(clashes)
        emptied = [each.key for each in wanted if each.text == "" and language == meeting.main_language]
        if emptied:
            raise OriginalEmptied(emptied)
        rows: dict[Any, dict[str, Any]] = {}
        for each in wanted:
            text = texts[each.key]
            values = rows.setdefault(text.row, {})
            if each.text is None:
                _confirm(text, language, actor)
            elif text.number is None:
                values[text.column] = text.texts.with_text(language, each.text)
            else:
                entries = values.get(text.column) or [dict(entry) for entry in getattr(text.row, text.column)]
                label = dict(text.texts.with_text(language, each.text))
                entries[text.number] = {**entries[text.number], text.control: label}
                values[text.column] = entries
        for row, values in rows.items():
            if values:
                _write(row, values, actor)
        return len(wanted)


def original_of(text: PageText, language: str, main: str) -> tuple[str, str]:
    """The text that is translated, and its language: the main one, or another one where that is asked for."""
    others = {code: each for code, each in text.texts.items() if code != language}
    source = main if main in others else next(iter(others), "")
    return others.get(source, ""), source


def _clash(wanted: Translation, text: PageText | None, language: str, meeting: Meeting) -> Clash | None:
    if text is None:
        return Clash(wanted.key, None, None, is_removed=True)
    present = text.texts.get(language, "")
    original = original_of(text, language, meeting.main_language)[0]
    theirs = digest(present) != wanted.shown and present != wanted.text
    renewed = digest(original) != wanted.original
    if not (theirs or renewed):
        return None
    return Clash(wanted.key, present if theirs else None, original if renewed else None)


def _confirm(text: PageText, language: str, actor: User | None) -> None:
    confirm(text.row, text.column, language)
    db.session.flush()
    changes = {"language": (None, language), "field": (None, text.column)}
    record("confirmed", text.row, actor=actor, meeting_id=meeting_id_of(text.row), changes=changes)


def _write(row: Any, values: Mapping[str, Any], actor: User | None) -> None:
    kind = texts_like(row)
    try:
        kind.save(row, values, actor)
    except tuple(kind.doubles) as problem:
        raise NameInUse(f"{row.__tablename__}-{row.id}-{kind.doubles[type(problem)]}") from problem
