"""Sections of the information note and web links of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import writing
from foundation.translated import Translations
from meetings.enums import SectionKind
from meetings.record.models import Meeting, Section
from meetings.record.operations.rows import add_row, change_row, lock_of, move_row, remove_row
from meetings.record.queries import meeting_of_id


def add_section(
    meeting_id: int,
    *,
    kind: SectionKind,
    body: Translations,
    heading: Translations | None = None,
    actor: User | None = None,
) -> Section:
    """A new section at the end; `body` is clean HTML per language."""
    values = {"kind": kind, "heading": heading or Translations(), "body": body}
    return add_row(Section, meeting_id, values, actor)


def change_section(meeting_id: int, section_id: int, *, actor: User | None = None, **values: Any) -> Section:
    """Change columns of a section. Raises NoSuchRecord."""
    return change_row(Section, meeting_id, section_id, values, actor)


def remove_section(meeting_id: int, section_id: int, *, actor: User | None = None) -> None:
    """Remove a section. Raises NoSuchRecord."""
    remove_row(Section, meeting_id, section_id, actor)


def move_section(meeting_id: int, section_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a section up (-1) or down (1); False at the end. Raises NoSuchRecord."""
    return move_row(Section, meeting_id, section_id, step, actor)


def set_web_links(meeting_id: int, links: Sequence[dict[str, Any]], *, actor: User | None = None) -> Meeting:
    """The web links of a meeting, in order: `{"label": {language: text}, "url": …, "language": …}` each."""
    with writing(lock_of(meeting_id)) as session:
        meeting = meeting_of_id(meeting_id)
        changes = apply_changes(meeting, {"links": list(links)})
        if changes:
            session.flush()
            record("changed", meeting, actor=actor, meeting_id=meeting_id, changes=changes)
        return meeting
