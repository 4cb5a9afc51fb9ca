"""Finding persons and organisations that a team knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from directory.honorifics import split_honorific
from directory.matching import Organisations
from directory.models import Organisation, Person
from foundation.database import db
from foundation.normalising import search_words, searchable
from foundation.translated import Translations

PAGE_SIZE = 50
SUGGESTIONS = 500
LONGEST_KEY = 1000

Entry = TypeVar("Entry", Person, Organisation)


class NoSuchEntry(LookupError):
    """The team's directory has no entry with this id."""


@dataclass(frozen=True)
class Page(Generic[Entry]):
    """One page of a list; `page` and `pages` count from 1."""

    rows: Sequence[Entry]
    page: int
    pages: int
    total: int


def persons_page(team_id: int, search: str = "", page: int = 1) -> Page[Person]:
    """Persons whose names or address hold every word of `search`, by name; two statements."""
    query = _matching(select(Person).where(Person.team_id == team_id), Person.search_key, search)
    return _page(query.options(joinedload(Person.organisation)), Person.search_key, Person.id, page)


def organisations_page(team_id: int, search: str = "", page: int = 1) -> Page[Organisation]:
    """Organisations whose names or short forms hold every word of `search`, by name; two statements."""
    query = _matching(select(Organisation).where(Organisation.team_id == team_id), Organisation.search_key, search)
    return _page(query, Organisation.search_key, Organisation.id, page)


def person_of(team_id: int, person_id: int) -> Person:
    """A person of a team.

    Raises:
        NoSuchEntry: the team knows no such person.
    """
    query = select(Person).where(Person.id == person_id, Person.team_id == team_id)
    person = db.session.scalar(query.options(joinedload(Person.organisation)))
    if person is None:
        raise NoSuchEntry(person_id)
    return person


def organisation_of(team_id: int, organisation_id: int) -> Organisation:
    """An organisation of a team.

    Raises:
        NoSuchEntry: the team knows no such organisation.
    """
    query = select(Organisation).where(Organisation.id == organisation_id, Organisation.team_id == team_id)
    organisation = db.session.scalar(query)
    if organisation is None:
        raise NoSuchEntry(organisation_id)
    return organisation


def persons_named(team_id: int, names: Iterable[str]) -> list[Person]:
    """Persons with one of these names in any language; case, accents and forms of Arabic letters do not count.

    Nor does a form of address before a name.
    """
    wanted = {searchable(part) for name in names for part in (name, split_honorific(name)[1])} - {""}
    if not wanted:
        return []
    query = select(Person).where(Person.team_id == team_id, _holds_any(Person.search_key, wanted))
    found = db.session.scalars(query.options(joinedload(Person.organisation)).order_by(Person.id))
    return [person for person in found if wanted & {searchable(name) for name in person.name.values()}]


def organisations_named(team_id: int, names: Iterable[str]) -> list[Organisation]:
    """Organisations that one of these names or short forms in any language means; see `directory.bodies`."""
    meant = Organisations(team_id).all_meant(names)
    if not meant:
        return []
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(meant)).order_by(Organisation.id)))


def person_names(team_id: int, language: str) -> list[str]:
    """Names to suggest while somebody types, in `language` where written; 500 at most."""
    query = select(Person.name).where(Person.team_id == team_id).order_by(Person.search_key).limit(SUGGESTIONS)
    return _names(db.session.scalars(query), language)


def organisation_names(team_id: int, language: str) -> list[str]:
    """Names to suggest while somebody types, in `language` where written; 500 at most."""
    query = select(Organisation.name).where(Organisation.team_id == team_id)
    return _names(db.session.scalars(query.order_by(Organisation.search_key).limit(SUGGESTIONS)), language)


def in_own_script(text: str, main: str = "en") -> Translations:
    """One typed name under the language that its letters say: Arabic, else `main`, or English if that is Arabic."""
    if re.search("[\u0621-\u064a\u0671-\u06d3]", text):
        return Translations(ar=text)
    return Translations({main if main != "ar" else "en": text})


def _names(names: Iterable[Translations], language: str) -> list[str]:
    return list(dict.fromkeys(name.text(language) for name in names if name))


def _matching(query: Select[Any], key: Any, search: str) -> Select[Any]:
    for word in search_words(search[:200]):
        query = query.where(key.contains(word, autoescape=True))
    return query


def _holds_any(key: Any, wanted: set[str]) -> Any:
    conditions = [key.contains(name[:LONGEST_KEY], autoescape=True) for name in sorted(wanted)]
    condition = conditions[0]
    for other in conditions[1:]:
        condition = condition | other
    return condition


def _page(query: Select[Any], key: Any, id_: Any, page: int) -> Page[Any]:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = db.session.scalars(query.order_by(key, id_).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Page(rows, page, pages, total)
