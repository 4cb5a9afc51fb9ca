"""Whom a message is for: the filter of the list of registrations, or people ticked in it.

What is stored is what stands in the address of the list, so that a list and a message mean the same people:
`{"state": "approved", "mode": "remote"}`, or `{"id": [3, 17]}`. Those declined or cancelled, whom news of the meeting
do not concern, are left out (`{"alive": "1"}`) unless a state or `{"alive": "0"}` asks for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import BigInteger, Integer, Select, bindparam, cast, func, tuple_
from werkzeug.datastructures import MultiDict

from foundation.database import db
from foundation.languages import current_language
from meetings.models.meeting import Meeting
from registration.enums import ALIVE
from registration.models.registrations import Registration
from registration.reading.filters import SORTS, Filter, filter_in_words, filter_parameters, read_filter
from registration.reading.registrations import filtered

IDS = "id"
STANDING = "alive"

Audience = dict[str, Any]


def read_audience(values: MultiDict[str, str]) -> Audience:
    """The audience that the address of the list, or a form with ticked people, names; nothing: all who take part."""
    ids = sorted({int(value) for value in values.getlist(IDS) if value.isdecimal() and len(value) < 10})
    if ids:
        return {IDS: ids}
    chosen: Audience = dict(filter_parameters(replace(read_filter(values), sort=SORTS[0], descending=False)))
    if "state" in chosen:
        return chosen
    return chosen | {STANDING: "0" if values.get(STANDING) == "0" else "1"}


def audience(meeting_id: int, chosen: Mapping[str, Any]) -> list[Registration]:
    """The registrations that belong to an audience now, in the order of the list; one statement."""
    return list(db.session.scalars(_people(meeting_id, chosen)))


@dataclass(frozen=True)
class Readers:
    """How many people of an audience read a language; `first_id` is one of them."""

    language: str
    number: int
    first_id: int


@dataclass(frozen=True)
class Headcount:
    """An audience counted: who is in it is never loaded for this."""

    languages: tuple[Readers, ...] = ()
    seal: str = ""

    def __len__(self) -> int:
        return sum(each.number for each in self.languages)


def headcount(meeting_id: int, chosen: Mapping[str, Any]) -> Headcount:
    """An audience counted by language, most readers first; one statement."""
    key = Registration.id
    # Beside the sum of the ids that of numbers scattered by them; it stays within 64 bits for a million people.
    scattered = cast(key, BigInteger) * _FACTOR % _MODULUS
    counts = func.count(), func.min(key), func.sum(key), func.sum(scattered * scattered)
    query = _people(meeting_id, chosen).with_only_columns(Registration.language, *counts).order_by(None)
    rows = sorted(db.session.execute(query.group_by(Registration.language)), key=lambda row: (-row[1], row[0]))
    seal = "|".join(":".join(map(str, row)) for row in sorted(map(tuple, rows)))
    return Headcount(tuple(Readers(language, number, first) for language, number, first, *_sums in rows), seal)


def first_of(meeting_id: int, chosen: Mapping[str, Any], number: int) -> list[Registration]:
    """The first people of an audience in the order of the list; one statement."""
    return list(db.session.scalars(_people(meeting_id, chosen).limit(number)))


@dataclass(frozen=True)
class Place:
    """One person of an audience, how many come before, and the ids of the neighbours."""

    person: Registration
    ahead: int
    before: int | None
    after: int | None


def place_of(meeting_id: int, chosen: Mapping[str, Any], person_id: int | None) -> Place | None:
    """Where a person stands in an audience, or the first one where that person is not in it; None: it is empty.

    Five statements at most, whatever its size.
    """
    query = _people(meeting_id, chosen)
    order = list(query._order_by_clauses)
    columns: list[Any] = [getattr(each, "element", each) for each in order]  # without ASC
    person = db.session.scalar(query.where(Registration.id == person_id)) if person_id else None
    person = person or db.session.scalar(query.limit(1))
    if person is None:
        return None
    here = tuple_(*(getattr(person, column.key) for column in columns), types=[column.type for column in columns])
    ahead, behind = query.where(tuple_(*columns) < here), query.where(tuple_(*columns) > here)
    number = db.session.scalar(ahead.with_only_columns(func.count()).order_by(None))
    backwards = ahead.order_by(None).order_by(*(column.desc() for column in columns))
    return Place(person, number or 0, _first_id(backwards), _first_id(behind))


_FACTOR, _MODULUS = 620_089, 1_000_003


def _first_id(query: Select[Registration]) -> int | None:
    return db.session.scalar(query.with_only_columns(Registration.id).limit(1))


def _people(meeting_id: int, chosen: Mapping[str, Any]) -> Select[Registration]:
    query = filtered(meeting_id, filter_of(chosen), current_language())
    if IDS in chosen:
        # Written into the statement: more of them than a database takes as parameters can be chosen.
        wanted = bindparam("wanted", list(chosen[IDS]), Integer, expanding=True, literal_execute=True)
        return query.where(Registration.id.in_(wanted))
    if chosen.get(STANDING) == "1":
        query = query.where(Registration.state.in_(ALIVE))
    return query


def filter_of(chosen: Mapping[str, Any]) -> Filter:
    """The filter of the list that an audience names; that of people chosen one by one is empty."""
    if IDS in chosen:
        return Filter()
    return read_filter({name: str(value) for name, value in chosen.items()})


def as_parameters(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The audience as parameters of an address."""
    return dict(chosen)


def in_words(chosen: Mapping[str, Any], meeting: Meeting) -> list[str]:
    """What the people of an audience have in common, in the reader's language."""
    if IDS in chosen:
        number = len(chosen[IDS])
        return [ngettext("%(num)s person chosen in the list", "%(num)s people chosen in the list", number)]
    words = filter_in_words(filter_of(chosen), meeting)
    if chosen.get(STANDING) == "1":
        words.append(_("neither declined nor cancelled"))
    return words or [_("Everybody on the list")]


def fingerprint(people: Headcount, written_at: datetime | None) -> str:
    """What identifies people and text as an assistant saw them: another text or one person more changes it."""
    return hashlib.blake2b(f"{written_at}|{people.seal}".encode(), digest_size=16).hexdigest()
