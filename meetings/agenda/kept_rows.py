"""What the roof needs to know of agenda items and of parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import joinedload

from accounts.models import User
from directory.models import Person
from foundation.calendar_uids import new_calendar_uid
from foundation.database import db
from meetings.enums import PartStatus
from meetings.keeping.calendar_sequence import Changes, is_in_another_room, item_changed, items_moved, room_changed
from meetings.keeping.copies import CopiedRows, Copier, MeetingPart
from meetings.keeping.found_by import (
    words_of_country,
    words_of_html,
    words_of_organisation,
    words_of_person,
    words_of_text,
)
from meetings.keeping.kept_rows import KeptRows, RowTexts, save_changes
from meetings.keeping.page_texts import PageText, TextSource, name_in_words, texts_in, texts_in_items, texts_of_part
from meetings.keeping.undone import DoesNotFit, Returned, Returns, UndoneRows, restored_columns
from meetings.models.agenda import AgendaItem, Part
from meetings.models.meeting import Meeting
from meetings.reading.agenda import DEEPEST, in_order
from meetings.reading.programme import Programme


def _texts_of_agenda(programme: Programme, wanted: set[int] | None) -> Iterator[PageText]:
    for item, _depth in in_order(programme):
        if wanted is None or item.id in wanted:
            values = {"code": programme.meeting.code, "item_id": item.id}
            yield from texts_in(item, partial(name_in_words, programme.meeting, item.title), values)
            for within in texts_in_items:
                yield from within(programme, item)


def texts_of_parts(programme: Programme, item: AgendaItem) -> Iterator[PageText]:
    """Those of who takes part in an item itself."""
    name = partial(name_in_words, programme.meeting, item.title)
    for part in programme.parts_of_items.get(item.id, []):
        yield from texts_of_part(part, name, programme.meeting)


def _save_item(item: AgendaItem, values: Mapping[str, Any], actor: User | None) -> None:
    save_changes(item, values, actor, _count)


def _count(item: AgendaItem, changes: Changes) -> None:
    if is_in_another_room(item, changes):
        items_moved([item])
        room_changed(item.meeting_id, {item.id})


LEFT = (PartStatus.DECLINED, PartStatus.REPLACED)


def _copy_items(copier: Copier) -> None:
    originals = copier.rows(AgendaItem)
    level = [row for row in originals if row.parent_id is None]
    # Level by level, since what an item holds needs its id; there are three levels at most.
    while level:
        ids = copier.write(AgendaItem, [_item_values(copier, row) for row in level])
        copier.note(level, ids[-len(level) :])
        above = {row.id for row in level}
        level = [row for row in originals if row.parent_id in above]
    items = copier.made.get("agenda_item", {})
    continued = [
        {"item": items[row.id], "earlier": items[row.continues_id]} for row in originals if row.continues_id in items
    ]
    if continued:
        table: Any = AgendaItem.__table__
        db.session.connection().execute(
            update(table).where(table.c.id == bindparam("item")).values(continues_id=bindparam("earlier")),
            continued,
        )


def _item_values(copier: Copier, row: AgendaItem) -> dict[str, Any]:
    return copier.values(
        row,
        continues_id=None,
        day=min(row.day + copier.distance, copier.clone.ends_on),
        calendar_uid=new_calendar_uid(),
        calendar_sequence=0,
    )


def _to_be_confirmed(part: Part) -> dict[str, Any] | None:
    if part.status in LEFT:
        return None
    is_open = part.status is PartStatus.TO_BE_DETERMINED
    return {"status": part.status if is_open else PartStatus.TO_BE_CONFIRMED}


def _check_days(meeting: Meeting, returned: Returns) -> None:
    if "agenda_item" not in returned and not restored_columns(returned, "meeting") & {"starts_on", "ends_on"}:
        return
    query = select(AgendaItem.id, AgendaItem.parent_id, AgendaItem.day).where(AgendaItem.meeting_id == meeting.id)
    items = {item.id: item for item in db.session.execute(query)}
    for item in items.values():
        above, levels = item, 1
        while above.parent_id is not None and levels <= DEEPEST:
            above, levels = items[above.parent_id], levels + 1
        if levels > DEEPEST or above.day != item.day or not meeting.starts_on <= item.day <= meeting.ends_on:
            raise DoesNotFit


def _count_returned(meeting: Meeting, returned: Sequence[Returned]) -> None:
    elsewhere = set()
    for each in returned:
        if is_in_another_room(each.row, each.changes):
            elsewhere.add(each.row.id)
        item_changed(meeting, each.row, each.changes)
    if elsewhere:
        room_changed(meeting.id, elsewhere)


def _found_by_items(meetings: Mapping[int, Meeting]) -> Iterator[tuple[int, str]]:
    query = select(AgendaItem.meeting_id, AgendaItem.title, AgendaItem.description, AgendaItem.room)
    for meeting_id, title, description, room in db.session.execute(query.where(AgendaItem.meeting_id.in_(meetings))):
        for text in (*words_of_text(title), *words_of_html(description), *words_of_text(room)):
            yield meeting_id, text


def _found_by_parts(meetings: Mapping[int, Meeting]) -> Iterator[tuple[int, str]]:
    query = select(Part).where(Part.meeting_id.in_(meetings), Part.status.not_in(LEFT))
    query = query.options(joinedload(Part.person).joinedload(Person.organisation), joinedload(Part.organisation))
    for part in db.session.scalars(query):
        names = [*words_of_person(part.person), *words_of_organisation(part.organisation), *words_of_text(part.label)]
        names += words_of_text(part.affiliation)
        names += [text for code in part.countries for text in words_of_country(code, meetings[part.meeting_id])]
        yield from ((part.meeting_id, text) for text in names)


SOURCE = TextSource(90, _texts_of_agenda)
GROUP = _l("Agenda")
ROWS = (
    KeptRows(
        AgendaItem,
        RowTexts(
            {
                "title": lambda name: _("Title of “%(name)s”", name=name),
                "description": lambda name: _("Description of “%(name)s”", name=name),
                "room": lambda name: _("Room of “%(name)s”", name=name),
            },
            "agenda.edit_item",
            "agenda",
            _save_item,
        ),
        copied=CopiedRows(MeetingPart.AGENDA, copy=_copy_items),
        undone=UndoneRows("agenda.manage", "item", check=_check_days, count=_count_returned),
        found_by=_found_by_items,
    ),
    KeptRows(
        Part,
        RowTexts(
            {
                "label": lambda place: _("Open role in “%(name)s”: %(role)s", name=place[0], role=place[1]),
                "affiliation": lambda place: _("Affiliation in “%(name)s”: %(role)s", name=place[0], role=place[1]),
            },
            "agenda.edit_part",
            "agenda",
        ),
        copied=CopiedRows(MeetingPart.PEOPLE, _to_be_confirmed),
        undone=UndoneRows("agenda.manage"),
        found_by=_found_by_parts,
    ),
)
