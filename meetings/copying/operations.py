"""A meeting again: a draft with chosen parts of an earlier meeting, moved to other dates."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import selectinload

from accounts.models import User
from foundation.audit import record
from foundation.calendar_uids import new_calendar_uid
from foundation.clock import now
from foundation.database import db, writing
from foundation.dates import month_bounds
from foundation.text_times import KEPT, instant_text
from foundation.translated import Translations
from meetings.enums import DatePrecision, MeetingState, PartStatus
from meetings.facts.operations.meeting import check_facts, months_in
from meetings.facts.operations.short_codes import check_code, codes_of_copy, with_first_free
from meetings.keeping.hooks import copy_registration_rules
from meetings.keeping.rows import lock_of
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.documents import Document, DocumentVersion
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.parties import FocalPoint, MeetingOrganisation
from meetings.models.rooms import Room
from meetings.models.sections import Section
from meetings.reading.meetings import meeting_of_id

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
        "id", "code", "code_key", "state", "state_reason", "published_at", "preview_generation", "deleted_at",
        "version", "title", "ordinal", "follows_id", "symbol", "starts_on", "ends_on", "links", "calendar_uid",
        "calendar_sequence", "hours_sequence", "registration_opens", "registration_closes", "takes_registrations",
        "created_at", "changed_at",
    }
)  # fmt: skip
"""Columns of a meeting that a copy does not take over as they are."""
ROWS: Mapping[MeetingPart, type[Any]] = {
    MeetingPart.SECTIONS: Section,
    MeetingPart.ORGANISATIONS: MeetingOrganisation,
    MeetingPart.CONTACTS: FocalPoint,
    MeetingPart.ROOMS: Room,
}
"""Parts whose rows refer to nothing else of the meeting."""
AT_ONCE = {"render_nulls": True}
"""Without it, rows that leave different columns empty take a statement each."""
LEFT = (PartStatus.DECLINED, PartStatus.REPLACED)


class AgendaNeeded(Exception):
    """People and groups stand in the agenda: they cannot be copied without it."""


def usual_first_day(source: Meeting, today: date) -> date:
    """The same weekday a year after the source, or later years until it is not before `today`; by month: the month."""
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
    starts_on: date,
    code: str = "",
    title: Translations | None = None,
    ordinal: int | None = None,
    parts: Collection[MeetingPart] = USUAL_PARTS,
    actor: User | None = None,
) -> Meeting:
    """A draft that follows a meeting and has chosen parts of it, with all texts, moved to a new first day (local).

    Days keep their distance from the first one, local times stay; so do registration's opening and closing. Where only
    months are known, `starts_on` names the month. An empty `code` is made of that of the source. People's parts are to
    be confirmed again; those who declined or were replaced are left out. Calendar identities are new. Takes a fixed
    number of statements however long the agenda.

    Raises:
        UnusableCode, CodeTaken, TitleMissing: as `create_meeting`.
        AgendaNeeded: see there.
        NoSuchRecord: there is no such meeting.
    """
    chosen = frozenset(parts)
    if chosen & NEEDS_AGENDA and MeetingPart.AGENDA not in chosen:
        raise AgendaNeeded
    if code:
        return _clone(source_id, code, starts_on, title, ordinal, chosen, actor)
    codes = codes_of_copy(meeting_of_id(source_id).code, starts_on.year)
    return with_first_free(codes, lambda made: _clone(source_id, made, starts_on, title, ordinal, chosen, actor))


def _clone(
    source_id: int,
    code: str,
    starts_on: date,
    title: Translations | None,
    ordinal: int | None,
    chosen: Collection[MeetingPart],
    actor: User | None,
) -> Meeting:
    with writing(lock_of(source_id), f"meeting-code:{code.casefold()}") as session:
        source = meeting_of_id(source_id)
        check_code(code, None)
        clone = _facts(source, code, starts_on, title or source.title, ordinal, chosen)
        check_facts(clone)
        session.add(clone)
        session.info[KEPT] = True
        try:
            session.flush()
        finally:
            session.info.pop(KEPT, None)
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
    source: Meeting,
    code: str,
    starts_on: date,
    title: Translations,
    ordinal: int | None,
    parts: Collection[MeetingPart],
) -> Meeting:
    first, last = starts_on, starts_on + (source.ends_on - source.starts_on)
    if source.date_precision is DatePrecision.MONTH:
        months = starts_on.month - 1 + months_in(source.starts_on, source.ends_on) - 1
        first, last = month_bounds(starts_on, date(starts_on.year + months // 12, months % 12 + 1, 1))
    distance = first - source.starts_on
    opens, closes = source.registration_opens, source.registration_closes
    has_rules = MeetingPart.REGISTRATION in parts
    values = _copied(
        source,
        NEW_IN_A_COPY,
        code=code,
        code_key=code.casefold(),
        state=MeetingState.DRAFT,
        title=title,
        text_times=_times(source, title),
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
    return Meeting(**values)


def _times(source: Meeting, title: Translations) -> dict[str, dict[str, str]]:
    """When the texts of the copy were written: what was older than its original still is; a new title is new."""
    times = copy.deepcopy(dict(source.text_times or {}))
    times.pop("state_reason", None)
    kept = {
        code: moment for code, moment in times.get("title", {}).items() if title.get(code) == source.title.get(code)
    }
    renewed = {code: instant_text() for code, text in title.items() if text != source.title.get(code)}
    return {**times, "title": {**kept, **renewed}}


class _Copier:
    """Copies rows of one meeting to another; remembers which item and group became which.

    Rows are written many at once: a mapped object each would cost a statement each, since SQLite gives back the key of
    one row at a time only.
    """

    def __init__(self, source: Meeting, clone: Meeting) -> None:
        self.source, self.clone = source, clone
        self.distance = clone.starts_on - source.starts_on
        self.items: dict[int, int] = {}
        self.groups: dict[int, int] = {}

    def copy(self, parts: Collection[MeetingPart]) -> None:
        """Copy the chosen parts."""
        for part, kind in ROWS.items():
            if part in parts:
                self._write(kind, [self._values(row) for row in self._read(kind)])
        if MeetingPart.AGENDA in parts:
            self._agenda()
        if MeetingPart.GROUPS in parts:
            groups = self._read(BreakoutGroup)
            ids = self._write(BreakoutGroup, [self._values(row, item_id=self.items[row.item_id]) for row in groups])
            self.groups = dict(zip((row.id for row in groups), ids, strict=True))
        if MeetingPart.PEOPLE in parts:
            self._people()
        if MeetingPart.DOCUMENTS in parts:
            self._documents()
        if MeetingPart.PARTICIPATION_LINKS in parts:
            links = [row for row in self._read(ParticipationLink) if self._is_held(row)]
            self._write(ParticipationLink, [self._values(row, tested_at=None, **self._holder(row)) for row in links])

    def _agenda(self) -> None:
        originals = self._read(AgendaItem)
        level = [row for row in originals if row.parent_id is None]
        # Level by level, since what an item holds needs its id; there are three levels at most.
        while level:
            ids = self._write(AgendaItem, [self._item_values(row) for row in level])
            self.items |= zip((row.id for row in level), ids[-len(level) :], strict=True)
            above = {row.id for row in level}
            level = [row for row in originals if row.parent_id in above]
        continued = [
            {"item": self.items[row.id], "earlier": self.items[row.continues_id]}
            for row in originals
            if row.continues_id in self.items
        ]
        if continued:
            table: Any = AgendaItem.__table__
            db.session.connection().execute(
                update(table).where(table.c.id == bindparam("item")).values(continues_id=bindparam("earlier")),
                continued,
            )

    def _item_values(self, row: AgendaItem) -> dict[str, Any]:
        return self._values(
            row,
            parent_id=self.items.get(row.parent_id or 0),
            continues_id=None,
            day=min(row.day + self.distance, self.clone.ends_on),
            calendar_uid=new_calendar_uid(),
            calendar_sequence=0,
        )

    def _people(self) -> None:
        rows = [row for row in self._read(Part) if row.status not in LEFT and self._is_held(row)]
        statuses = {PartStatus.TO_BE_DETERMINED: PartStatus.TO_BE_DETERMINED}
        self._write(
            Part,
            [
                self._values(row, status=statuses.get(row.status, PartStatus.TO_BE_CONFIRMED), **self._holder(row))
                for row in rows
            ],
        )

    def _documents(self) -> None:
        query = select(Document).where(Document.meeting_id == self.source.id).order_by(Document.id)
        rows = list(db.session.scalars(query.options(selectinload(Document.versions))))
        ids = self._write(
            Document, [self._values(row, item_id=self.items.get(row.item_id or 0), symbol="") for row in rows]
        )
        versions = [
            _copied(version, {"id"}, document_id=document_id, downloads=0)
            for row, document_id in zip(rows, ids, strict=True)
            for version in row.versions
        ]
        if versions:
            db.session.execute(insert(DocumentVersion), versions, execution_options=AT_ONCE)

    def _is_held(self, row: Part | ParticipationLink) -> bool:
        """Whether the item or group of a row is there in the copy too."""
        return (row.item_id is None or row.item_id in self.items) and (
            row.group_id is None or row.group_id in self.groups
        )

    def _holder(self, row: Part | ParticipationLink) -> dict[str, int | None]:
        return {"item_id": self.items.get(row.item_id or 0), "group_id": self.groups.get(row.group_id or 0)}

    def _read(self, kind: type[Row]) -> list[Row]:
        return list(db.session.scalars(select(kind).where(kind.meeting_id == self.source.id).order_by(kind.id)))

    def _values(self, row: Any, **values: Any) -> dict[str, Any]:
        return _copied(row, {"id"}, meeting_id=self.clone.id, **values)

    def _write(self, kind: type[Any], rows: list[dict[str, Any]]) -> list[int]:
        """The keys of all rows of this kind that the copy has now; they rise in the order of writing."""
        if not rows:
            return []
        db.session.execute(insert(kind), rows, execution_options=AT_ONCE)
        return list(db.session.scalars(select(kind.id).where(kind.meeting_id == self.clone.id).order_by(kind.id)))


def _copied(row: Any, without: Collection[str], **values: Any) -> dict[str, Any]:
    """The columns of `row`, those in `without` left out and `values` set."""
    names = [column.key for column in row.__mapper__.column_attrs]
    kept = {name: copy.deepcopy(getattr(row, name)) for name in names if name not in without and name not in values}
    return {**kept, **values}
