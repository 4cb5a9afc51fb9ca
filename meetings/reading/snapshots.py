"""A meeting's row as it is in its present version, kept per process, for acts that only read it.

Registering at a webinar's opening minute reads the same meeting a thousand times. A snapshot is detached from the
database, shared between threads and never written to; it is found by one light statement that names the version
which is true now, so it cannot be stale.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, object_session

from foundation.database import db, single_statement_engine
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchMeeting

LARGEST = 500
_BY_CODE = select(Meeting.id, Meeting.version).where(Meeting.code_key == bindparam("key"), Meeting.deleted_at.is_(None))
_kept: dict[int, Meeting] = {}
_codes: dict[str, int] = {}


def snapshot_by_code(code: str, *, decides: bool = True) -> Meeting:
    """The meeting with a short code in any case, with its team.

    `decides` false spares the statement: the snapshot may then be of an earlier version, and who takes it reads the
    version again in the transaction that decides (`in_version`).

    Raises:
        NoSuchMeeting: there is none.
    """
    known = None if decides else _kept.get(_codes.get(code.casefold(), 0))
    if known is not None:
        return known
    with single_statement_engine().connect() as connection:
        head = connection.execute(_BY_CODE, {"key": code.casefold()}).first()
    if head is None:
        raise NoSuchMeeting(code)
    return _snapshot(head.id, head.version)


def in_version(meeting: Meeting, version: int) -> Meeting:
    """The meeting in the version that a transaction has read: a row of the session as it is, else a snapshot."""
    return meeting if object_session(meeting) is not None else _snapshot(meeting.id, version)


def _snapshot(meeting_id: int, version: int) -> Meeting:
    kept = _kept.get(meeting_id)
    if kept is not None and kept.version == version:
        return kept
    # A session of its own: what belongs to the request's must not be detached from it.
    with Session(db.engine, expire_on_commit=False) as session:
        found = session.scalars(
            select(Meeting).where(Meeting.id == meeting_id).options(joinedload(Meeting.team))
        ).one_or_none()
        session.expunge_all()
    if found is None:
        raise NoSuchMeeting(str(meeting_id))
    if len(_kept) >= LARGEST:
        _codes.clear()
        _kept.clear()
    _kept[meeting_id] = found
    _codes[found.code_key] = meeting_id
    return found
