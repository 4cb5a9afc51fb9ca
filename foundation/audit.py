"""The audit trail: who changed what, with old and new values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Index, String, insert, inspect, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation.ageing import ages, next_ids
from foundation.clock import now
from foundation.database import Model, db
from foundation.optimistic_locking import reconciled
from foundation.translated import Translations

MASK = "•••"
SECRET_WORDS = ("password", "secret", "token", "passcode", "key_hash", "join_url", "dial_in")


class AuditEntry(Model):
    """One act by one person on one record. Entries are never changed, but their values can be blanked."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True, doc="Instant of the act, UTC")
    actor_id: Mapped[int | None] = mapped_column(doc="User who acted; NULL: the participant or the system")
    actor_kind: Mapped[str] = mapped_column(String(20), doc="user, participant or system")
    meeting_id: Mapped[int | None] = mapped_column(index=True, doc="Meeting in whose trail the entry stands")
    subject_kind: Mapped[str] = mapped_column(String(40), doc="Kind of the record, e.g. registration")
    subject_id: Mapped[int] = mapped_column(doc="Id of the record")
    act: Mapped[str] = mapped_column(String(60), doc="Verb, e.g. approved")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, doc="{field: [old, new]}; secrets masked")


_INSERT = insert(AuditEntry.__table__)  # type: ignore[arg-type]


def record(
    act: str,
    subject: Any,
    *,
    actor: Any = None,
    actor_kind: str = "",
    meeting_id: int | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    """Write one entry in the current transaction.

    `subject` is a flushed model; `actor` a user model or None; `changes` maps a field to (old, new).
    """
    entry = {
        "at": now(),
        "actor_id": id_of(actor) if actor is not None else None,
        "actor_kind": actor_kind or ("user" if actor is not None else "system"),
        "meeting_id": meeting_id if meeting_id is not None else getattr(subject, "meeting_id", None),
        "subject_kind": subject.__tablename__,
        "subject_id": subject.id,
        "act": act,
        "changes": {name: _plain_pair(name, pair) for name, pair in dict(changes or {}).items()},
    }
    # An entry is written and never touched again: a plain insert costs a third of what a mapped object does.
    db.session.execute(_INSERT, entry)
    db.session().info.setdefault("acts", []).append(entry)


def id_of(record: Any) -> int:
    """The id of a stored record, without reading again what a transaction has let expire."""
    identity = inspect(record).identity
    key: int = identity[0] if identity else record.id
    return key


def apply_changes(subject: Any, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set attributes of `subject` and return {field: (old, new)} of those that really changed.

    What only others have changed since a form of this request showed the record keeps their value.

    Raises:
        EditConflict: others have changed the same field; see `foundation.edit_conflicts`.
    """
    changes = {}
    for name, value in reconciled(subject, values).items():
        old = getattr(subject, name)
        if old != value:
            setattr(subject, name, value)
            changes[name] = (old, value)
    return changes


def entries_for(subject_kind: str, subject_id: int, limit: int = 200) -> list[AuditEntry]:
    """The trail of one record, newest first."""
    query = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    return list(db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit)))


def entries_for_meeting(meeting_id: int, limit: int = 200, before: int | None = None) -> list[AuditEntry]:
    """The trail of a meeting, newest first; `before` is the id of the last entry of the previous page."""
    query = select(AuditEntry).where(AuditEntry.meeting_id == meeting_id)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return list(db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit)))


def blank(subject_kind: str, subject_id: int) -> None:
    """Remove all values from a record's trail; who did what and when remains."""
    db.session.execute(
        update(AuditEntry)
        .where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
        .values(changes={})
    )


@ages("audit values", lambda settings: int(settings.audit_values_days))
def remove_values(before: datetime, limit: int) -> int:
    """Remove old and new values of entries older than `before`; who did what and when remains."""
    ids = next_ids("audit values", AuditEntry.id, AuditEntry.at, before, limit)
    db.session.execute(update(AuditEntry).where(AuditEntry.id.in_(ids)).values(changes={}))
    return len(ids)


def is_secret(name: str) -> bool:
    """Whether the values of a field are masked in the trail."""
    return any(word in name for word in SECRET_WORDS)


def _plain_pair(name: str, pair: tuple[Any, Any]) -> list[Any]:
    if is_secret(name):
        return [MASK if value else None for value in pair]
    return [_plain(value) for value in pair]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Translations):
        return dict(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)
