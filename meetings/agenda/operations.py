"""What people do with an agenda: items, their order, and who has a part in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import select

from accounts.models import User
from directory.queries import organisation_of, person_of
from foundation.audit import apply_changes, record
from foundation.calendar_uids import new_calendar_uid
from foundation.countries import country
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.enums import ItemKind, MeetingFormat, PartRole, PartStatus
from meetings.keeping.calendar_sequence import HOURS, hours_changed, is_in_another_room, item_changed, items_moved
from meetings.keeping.rows import contents_of, lock_of, reorder
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.reading.agenda import DEEPEST, held_with, parents_of
from meetings.reading.hours import hours_by_mode
from meetings.reading.meetings import meeting_of_id, row_of
from meetings.reading.programme import AGENDA_ORDER
from meetings.reading.titles import kind_in_words

CONJUNCTIONS = ("and", "or", "and_or")


class DayOutside(Exception):
    """The item would lie outside the meeting's days."""


class ItemEndsBeforeStart(Exception):
    """The item would end before it starts, or at once."""


class EndWithoutStart(Exception):
    """An end needs a start."""


class UnsuitableParent(Exception):
    """An item cannot be inside itself, inside what it holds, or deeper than `DEEPEST` levels."""


class UnsuitableContinuation(Exception):
    """An item cannot continue itself."""


class HolderMissing(Exception):
    """A part belongs to a person, to an organisation, or to countries or an open role: exactly one of these."""


class PartThere(Exception):
    """The person has this part already."""


def add_item(
    meeting_id: int,
    *,
    kind: ItemKind,
    day: date | None = None,
    title: Translations | None = None,
    starts: time | None = None,
    ends: time | None = None,
    parent_id: int | None = None,
    description: Translations | None = None,
    room: Translations | None = None,
    is_closed: bool = False,
    continues_id: int | None = None,
    format: MeetingFormat | None = None,
    working_languages: Sequence[str] = (),
    interpretation: Sequence[str] = (),
    groups_are_chosen: bool = False,
    actor: User | None = None,
) -> AgendaItem:
    """A new line of the agenda, after those of the same time; times are local wall times.

    Without a title it has the name of its kind in the languages of the page. `day` may be left out for an item with
    a parent, and is the meeting's first otherwise. `description` is clean HTML.

    Raises:
        DayOutside, ItemEndsBeforeStart, EndWithoutStart, UnsuitableParent, UnsuitableContinuation: see there.
        NoSuchRecord: there is no such meeting, parent or continued item.
    """
    with writing(lock_of(meeting_id)) as session:
        meeting = meeting_of_id(meeting_id)
        hours = hours_by_mode(meeting)
        item = AgendaItem(
            meeting_id=meeting_id,
            kind=kind,
            day=day or meeting.starts_on,
            title=title or title_of_kind(kind, meeting.page_languages),
            starts=starts,
            ends=ends,
            parent_id=parent_id,
            description=description or Translations(),
            room=room or Translations(),
            is_closed=is_closed,
            continues_id=continues_id,
            format=format,
            working_languages=list(working_languages),
            interpretation=list(interpretation),
            groups_are_chosen=groups_are_chosen,
            calendar_uid=new_calendar_uid(),
        )
        _check_item(meeting, item)
        siblings = _siblings(meeting_id, parent_id, item.day)
        item.position = max((each.position for each in siblings), default=-1) + 1
        session.add(item)
        session.flush()
        record("added", item, actor=actor, changes={name: (None, value) for name, value in contents_of(item).items()})
        hours_changed(meeting, hours)
        return item


def change_item(meeting_id: int, item_id: int, *, actor: User | None = None, **values: Any) -> AgendaItem:
    """Change columns of an item; what it holds moves with it to another day.

    Raises as `add_item`.
    """
    with writing(lock_of(meeting_id)) as session:
        meeting = meeting_of_id(meeting_id)
        item = row_of(AgendaItem, meeting_id, item_id)
        hours = None
        if not values.get("title", item.title):
            values["title"] = title_of_kind(values.get("kind", item.kind), meeting.page_languages)
        with session.no_autoflush:
            day = item.day
            changes = apply_changes(item, values)
            _check_item(meeting, item)
            is_elsewhere = is_in_another_room(item, changes)
            if item.day != day:
                changes["day"] = (day, item.day)
            inside = held_by(meeting_id, item.id) if is_elsewhere or item.day != day else []
            sharing = held_with({each.id: each for each in (item, *inside)}, {item.id})
            items_moved(inside if item.day != day else [held for held in inside if held in sharing])
            for held in inside:
                held.day = item.day
            if HOURS & changes.keys():
                hours = hours_by_mode(meeting)  # as the database has them until the flush
        item_changed(meeting, item, changes)
        session.flush()
        if changes:
            record("changed", item, actor=actor, changes=changes)
        if hours is not None:
            hours_changed(meeting, hours)
        return item


def remove_item(meeting_id: int, item_id: int, *, actor: User | None = None) -> None:
    """Remove an item with all it holds: items, parts, breakout groups. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)) as session:
        meeting = meeting_of_id(meeting_id)
        item = row_of(AgendaItem, meeting_id, item_id)
        hours = hours_by_mode(meeting)
        for row in [*held_by(meeting_id, item_id), item]:
            lost = {name: (value, None) for name, value in _recorded_values(row).items()}
            record("removed", row, actor=actor, changes=lost)
        session.delete(item)
        session.flush()
        session.expire_all()
        hours_changed(meeting, hours)


def move_item(meeting_id: int, item_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move an item before (-1) or after (1) its neighbour of the same time; False where there is none.

    Items of different times stand in the order of their times, those without time stand last.
    Raises NoSuchRecord.
    """
    with writing(lock_of(meeting_id)):
        item = row_of(AgendaItem, meeting_id, item_id)
        equals = [each for each in _siblings(meeting_id, item.parent_id, item.day) if each.starts == item.starts]
        return reorder(equals, item, step, actor)


def add_part(
    meeting_id: int,
    *,
    role: PartRole,
    item_id: int | None = None,
    group_id: int | None = None,
    status: PartStatus = PartStatus.CONFIRMED,
    person_id: int | None = None,
    organisation_id: int | None = None,
    countries: Sequence[str] = (),
    country_conjunction: str = "and",
    label: Translations | None = None,
    affiliation: Translations | None = None,
    actor: User | None = None,
) -> Part:
    """Give somebody a part in an item or a breakout group, after those of the same role.

    The holder is a person or an organisation of the team's directory, or countries (ISO codes), an open role
    (`label`) or both. `affiliation` stands in place of position and organisation on this agenda.

    Raises:
        HolderMissing, UnknownCountry, NoSuchEntry: the holder cannot be.
        PartThere: the person has the role in it already.
        NoSuchRecord: the meeting has no such item or group.
    """
    if (item_id is None) == (group_id is None):
        raise ValueError("a part is in an item or in a group")
    with writing(lock_of(meeting_id)) as session:
        if item_id is not None:
            row_of(AgendaItem, meeting_id, item_id)
        else:
            row_of(BreakoutGroup, meeting_id, group_id or 0)
        values = {
            "role": role,
            "status": status,
            "person_id": person_id,
            "organisation_id": organisation_id,
            "countries": list(countries),
            "country_conjunction": country_conjunction,
            "label": label or Translations(),
            "affiliation": affiliation or Translations(),
        }
        _check_holder(meeting_id, values)
        neighbours = _parts_beside(meeting_id, item_id, group_id)
        _check_not_there(neighbours, None, role, person_id)
        part = Part(meeting_id=meeting_id, item_id=item_id, group_id=group_id, **values)
        ranks = list(PartRole)
        before = [each for each in neighbours if ranks.index(each.role) <= ranks.index(role)]
        neighbours.insert(neighbours.index(before[-1]) + 1 if before else 0, part)
        for position, each in enumerate(neighbours):
            if each.position != position:
                each.position = position
        session.add(part)
        session.flush()
        record(
            "added", part, actor=actor, changes={name: (None, value) for name, value in _recorded_values(part).items()}
        )
        return part


def change_part(meeting_id: int, part_id: int, *, actor: User | None = None, **values: Any) -> Part:
    """Change columns of a part; raises as `add_part`."""
    holder = ("person_id", "organisation_id", "countries", "country_conjunction", "label")
    with writing(lock_of(meeting_id)) as session:
        part = row_of(Part, meeting_id, part_id)
        _check_holder(meeting_id, {name: values.get(name, getattr(part, name)) for name in holder})
        changes = apply_changes(part, values)
        if changes.keys() & {"role", "person_id"}:
            _check_not_there(_parts_beside(meeting_id, part.item_id, part.group_id), part, part.role, part.person_id)
        if changes:
            session.flush()
            record("changed", part, actor=actor, changes=changes)
        return part


def remove_part(meeting_id: int, part_id: int, *, actor: User | None = None) -> None:
    """Take a part away. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)) as session:
        part = row_of(Part, meeting_id, part_id)
        lost = {name: (value, None) for name, value in _recorded_values(part).items()}
        record("removed", part, actor=actor, changes=lost)
        session.delete(part)


def move_part(meeting_id: int, part_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a part up (-1) or down (1) in its item or group; False at the end. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)):
        part = row_of(Part, meeting_id, part_id)
        return reorder(_parts_beside(meeting_id, part.item_id, part.group_id), part, step, actor)


def title_of_kind(kind: ItemKind, languages: Iterable[str]) -> Translations:
    """The name of a kind of item in each language."""
    return Translations({language: kind_in_words(kind, language) for language in languages})


def held_by(meeting_id: int, item_id: int) -> list[AgendaItem]:
    """The items inside an item, at every level."""
    items = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).all()
    inside: list[AgendaItem] = []
    holders = {item_id}
    while holders:
        found = [item for item in items if item.parent_id in holders]
        inside += found
        holders = {item.id for item in found}
    return inside


def _check_item(meeting: Meeting, item: AgendaItem) -> None:
    if item.parent_id is not None:
        item.day = _checked_parent(meeting, item).day
    if not meeting.starts_on <= item.day <= meeting.ends_on:
        raise DayOutside
    if item.ends is not None and item.starts is None:
        raise EndWithoutStart
    if item.ends is not None and item.starts is not None and item.ends <= item.starts:
        raise ItemEndsBeforeStart
    if item.continues_id is not None:
        if item.continues_id == item.id:
            raise UnsuitableContinuation
        row_of(AgendaItem, meeting.id, item.continues_id)


def _checked_parent(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    parent = row_of(AgendaItem, meeting.id, item.parent_id or 0)
    parents = parents_of(meeting.id)
    levels = 1
    above: int | None = parent.id
    while above is not None:
        if above == item.id:
            raise UnsuitableParent
        levels += 1
        above = parents.get(above)
    if levels + _levels_below(parents, item.id) > DEEPEST:
        raise UnsuitableParent
    return parent


def _levels_below(parents: Mapping[int, int | None], item_id: int | None) -> int:
    if item_id is None:
        return 0
    below = [child for child, parent in parents.items() if parent == item_id]
    return 1 + max(_levels_below(parents, child) for child in below) if below else 0


def _siblings(meeting_id: int, parent_id: int | None, day: date) -> list[AgendaItem]:
    query = select(AgendaItem).where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.parent_id == parent_id, AgendaItem.day == day
    )
    return list(db.session.scalars(query.order_by(*AGENDA_ORDER)))


def _parts_beside(meeting_id: int, item_id: int | None, group_id: int | None) -> list[Part]:
    query = select(Part).where(Part.meeting_id == meeting_id, Part.item_id == item_id, Part.group_id == group_id)
    return list(db.session.scalars(query.order_by(Part.position, Part.id)))


def _check_holder(meeting_id: int, values: Mapping[str, Any]) -> None:
    meeting = meeting_of_id(meeting_id)
    team_id, team_areas = meeting.team_id, meeting.team.areas
    is_open = bool(values["countries"] or values["label"])
    if (values["person_id"] is not None) + (values["organisation_id"] is not None) + is_open != 1:
        raise HolderMissing
    if values["country_conjunction"] not in CONJUNCTIONS:
        raise ValueError(values["country_conjunction"])
    if values["person_id"] is not None:
        person_of(team_id, values["person_id"])
    if values["organisation_id"] is not None:
        organisation_of(team_id, values["organisation_id"])
    for code in values["countries"]:
        if code not in team_areas:
            country(code)


def _recorded_values(row: AgendaItem | Part | BreakoutGroup) -> dict[str, Any]:
    told = contents_of(row)
    if isinstance(row, Part) and len(row.countries) < 2:
        told.pop("country_conjunction", None)
    return told


def _check_not_there(parts: Iterable[Part], part: Part | None, role: PartRole, person_id: int | None) -> None:
    if person_id and any(each is not part and (each.role, each.person_id) == (role, person_id) for each in parts):
        raise PartThere
