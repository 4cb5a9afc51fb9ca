"""Getting into a breakout group and out of it; places are counted, never kept in a counter.

Hazard: whoever gives a place holds the lock of the item (`group_locks`) *before* reading anything. The functions here
are called inside the `writing()` of an act that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, delete, func, select

from foundation.clock import now
from foundation.database import db
from foundation.translated import Translations
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from registration.enums import ALIVE
from registration.errors import GroupFull, GroupGone
from registration.models.breakouts import BreakoutMember
from registration.models.registrations import Registration
from registration.reading.groups import choices_of


def group_locks(*item_ids: int) -> tuple[str, ...]:
    """Names of the locks that guard the places in the breakout groups of agenda items."""
    return tuple(f"groups:{item_id}" for item_id in sorted(item_ids))


def members_of(group_ids: Iterable[int]) -> dict[int, int]:
    """How many places are taken in each of the groups; one statement."""
    ids = list(group_ids)
    query = (
        select(BreakoutMember.group_id, func.count())
        .join(Registration, Registration.id == BreakoutMember.registration_id)
        .where(BreakoutMember.group_id.in_(ids), Registration.state.in_(ALIVE))
    )
    return dict.fromkeys(ids, 0) | dict(db.session.execute(query.group_by(BreakoutMember.group_id)).all())


def kept_groups(*which: ColumnElement[bool]) -> list[BreakoutGroup]:
    """Groups in their order, which stay until the act is over: organisers remove a group under another lock."""
    query = select(BreakoutGroup).where(*which).order_by(BreakoutGroup.position, BreakoutGroup.id)
    return list(db.session.scalars(query.with_for_update(read=True, key_share=True)))


def check_choices(meeting: Meeting, wanted: Mapping[int, int]) -> None:
    """Refuse groups (item id to group id) that cannot be chosen; nothing wanted costs nothing.

    Raises:
        GroupGone: the item has no such group, or its groups are not for choosing.
        GroupFull: all its places are taken.
    """
    if not wanted:
        return
    offered = {item.item_id: {group.group_id: group for group in item.groups} for item in choices_of(meeting)}
    kept = {group.id for group in kept_groups(BreakoutGroup.id.in_(wanted.values()))}
    taken = members_of(wanted.values())
    for item_id, group_id in wanted.items():
        group = offered.get(item_id, {}).get(group_id)
        if group is None or group_id not in kept:
            raise GroupGone(item_id)
        if group.capacity is not None and taken[group_id] >= group.capacity:
            raise GroupFull(item_id)


def join_groups(registration: Registration, wanted: Mapping[int, int]) -> None:
    """Make somebody new a member of the groups chosen on the form, after `check_choices`."""
    for item_id, group_id in wanted.items():
        db.session.add(
            BreakoutMember(
                group_id=group_id, item_id=item_id, registration_id=registration.id, chosen=True, assigned_at=now()
            )
        )
    if wanted:
        db.session.flush()


def leave_groups(registration: Registration) -> None:
    """Free the places of somebody who takes no part any more."""
    db.session.execute(delete(BreakoutMember).where(BreakoutMember.registration_id == registration.id))


def name_of(group: BreakoutGroup | None) -> Translations | None:
    """How the trail calls a group, in every language in which it has a title."""
    if group is None:
        return None
    return Translations({code: f"{group.letter.text(code)} – {title}" for code, title in group.title.items()})
