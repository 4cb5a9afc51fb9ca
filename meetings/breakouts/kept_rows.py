"""What the roof needs to know of breakout groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import User
from foundation.database import db
from meetings.breakouts.operations import change_group
from meetings.keeping.calendar_sequence import group_changed
from meetings.keeping.copies import CopiedRows, MeetingPart
from meetings.keeping.found_by import words_of_html, words_of_text
from meetings.keeping.kept_rows import KeptRows, RowTexts
from meetings.keeping.page_texts import PageText, name_in_words, texts_in, texts_of_part
from meetings.keeping.undone import Returned, UndoneRows
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup, BreakoutInput
from meetings.models.meeting import Meeting
from meetings.reading.programme import Programme


def texts_of_groups(programme: Programme, item: AgendaItem) -> Iterator[PageText]:
    """Those of the groups of an item and of who takes part in them."""
    for group in programme.groups.get(item.id, []):
        name = partial(name_in_words, programme.meeting, group.title)
        yield from texts_in(group, name, {"code": programme.meeting.code, "group_id": group.id})
        for part in programme.parts_of_groups.get(group.id, []):
            yield from texts_of_part(part, name, programme.meeting)


def _save_group(row: BreakoutGroup, values: Mapping[str, Any], actor: User | None) -> None:
    change_group(row.meeting_id, row.id, actor=actor, **values)


def _count(_meeting: Meeting, returned: Sequence[Returned]) -> None:
    for each in returned:
        group_changed(each.row, *each.changes.get("room", (None, None)))


def _meeting_of_input(session: Session, row: BreakoutInput) -> int | None:
    return session.execute(select(BreakoutGroup.meeting_id).where(BreakoutGroup.id == row.group_id)).scalar()


def _found_by_groups(meetings: Mapping[int, Meeting]) -> Iterator[tuple[int, str]]:
    query = select(BreakoutGroup.meeting_id, BreakoutGroup.title, BreakoutGroup.description, BreakoutGroup.room)
    for meeting_id, title, description, room in db.session.execute(query.where(BreakoutGroup.meeting_id.in_(meetings))):
        for text in (*words_of_text(title), *words_of_html(description), *words_of_text(room)):
            yield meeting_id, text


ROWS = (
    KeptRows(
        BreakoutGroup,
        RowTexts(
            {
                "letter": lambda name: _("Letter of group “%(name)s”", name=name),
                "title": lambda name: _("Title of group “%(name)s”", name=name),
                "description": lambda name: _("Description of group “%(name)s”", name=name),
                "room": lambda name: _("Room of group “%(name)s”", name=name),
            },
            "groups.edit_group",
            "agenda",
            _save_group,
        ),
        copied=CopiedRows(MeetingPart.GROUPS),
        undone=UndoneRows("agenda.manage", count=_count),
        found_by=_found_by_groups,
    ),
    KeptRows(BreakoutInput, undone=UndoneRows(meeting_id=_meeting_of_input)),
)
