"""Giving free places to those who wait."""

from __future__ import annotations

from sqlalchemy import select

from foundation.database import db
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.enums import ApprovalMode, RegistrationState
from registration.models.registrations import Registration
from registration.people.states import change_state
from registration.places.modes import places, rules_of
from registration.reading.window import is_over


def promote_waiting(meeting: Meeting, *modes: Mode) -> list[Registration]:
    """Give free places to those who have waited longest, where approval is automatic; by hand it does nothing.

    Call under the locks of `modes`, after whatever freed the places; mails are owed in the same transaction.
    """
    rules = rules_of(meeting.id)
    if rules.approval is not ApprovalMode.AUTOMATIC or not meeting.takes_place or is_over(meeting):
        return []
    promoted = []
    now_places = places(meeting.id, rules)
    for mode in modes:
        if now_places[mode].waiting == 0 or now_places[mode].is_full:
            continue
        for registration in _first_waiting(meeting.id, mode, now_places[mode].free):
            change_state(registration, RegistrationState.APPROVED, act="moved_up", moved_up=True)
            promoted.append(registration)
    return promoted


def _first_waiting(meeting_id: int, mode: Mode, limit: int | None) -> list[Registration]:
    query = (
        select(Registration)
        .where(
            Registration.meeting_id == meeting_id,
            Registration.mode == mode,
            Registration.state == RegistrationState.WAITING,
        )
        .order_by(Registration.waiting_since, Registration.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))
