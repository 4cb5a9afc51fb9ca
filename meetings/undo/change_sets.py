"""What one act changed on a meeting's pages, kept so that the act can be undone.

Listeners look at every flush of a writing transaction. Right before its commit they write one `ChangeSet` per meeting
that has an entry in the audit trail: each row as it was and as it is, also rows that the database removes, or whose
references it empties, because another row goes. Acts that leave the house (a state of publication, a meeting created or
removed) are not kept. Statements that change many rows at once without the models are not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from typing import Any

from flask import g, has_request_context
from sqlalchemy import Column, Date, DateTime, Table, Text, Time, cast, event, insert, inspect, or_, select
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.database import Base, UtcDateTime, db
from foundation.translated import Translated, Translations
from meetings.keeping.kept_rows import kept_rows
from meetings.models.changes import ChangeSet
from meetings.models.meeting import Meeting
from meetings.models.on_page import OnMeetingPage

NOT_KEPT = frozenset(
    {
        "version", "changed_at", "calendar_sequence", "hours_sequence", "calendar_uid", "downloads", "tested_at",
        "text_times", "state", "state_reason", "published_at", "preview_generation", "deleted_at",
    }
)  # fmt: skip
"""Columns that follow from others, are counted by others, or tell what has left the house."""
LEAVES_THE_HOUSE = frozenset({"state", "deleted_at"})
RESTORED = frozenset({"calendar_uid", "text_times", "calendar_sequence", "downloads", "tested_at"})
"""Columns that a removed row has again when it comes back."""
KEPT_FOR = timedelta(days=30)
FILE_COLUMNS = ("file_id", "logo_id")
_COLLECTED = "change_set"


@dataclass
class _Collected:
    """Images of rows by meeting and then by table and id; `closed` are meetings whose act cannot be undone.

    `unread` are images of rows whose columns were written without having been read: the models do not know what was
    there.
    """

    rows: dict[int, dict[tuple[str, int], dict[str, Any]]] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    unread: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def note(self, meeting_id: int, table: str, key: int, before: Any, after: Any) -> None:
        """Add the images of one flush to those of earlier ones; a row that came and went is nothing."""
        rows = self.rows.setdefault(meeting_id, {})
        known = rows.get((table, key))
        if known is None:
            rows[table, key] = {"table": table, "id": key, "before": before, "after": after}
        elif after is None and known["before"] is None:
            del rows[table, key]
        elif after is None:
            known.update(before={**before, **known["before"]}, after=None)
        elif known["after"] is not None:
            if known["before"] is not None:
                known["before"] = {**before, **known["before"]}
            known["after"] = {**known["after"], **after}


@event.listens_for(Session, "before_flush")
def _note_removals(session: Session, _context: Any, _instances: Any) -> None:
    if not session.info.get("writing"):
        return
    for row in session.dirty:
        if _stands_on_page(row) and _is_unread(row):
            table: Table = row.__table__
            stored = session.execute(select(table).where(table.c.id == row.id)).mappings().first()
            if stored is not None:
                image = {name: encoded(value) for name, value in stored.items()}
                _collected(session).unread[table.name, row.id] = image
    for row in session.deleted:
        if isinstance(row, Meeting):
            _collected(session).closed.add(row.id)
        elif _stands_on_page(row):
            meeting_id = _meeting_of(session, row)
            if meeting_id is not None:
                _note_removal(session, meeting_id, row.__table__, [row.id])


@event.listens_for(Session, "after_flush")
def _note_writes(session: Session, _context: Any) -> None:
    if not session.info.get("writing"):
        return
    for row in session.new:
        if isinstance(row, Meeting):
            _collected(session).closed.add(row.id)
        elif _stands_on_page(row):
            _note_row(session, row, None, image_of(row))
    for row in session.dirty:
        if _stands_on_page(row):
            changed = _changed(row, _collected(session).unread.get((row.__tablename__, row.id), {}))
            if isinstance(row, Meeting) and LEAVES_THE_HOUSE & changed.keys():
                _collected(session).closed.add(row.id)
            kept = {name: pair for name, pair in changed.items() if name not in NOT_KEPT}
            if kept:
                pairs = {name: changed[name] for name in (*kept, *({"text_times"} & changed.keys()))}
                before = {name: old for name, (old, _new) in pairs.items()}
                _note_row(session, row, before, {name: new for name, (_old, new) in pairs.items()})


@event.listens_for(Session, "before_commit")
def _keep(session: Session) -> None:
    if not session.info.get("writing"):
        return
    session.flush()
    collected: _Collected | None = session.info.pop(_COLLECTED, None)
    if collected is None:
        return
    acts = session.info.get("acts", [])
    for meeting_id, rows in collected.rows.items():
        act = next((entry for entry in acts if entry["meeting_id"] == meeting_id), None)
        if act is None or not rows or meeting_id in collected.closed:
            continue
        kept = {
            "meeting_id": meeting_id,
            "actor_id": act["actor_id"],
            "at": now(),
            "act": act["act"],
            "subject_kind": act["subject_kind"],
            "subject_id": act["subject_id"],
            "rows": list(rows.values()),
        }
        result = session.execute(insert(ChangeSet.__table__), kept)  # type: ignore[arg-type]
        if has_request_context():
            g.last_change_set = (result.inserted_primary_key[0], kept)  # type: ignore[attr-defined]


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _previous: Any) -> None:
    session.info.pop(_COLLECTED, None)


def latest_change(meeting_id: int) -> ChangeSet | None:
    """The latest act on a meeting's pages if it may still be undone; one statement."""
    query = select(ChangeSet).where(ChangeSet.meeting_id == meeting_id).order_by(ChangeSet.id.desc()).limit(1)
    found = db.session.scalar(query)
    if found is None or found.undone_at is not None or found.at < now() - KEPT_FOR:
        return None
    return found


def files_of_acts() -> set[int]:
    """Ids of the stored files that an undo may bring back."""
    text = cast(ChangeSet.rows, Text)
    named = or_(*(text.contains(f'"{column}"') for column in FILE_COLUMNS))
    acts = db.session.scalars(select(ChangeSet.rows).where(ChangeSet.at >= now() - KEPT_FOR, named))
    images = (row[side] or {} for rows in acts for row in rows for side in ("before", "after"))
    return {image[column] for image in images for column in FILE_COLUMNS if image.get(column) is not None}


def encoded(value: Any) -> Any:
    """A value of a column as JSON."""
    if isinstance(value, Translations):
        return dict(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value


def decoded(column: Column[Any], value: Any) -> Any:
    """What `encoded` made of a column's value, as the column takes it."""
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, EnumType) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, Translated):
        return Translations(value)
    if isinstance(kind, UtcDateTime | DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return time.fromisoformat(value) if isinstance(kind, Time) else value


def image_of(row: Any) -> dict[str, Any]:
    """All columns of a stored row."""
    return {column.key: encoded(getattr(row, column.key)) for column in row.__table__.columns}


@cache
def model_of(table: str) -> Any:
    """The model of a table."""
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table.name == table)  # type: ignore[attr-defined]


@cache
def references_to(table: str) -> tuple[tuple[Table, str, str], ...]:
    """The columns that refer to the rows of a table, as (table, column, what happens when the row goes)."""
    return tuple(
        (other, key.parent.key, (key.ondelete or "").upper())
        for other in Base.metadata.sorted_tables
        for key in sorted(other.foreign_keys, key=lambda each: each.parent.key)
        if key.column.table.name == table and other.name != ChangeSet.__tablename__
    )


def stands_on_page(model: type[Any]) -> bool:
    """Whether rows of a model stand on a meeting's page itself, not in a package above."""
    return issubclass(model, OnMeetingPage | Meeting) or _way_to_meeting(model) is not None


def _way_to_meeting(model: type[Any]) -> Callable[[Session, Any], int | None] | None:
    kept = kept_rows.get(getattr(model, "__tablename__", ""))
    return kept.undone.meeting_id if kept is not None else None


def _stands_on_page(row: Any) -> bool:
    return stands_on_page(type(row))


def _collected(session: Session) -> _Collected:
    found: _Collected = session.info.setdefault(_COLLECTED, _Collected())
    return found


def _note_row(session: Session, row: Any, before: Any, after: Any) -> None:
    meeting_id = _meeting_of(session, row)
    if meeting_id is not None:
        _collected(session).note(meeting_id, row.__tablename__, row.id, before, after)


def _note_removal(session: Session, meeting_id: int, table: Table, ids: list[int]) -> None:
    """Note rows that go, then what goes or is emptied with them: holders always before what they hold."""
    collected = _collected(session)
    rows = collected.rows.setdefault(meeting_id, {})
    stored = session.execute(select(table).where(table.c.id.in_(ids))).mappings()
    images = {row["id"]: {name: encoded(value) for name, value in row.items()} for row in stored}
    fresh = [key for key in ids if key in images and rows.get((table.name, key), {"after": 0})["after"] is not None]
    for key in fresh:
        collected.note(meeting_id, table.name, key, images[key], None)
    if not fresh:
        return
    for other, column, happens in references_to(table.name):
        if "id" not in other.c:
            continue
        found = session.execute(select(other.c.id, other.c[column]).where(other.c[column].in_(fresh))).all()
        if not found:
            continue
        if happens == "CASCADE":
            _note_removal(session, meeting_id, other, [key for key, _value in found])
        elif happens == "SET NULL":
            for key, value in found:
                if other.name != Meeting.__tablename__:
                    collected.note(meeting_id, other.name, key, {column: value}, {column: None})


def _changed(row: Any, unread: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """{column: (old, new)} of a row that is being written."""
    state, found = inspect(row), {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes():
            old = encoded(history.deleted[0]) if history.deleted else unread.get(attribute.key)
            new = encoded(getattr(row, attribute.key))
            if old != new:
                found[attribute.key] = (old, new)
    return found


def _is_unread(row: Any) -> bool:
    state = inspect(row)
    return any(
        (history := state.attrs[attribute.key].history).added and not history.deleted
        for attribute in state.mapper.column_attrs
    )


def _meeting_of(session: Session, row: Any) -> int | None:
    if isinstance(row, Meeting):
        return row.id
    if isinstance(row, OnMeetingPage):
        meeting_id: int | None = row.meeting_id
        return meeting_id
    way = _way_to_meeting(type(row))
    return way(session, row) if way is not None else None
