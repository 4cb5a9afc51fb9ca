"""The life of a meeting: draft, published, postponed, cancelled, closed, archived; the link that shows a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from foundation.audit import record
from foundation.clock import now
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.enums import MeetingState
from meetings.facts.operations.meeting import change_meeting, write_facts
from meetings.keeping.rows import lock_of
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_of_id

_S = MeetingState
TRANSITIONS: Mapping[MeetingState, Mapping[MeetingState, str]] = {
    _S.DRAFT: {_S.PUBLISHED: "published"},
    _S.PUBLISHED: {
        _S.CLOSED: "closed", _S.POSTPONED: "postponed", _S.CANCELLED: "called_off", _S.DRAFT: "withdrawn",
    },
    _S.POSTPONED: {_S.PUBLISHED: "held_after_all", _S.CANCELLED: "called_off"},
    _S.CANCELLED: {_S.PUBLISHED: "reinstated"},
    _S.CLOSED: {_S.ARCHIVED: "archived", _S.PUBLISHED: "opened_again"},
    _S.ARCHIVED: {_S.CLOSED: "taken_from_archive"},
}  # fmt: skip
"""From which state a meeting may go to which, and how the trail calls it."""
WITH_REASON = frozenset({_S.POSTPONED, _S.CANCELLED})


class WrongState(Exception):
    """The act does not fit the state of the meeting; `state` is it."""

    def __init__(self, state: MeetingState) -> None:
        super().__init__(state)
        self.state = state


class ReasonMissing(Exception):
    """Nobody is told in the main language why the meeting is postponed or cancelled."""


def change_state(
    meeting_id: int,
    state: MeetingState,
    *,
    reason: Translations | None = None,
    period: Mapping[str, Any] | None = None,
    move_agenda: bool = True,
    seen: MeetingState | None = None,
    actor: User | None = None,
) -> Meeting:
    """Take a meeting to another state; see `TRANSITIONS`. `seen` is the state that the actor was shown.

    `reason` says why a meeting is postponed or cancelled; the same state again replaces it. It is forgotten when the
    meeting is held after all, for which `period` may give new dates (`date_precision`, `starts_on`, `ends_on`; local).
    SEQUENCE rises once, and only if time or STATUS of the calendar entries changes.

    Raises:
        WrongState: there is no such way, or the meeting is not in the state that was seen.
        ReasonMissing: `reason` does not say it in the main language.
        MeetingEndsBeforeStart, TooManyDays, ItemsOutside, TitleMissing: as `change_meeting`.
        NoSuchRecord: there is no such meeting.
    """
    with writing(lock_of(meeting_id)):
        meeting = meeting_of_id(meeting_id)
        is_again = state is meeting.state and state in WITH_REASON
        act = "changed" if is_again else TRANSITIONS[meeting.state].get(state)
        if act is None or (seen is not None and meeting.state is not seen):
            raise WrongState(meeting.state)
        if state in WITH_REASON and (reason is None or meeting.main_language not in reason):
            raise ReasonMissing
        values: dict[str, Any] = {"state": state, **(period or {})}
        if state in WITH_REASON:
            values["state_reason"] = reason
        elif meeting.state in WITH_REASON:
            values["state_reason"] = Translations()
        if state is MeetingState.PUBLISHED and meeting.published_at is None:
            meeting.published_at = now()
        changes = write_facts(meeting, values, move_agenda)
        db.session.flush()
        if changes:
            record(act, meeting, actor=actor, meeting_id=meeting.id, changes=changes)
        if state is MeetingState.DRAFT:
            # A link given out before it was public would show it again, while its team is told that nobody sees it.
            close_preview(meeting_id, actor=actor)
        return meeting


def publish_meeting(meeting_id: int, *, takes_registrations: bool | None = None, actor: User | None = None) -> Meeting:
    """Let everybody read the page of a draft; nothing happens when it is public already.

    `takes_registrations` says whether people register here; None leaves it as it is.

    Raises:
        TitleMissing: no title in the main language.
        NoSuchRecord: there is no such meeting.
    """
    with writing(lock_of(meeting_id)):
        meeting = meeting_of_id(meeting_id)
        if meeting.state is not MeetingState.DRAFT:
            return meeting
        if takes_registrations is not None:
            change_meeting(meeting_id, takes_registrations=takes_registrations, actor=actor)
        return change_state(meeting_id, MeetingState.PUBLISHED, actor=actor)


def withdraw_meeting(meeting_id: int, *, actor: User | None = None) -> Meeting:
    """Make a published meeting a draft again; nothing happens when it is one.

    Raises:
        WrongState: the meeting is postponed, cancelled, closed or archived: that stays public.
        NoSuchRecord: there is no such meeting.
    """
    with writing(lock_of(meeting_id)):
        meeting = meeting_of_id(meeting_id)
        if meeting.state is MeetingState.DRAFT:
            return meeting
        return change_state(meeting_id, MeetingState.DRAFT, actor=actor)


def open_preview(meeting_id: int, *, actor: User | None = None) -> Meeting:
    """Let whoever has the preview link see the draft; a link that was given out before stops working.

    Raises:
        NoSuchRecord: there is no such meeting.
    """
    with writing(lock_of(meeting_id)):
        meeting = meeting_of_id(meeting_id)
        act = "preview_replaced" if meeting.preview_generation > 0 else "preview_opened"
        # Its absolute value only ever rises, so that no link comes back to life.
        meeting.preview_generation = abs(meeting.preview_generation) + 1
        db.session.flush()
        record(act, meeting, actor=actor, meeting_id=meeting.id)
        return meeting


def close_preview(meeting_id: int, *, actor: User | None = None) -> Meeting:
    """Make the preview link worthless; nothing happens when there is none.

    Raises:
        NoSuchRecord: there is no such meeting.
    """
    with writing(lock_of(meeting_id)):
        meeting = meeting_of_id(meeting_id)
        if meeting.preview_generation > 0:
            meeting.preview_generation = -meeting.preview_generation
            db.session.flush()
            record("preview_closed", meeting, actor=actor, meeting_id=meeting.id)
        return meeting
