"""What organisers do with recommendations and outcomes; each act is one transaction under the meeting's lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import writing
from foundation.translated import Translations
from meetings.enums import OutcomeKind, OutcomeStatus, Visibility
from meetings.keeping.rows import add_row, change_row, contents_of, lock_of, move_row, remove_row
from meetings.models.outcomes import Outcome
from meetings.reading.meetings import meeting_of_id
from meetings.reading.outcomes import outcomes_of

MOST = 500
"""Entries of one meeting."""


class AlreadyThere(Exception):
    """The meeting has an entry with this text; `text` is clean HTML, `language` that of the text."""

    def __init__(self, language: str, text: str) -> None:
        super().__init__(language, text)
        self.language, self.text = language, text


class TooMany(Exception):
    """The meeting would have more than `MOST` entries."""


def add_outcome(meeting_id: int, *, text: Translations, actor: User | None = None, **values: Any) -> Outcome:
    """A new entry at the end; `text` is clean HTML per language.

    Raises:
        AlreadyThere: the meeting has the same text.
        TooMany: the meeting has `MOST` entries.
    """
    with writing(lock_of(meeting_id)):
        _check(meeting_id, [text])
        return add_row(Outcome, meeting_id, {"text": text, **values}, actor)


def add_outcomes(
    meeting_id: int,
    texts: Sequence[Translations],
    *,
    kind: OutcomeKind,
    status: OutcomeStatus,
    visibility: Visibility,
    actor: User | None = None,
) -> list[Outcome]:
    """New entries at the end, in the order of `texts`, alike in all but their text: all of them or none.

    Raises:
        AlreadyThere: the meeting has one of the texts, or one stands there twice.
        TooMany: the meeting would have more than `MOST` entries.
    """
    with writing(lock_of(meeting_id)) as session:
        meeting_of_id(meeting_id)
        _check(meeting_id, texts)
        last = session.scalar(select(func.max(Outcome.position)).where(Outcome.meeting_id == meeting_id))
        first = 0 if last is None else last + 1
        rows = [
            Outcome(
                meeting_id=meeting_id, position=position, text=text, kind=kind, status=status, visibility=visibility
            )
            for position, text in enumerate(texts, first)
        ]
        session.add_all(rows)
        session.flush()
        for row in rows:
            changes = {name: (None, value) for name, value in contents_of(row).items()}
            record("added", row, actor=actor, changes=changes)
        return rows


def change_outcome(meeting_id: int, outcome_id: int, *, actor: User | None = None, **values: Any) -> Outcome:
    """Change columns of an entry. Raises NoSuchRecord, EditConflict."""
    return change_row(Outcome, meeting_id, outcome_id, values, actor)


def set_statuses(
    meeting_id: int,
    changes: Mapping[int, tuple[OutcomeStatus, OutcomeStatus]],
    *,
    actor: User | None = None,
) -> tuple[int, int]:
    """Set the status of entries by id, each as (as it was seen, as it shall be).

    Returns how many were set, and how many were left because somebody had set or removed them in between.
    """
    done = left = 0
    with writing(lock_of(meeting_id)) as session:
        rows = {row.id: row for row in outcomes_of(meeting_id)}
        for outcome_id, (seen, wanted) in changes.items():
            row = rows.get(outcome_id)
            if row is None or row.status not in (seen, wanted):
                left += 1
                continue
            changed = apply_changes(row, {"status": wanted})
            if changed:
                session.flush()
                record("changed", row, actor=actor, changes=changed)
                done += 1
    return done, left


def remove_outcome(meeting_id: int, outcome_id: int, *, actor: User | None = None) -> None:
    """Remove an entry. Raises NoSuchRecord."""
    remove_row(Outcome, meeting_id, outcome_id, actor)


def move_outcome(meeting_id: int, outcome_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move an entry up (-1) or down (1); False at the end. Raises NoSuchRecord."""
    return move_row(Outcome, meeting_id, outcome_id, step, actor)


def _check(meeting_id: int, texts: Sequence[Translations]) -> None:
    there = outcomes_of(meeting_id)
    if len(there) + len(texts) > MOST:
        raise TooMany(len(there))
    known = {(language, text) for row in there for language, text in row.text.items()}
    for each in texts:
        for pair in each.items():
            if pair in known:
                raise AlreadyThere(*pair)
        known |= set(each.items())
