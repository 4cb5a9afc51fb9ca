"""Filling in names, positions and organisations in the languages of the papers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import User
from foundation import audit
from foundation.database import db, writing
from foundation.translated import Translations
from meetings.models.meeting import Meeting
from registration.models.registrations import Registration
from registration.names.shown import Kind, group_of
from registration.people.entries import refresh_keys
from registration.places.modes import place_locks


@dataclass(frozen=True)
class Filling:
    """One cell: what the people of `ids` have in `language` (for a name: a script); `seen` is what stood there.

    It is for those of them who still share `group` (`shown.group_of`).
    """

    cell: str
    ids: Collection[int]
    group: tuple[str, ...]
    kind: Kind
    language: str
    text: str
    seen: str


@dataclass(frozen=True)
class Filled:
    """How many people have something new, and the cells that others have changed meanwhile, with what is there now.

    `gone` are the cells of which nobody has the text any more that they were for.
    """

    people: int
    conflicts: dict[str, str]
    gone: list[str]


def column_of(kind: Kind) -> str:
    """The column that holds the texts of a kind."""
    return "printed_name" if kind is Kind.NAME else f"{kind.value}_texts"


def fill_in(meeting: Meeting, fillings: Sequence[Filling], *, actor: User) -> Filled:
    """Write what was typed into cells; what others have put there meanwhile stays."""
    wanted = {each for filling in fillings for each in filling.ids}
    conflicts: dict[str, str] = {}
    with writing(*place_locks(meeting.id)):
        query = select(Registration).where(Registration.meeting_id == meeting.id)
        people = {person.id: person for person in db.session.scalars(query) if person.id in wanted}
        values: dict[int, dict[str, Translations]] = {}
        gone: list[str] = []
        for filling in fillings:
            column = column_of(filling.kind)
            meant = [each for each in filling.ids if _is_meant(filling, people.get(each))]
            if not meant:
                gone.append(filling.cell)
            for person_id in meant:
                own = values.setdefault(person_id, {})
                texts = own.get(column) or getattr(people[person_id], column)
                present = texts.get(filling.language, "")
                if present == filling.seen:
                    own[column] = texts.with_text(filling.language, filling.text)
                elif present != filling.text:
                    conflicts[filling.cell] = present
        count = 0
        for person_id, own in values.items():
            person = people[person_id]
            changes = audit.apply_changes(person, own)
            if changes:
                count += 1
                refresh_keys(person)
                audit.record("corrected", person, actor=actor, changes=changes)
    return Filled(count, conflicts, gone)


def _is_meant(filling: Filling, person: Registration | None) -> bool:
    return person is not None and group_of(filling.kind, person) == filling.group
