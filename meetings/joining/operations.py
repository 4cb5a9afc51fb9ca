"""What an organiser does with the links by which remote people join."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.clock import now
from foundation.database import db, writing
from foundation.optimistic_locking import digest
from meetings.enums import Visibility
from meetings.keeping.rows import add_row, lock_of, move_row, remove_row
from meetings.models.agenda import AgendaItem
from meetings.models.breakouts import BreakoutGroup
from meetings.models.joining import ParticipationLink
from meetings.reading.meetings import row_of

MAKES_UNTESTED = frozenset({"join_url", "passcode"})


def add_participation_link(
    meeting_id: int,
    *,
    join_url: str,
    provider: str = "",
    passcode: str = "",
    dial_in: str = "",
    language: str = "",
    visibility: Visibility = Visibility.APPROVED,
    minutes_before: int | None = None,
    item_id: int | None = None,
    group_id: int | None = None,
    actor: User | None = None,
) -> ParticipationLink:
    """A place where remote people join the meeting, or an item or a breakout group of it; after the others.

    Raises:
        NoSuchRecord: the meeting has no such item or group.
    """
    values = {
        "item_id": item_id,
        "group_id": group_id,
        "provider": provider,
        "join_url": join_url,
        "passcode": passcode,
        "dial_in": dial_in,
        "language": language,
        "visibility": visibility,
        "minutes_before": minutes_before,
    }
    with writing(lock_of(meeting_id)):
        _check_place(meeting_id, values)
        return add_row(ParticipationLink, meeting_id, values, actor)


def change_participation_link(
    meeting_id: int, link_id: int, *, actor: User | None = None, **values: Any
) -> ParticipationLink:
    """Change columns of a link; with another address or passcode it counts as not tested. Raises as adding does."""
    with writing(lock_of(meeting_id)):
        link = row_of(ParticipationLink, meeting_id, link_id)
        _check_place(meeting_id, values)
        _change(link, values, actor)
        return link


def remove_participation_link(meeting_id: int, link_id: int, *, actor: User | None = None) -> None:
    """Remove a place where remote people join. Raises NoSuchRecord."""
    remove_row(ParticipationLink, meeting_id, link_id, actor)


def move_participation_link(meeting_id: int, link_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a link up (-1) or down (1) among those for the same thing; False at the end. Raises NoSuchRecord."""
    return move_row(ParticipationLink, meeting_id, link_id, step, actor, among=("item_id", "group_id"))


class AnotherAddress(Exception):
    """The link has another address or passcode now than the one that was tested."""


def what_is_tested(link: ParticipationLink) -> str:
    """A digest of what somebody joins by."""
    return digest([getattr(link, name) for name in sorted(MAKES_UNTESTED)])


def mark_tested(
    meeting_id: int, link_id: int, *, works: bool = True, shown: str = "", actor: User | None = None
) -> None:
    """Note that somebody joined by a link and it worked, or take that back; `shown` is `what_is_tested` of it then.

    Raises:
        AnotherAddress: see there.
        NoSuchRecord: the meeting has no such link.
    """
    with writing(lock_of(meeting_id)):
        link = row_of(ParticipationLink, meeting_id, link_id)
        if shown and shown != what_is_tested(link):
            raise AnotherAddress
        before, link.tested_at = link.tested_at, now() if works else None
        db.session.flush()
        record("tested" if works else "untested", link, actor=actor, changes={"tested_at": (before, link.tested_at)})


def replace_everywhere(
    meeting_id: int,
    link_id: int,
    *,
    join_url: str,
    passcode: str = "",
    dial_in: str | None = None,
    actor: User | None = None,
) -> int:
    """Give a new address and passcode to a link and to all of the meeting with the same address; returns how many.

    `dial_in` None leaves the numbers as they are. The others get what is new of the link: a channel keeps a passcode
    or numbers of its own as long as those of the link stay. Raises NoSuchRecord.
    """
    with writing(lock_of(meeting_id)) as session:
        link = row_of(ParticipationLink, meeting_id, link_id)
        query = select(ParticipationLink).where(
            ParticipationLink.meeting_id == meeting_id,
            ParticipationLink.join_url == link.join_url,
            ParticipationLink.id != link_id,
        )
        values: dict[str, Any] = {"join_url": join_url, "passcode": passcode}
        if dial_in is not None:
            values["dial_in"] = dial_in
        others = list(session.scalars(query.order_by(ParticipationLink.id)))
        renewed = {name: value for name, value in values.items() if value != getattr(link, name)}
        _change(link, values, actor)
        for other in others:
            _change(other, renewed, actor)
        return 1 + len(others)


def _check_place(meeting_id: int, values: dict[str, Any]) -> None:
    if values.get("item_id") is not None:
        row_of(AgendaItem, meeting_id, values["item_id"])
    if values.get("group_id") is not None:
        row_of(BreakoutGroup, meeting_id, values["group_id"])


def _change(link: ParticipationLink, values: dict[str, Any], actor: User | None) -> None:
    changes = apply_changes(link, values)
    if not changes:
        return
    if any(name in changes for name in MAKES_UNTESTED):
        changes |= apply_changes(link, {"tested_at": None})
    db.session.flush()
    record("changed", link, actor=actor, changes=changes)
