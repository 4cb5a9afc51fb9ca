"""Deleting a meeting: gone at once, restored within a period of grace, then removed for good."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update

from accounts.models import User
from foundation.audit import AuditEntry, record
from foundation.clock import now
from foundation.database import db, writing
from meetings.enums import MeetingState
from meetings.keeping.hooks import erase_traces, locks_of_lists, people_on_lists
from meetings.keeping.rows import lock_of
from meetings.models.meeting import Meeting
from meetings.reading.meetings import NoSuchRecord, meeting_of_id
from outbox.operations import erase_of_meeting
from outbox.queries import still_to_send

GRACE = timedelta(days=30)
AT_ONCE = 50
"""Meetings that one run of the sweep removes."""


class CancelFirst(Exception):
    """People count on the meeting (`people` of them): it is cancelled before it is deleted."""

    def __init__(self, people: int) -> None:
        super().__init__(people)
        self.people = people


class MailWaiting(Exception):
    """Messages of the meeting (`number` of them) have not left: their links would open nothing."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def delete_meeting(meeting_id: int, *, actor: User | None = None) -> Meeting:
    """Hide a meeting everywhere; nothing of it is lost until `GRACE` is over. Its short code stays taken.

    Raises:
        CancelFirst: it is published or postponed, and people are registered.
        MailWaiting: messages of it are still to be sent.
        NoSuchRecord: there is no such meeting, or it is deleted.
    """
    # Whoever registers at this moment is counted, or finds the meeting gone.
    with writing(lock_of(meeting_id)), writing(*locks_of_lists(meeting_id)):
        meeting = meeting_of_id(meeting_id)
        if meeting.state in (MeetingState.PUBLISHED, MeetingState.POSTPONED):
            people = people_on_lists(meeting_id)
            if people:
                raise CancelFirst(people)
        number = still_to_send(meeting_id)
        if number:
            raise MailWaiting(number)
        meeting.deleted_at = now()
        db.session.flush()
        record("deleted", meeting, actor=actor, meeting_id=meeting.id)
        return meeting


def restore_meeting(team_id: int, meeting_id: int, *, actor: User | None = None) -> Meeting:
    """Bring a deleted meeting of a team back as it was; nothing happens when it is back already.

    Raises:
        NoSuchRecord: the team has no such meeting, or it has been removed for good.
    """
    with writing(lock_of(meeting_id)):
        meeting = db.session.get(Meeting, meeting_id)
        if meeting is None or meeting.team_id != team_id:
            raise NoSuchRecord(meeting_id)
        if meeting.deleted_at is not None:
            meeting.deleted_at = None
            db.session.flush()
            record("restored", meeting, actor=actor, meeting_id=meeting.id)
        return meeting


def remove_deleted_meetings() -> int:
    """Remove for good what was deleted longer than `GRACE` ago; returns how many meetings.

    With a meeting go its people, files' rows, mails and the values in its trail; that it was, and who did what when,
    remains in the trail.
    """
    due = select(Meeting.id).where(Meeting.deleted_at < now() - GRACE).order_by(Meeting.deleted_at).limit(AT_ONCE)
    return sum(_remove(meeting_id) for meeting_id in list(db.session.scalars(due)))


def _remove(meeting_id: int) -> bool:
    with writing(lock_of(meeting_id)) as session:
        meeting = session.get(Meeting, meeting_id)
        # Somebody may have restored it since it was found.
        if meeting is None or meeting.deleted_at is None or meeting.deleted_at >= now() - GRACE:
            return False
        erase_traces(meeting_id)
        erase_of_meeting(meeting_id)
        session.execute(update(AuditEntry).where(AuditEntry.meeting_id == meeting_id).values(changes={}))
        record("removed_for_good", meeting, meeting_id=meeting_id)
        # One statement: the database itself removes all that belongs to the meeting.
        session.expunge_all()
        session.execute(delete(Meeting).where(Meeting.id == meeting_id))
        return True
