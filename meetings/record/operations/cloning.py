"""A meeting again: a draft with chosen parts of an earlier meeting, moved to other dates."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.models import User
from foundation.audit import record
from foundation.clock import now
from foundation.database import db, writing
from foundation.dates import month_bounds
from foundation.translated import Translations
from meetings.agenda.models import AgendaItem, Part
from meetings.breakouts.models import BreakoutGroup
from meetings.enums import DatePrecision, MeetingState, PartStatus
from meetings.record.models import (
    Document,
    FocalPoint,
    Meeting,
    MeetingOrganisation,
    ParticipationLink,
    Room,
    Section,
)
from meetings.record.operations.meeting import check_code, check_facts, months_in, new_calendar_uid
from meetings.record.operations.rows import lock_of
from meetings.record.queries import meeting_of_id
from meetings.record.rooms_above import copy_registration_rules

Row = TypeVar("Row", bound=Any)
SAME_WEEKDAY_A_YEAR_LATER = timedelta(weeks=52)


class MeetingPart(StrEnum):
    """What a copy takes over beside the main facts."""

    SECTIONS = "sections"
    AGENDA = "agenda"
    PEOPLE = "people"
    GROUPS = "groups"
    ORGANISATIONS = "organisations"
    CONTACTS = "contacts"
    ROOMS = "rooms"
    LINKS = "links"
    REGISTRATION = "registration"
    DOCUMENTS = "documents"
    PARTICIPATION_LINKS = "participation_links"


PART_LABELS = {
    MeetingPart.SECTIONS: _l("Texts"),
    MeetingPart.AGENDA: _l("Agenda"),
    MeetingPart.PEOPLE: _l("People in the agenda, all of them to be confirmed"),
    MeetingPart.GROUPS: _l("Breakout groups, without their members"),
    MeetingPart.ORGANISATIONS: _l("Organisations, chairs and co-chairs"),
    MeetingPart.CONTACTS: _l("Focal points"),
    MeetingPart.ROOMS: _l("Rooms of the venue"),
    MeetingPart.LINKS: _l("Web links"),
    MeetingPart.REGISTRATION: _l("Settings of the registration, without the people"),
    MeetingPart.DOCUMENTS: _l("Documents with their files"),
    MeetingPart.PARTICIPATION_LINKS: _l("Links to join remotely"),
}
USUAL_PARTS = frozenset(MeetingPart) - {MeetingPart.DOCUMENTS, MeetingPart.PARTICIPATION_LINKS}
NEEDS_AGENDA = frozenset({MeetingPart.PEOPLE, MeetingPart.GROUPS})
NEW_IN_A_COPY = frozenset(
    {
        "id", "code", "code_key", "state", "state_reason", "published_at", "preview_generation", "deleted_at", "version",
        "title", "ordinal", "follows_id", "symbol", "starts_on", "ends_on", "links", "calendar_uid", "calendar_sequence",
        "registration_opens", "registration_closes", "takes_registrations", "created_at", "changed_at",
    }
)  # fmt: skip
"""Columns of a meeting that a copy does not take over as they are."""


class AgendaNeeded(Exception):
    """People and groups stand in the agenda: they cannot be copied without it."""


def usual_first_day(source: Meeting, today: date) -> date:
    """The same weekday a year after the source, or as many years after it as lie before `today`; by month: the month."""
    if source.date_precision is DatePrecision.MONTH:
        year = max(source.starts_on.year + 1, today.year + (source.starts_on.month < today.month))
        return source.starts_on.replace(year=year)
    day = source.starts_on + SAME_WEEKDAY_A_YEAR_LATER
    while day < today:
        day += SAME_WEEKDAY_A_YEAR_LATER
    return day


def clone_meeting(
    source_id: int,
    *,
    code: str,
    starts_on: date,
    title: Translations | None = None,
    ordinal: int | None = None,
    parts: Collection[MeetingPart] = USUAL_PARTS,
    actor: User | None = None,
) -> Meeting:
    """A draft that follows a meeting and has chosen parts of it, with all texts, moved to a new first day (local).

    Days keep their distance from the first one, local times stay; so do registration's opening and closing. Where only
    months are known, `starts_on` names the month. People's parts are to be confirmed again; those who declined or were
    replaced are left out. Calendar identities are new. Takes a fixed number of statements however long the agenda.

    Raises:
        UnusableCode, CodeTaken, TitleMissing: as `create_meeting`.
        AgendaNeeded: see there.
        NoSuchRecord: there is no such meeting.
    """
    chosen = frozenset(parts)
    if chosen & NEEDS_AGENDA and MeetingPart.AGENDA not in chosen:
        raise AgendaNeeded
    with writing(lock_of(source_id), f"meeting-code:{code.casefold()}") as session:
        source = meeting_of_id(source_id)
        check_code(code, None)
        clone = _facts(source, code, starts_on, title or source.title, ordinal, chosen)
        check_facts(clone)
        session.add(clone)
        session.flush()
        _Copier(source, clone).copy(chosen)
        if MeetingPart.REGISTRATION in chosen:
            copy_registration_rules(source.id, clone.id)
        session.flush()
        record(
            "cloned", clone, actor=actor, meeting_id=clone.id,
            changes={"code": (source.code, code), "starts_on": (source.starts_on, clone.starts_on)},
        )  # fmt: skip
        return clone


def _facts(
    source: Meeting, code: str, starts_on: date, title: Translations, ordinal: int | None, parts: Collection[MeetingPart]
) -> Meeting:
    first, last = starts_on, starts_on + (source.ends_on - source.starts_on)
    if source.date_precision is DatePrecision.MONTH:
        months = starts_on.month - 1 + months_in(source.starts_on, source.ends_on) - 1
        first, last = month_bounds(starts_on, date(starts_on.year + months // 12, months % 12 + 1, 1))
    distance = first - source.starts_on
    opens, closes = source.registration_opens, source.registration_closes
    has_rules = MeetingPart.REGISTRATION in parts
    return _copied(
        source,
        NEW_IN_A_COPY,
        code=code,
        code_key=code.casefold(),
        state=MeetingState.DRAFT,
        title=title,
        ordinal=ordinal,
        follows_id=source.id,
        starts_on=first,
        ends_on=last,
        links=copy.deepcopy(source.links) if MeetingPart.LINKS in parts else [],
        takes_registrations=source.takes_registrations and has_rules,
        registration_opens=opens + distance if opens and has_rules else None,
        registration_closes=closes + distance if closes and has_rules else None,
        calendar_uid=new_calendar_uid(),
        created_at=now(),
        changed_at=now(),
    )


class _Copier:
    """Copies rows of one meeting to another; remembers which item and group became which."""

    def __init__(self, source: Meeting, clone: Meeting) -> None:
        self.source, self.clone = source, clone
        self.distance = clone.starts_on - source.starts_on
        self.items: dict[int, AgendaItem] = {}
        self.groups: dict[int, BreakoutGroup] = {}

    def copy(self, parts: Collection[MeetingPart]) -> None:
        """Copy the chosen parts."""
        if MeetingPart.SECTIONS in parts:
            self._rows(Section)
        if MeetingPart.ORGANISATIONS in parts:
            self._rows(MeetingOrganisation)
        if MeetingPart.CONTACTS in parts:
            self._rows(FocalPoint)
        if MeetingPart.ROOMS in parts:
            self._rows(Room)
        if MeetingPart.AGENDA in parts:
            self._agenda()
        if MeetingPart.GROUPS in parts:
            groups = self._read(BreakoutGroup)
            self.groups = {row.id: self._copy(row, item_id=self.items[row.item_id].id) for row in groups}
            self._write(self.groups.values())
        if MeetingPart.PEOPLE in parts:
            self._people()
        if MeetingPart.DOCUMENTS in parts:
            self._documents()
        if MeetingPart.PARTICIPATION_LINKS in parts:
            self._participation_links()

    def _agenda(self) -> None:
        originals = self._read(AgendaItem)
        level = [row for row in originals if row.parent_id is None]
        # Level by level, since what an item holds needs its id; there are `DEEPEST` levels at most.
        while level:
            for row in level:
                parent = self.items.get(row.parent_id or 0)
                self.items[row.id] = self._copy(
                    row,
                    parent_id=parent.id if parent is not None else None,
                    continues_id=None,
                    day=min(row.day + self.distance, self.clone.ends_on),
                    calendar_uid=new_calendar_uid(),
                    calendar_sequence=0,
                )
            self._write(self.items[row.id] for row in level)
            above = {row.id for row in level}
            level = [row for row in originals if row.parent_id in above]
        for row in originals:
            if row.continues_id in self.items:
                self.items[row.id].continues_id = self.items[row.continues_id].id

    def _people(self) -> None:
        left = (PartStatus.DECLINED, PartStatus.REPLACED)
        copies = []
        for row in self._read(Part):
            item, group = self.items.get(row.item_id or 0), self.groups.get(row.group_id or 0)
            if row.status in left or (item is None and group is None):
                continue
            is_open = row.status is PartStatus.TO_BE_DETERMINED
            copies.append(
                self._copy(
                    row,
                    item_id=item.id if item is not None else None,
                    group_id=group.id if group is not None else None,
                    status=row.status if is_open else PartStatus.TO_BE_CONFIRMED,
                )
            )
        self._write(copies)

    def _documents(self) -> None:
        query = select(Document).where(Document.meeting_id == self.source.id).order_by(Document.id)
        copies = []
        for row in db.session.scalars(query.options(selectinload(Document.versions))):
            item = self.items.get(row.item_id or 0)
            document = self._copy(row, item_id=item.id if item is not None else None, symbol="")
            document.versions = [
                _copied(version, {"id", "document_id"}, downloads=0) for version in row.versions
            ]
            copies.append(document)
        self._write(copies)

    def _participation_links(self) -> None:
        copies = []
        for row in self._read(ParticipationLink):
            item, group = self.items.get(row.item_id or 0), self.groups.get(row.group_id or 0)
            if (row.item_id and item is None) or (row.group_id and group is None):
                continue
            copies.append(
                self._copy(
                    row,
                    item_id=item.id if item is not None else None,
                    group_id=group.id if group is not None else None,
                    tested_at=None,
                )
            )
        self._write(copies)

    def _rows(self, kind: type[Any]) -> None:
        self._write([self._copy(row) for row in self._read(kind)])

    def _read(self, kind: type[Row]) -> list[Row]:
        return list(db.session.scalars(select(kind).where(kind.meeting_id == self.source.id).order_by(kind.id)))

    def _copy(self, row: Row, **values: Any) -> Row:
        return _copied(row, {"id", "meeting_id"}, meeting_id=self.clone.id, **values)

    def _write(self, rows: Iterable[Any]) -> None:
        db.session.add_all(list(rows))
        db.session.flush()


def _copied(row: Row, without: Collection[str], **values: Any) -> Row:
    """A new row of the same kind with the columns of `row`, those in `without` left out and `values` set."""
    names = [column.key for column in row.__mapper__.column_attrs]
    kept = {name: copy.deepcopy(getattr(row, name)) for name in names if name not in without and name not in values}
    return type(row)(**kept, **values)
