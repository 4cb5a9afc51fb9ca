"""Pieces of what a meeting is found by: the words of a text, a person, a body, a country."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from directory.models import Organisation, Person
from foundation.countries import UnknownCountry, country
from foundation.translated import Translations
from meetings.models.meeting import Meeting

_TAG = re.compile(r"<[^>]*>")


def words_of_text(value: Translations) -> Iterable[str]:
    """A plain text in all its languages."""
    return value.values()


def words_of_html(value: Translations) -> Iterator[str]:
    """Clean HTML in all its languages, without its marks."""
    for text in value.values():
        yield html.unescape(_TAG.sub(" ", text))


def words_of_person(person: Person | None) -> Iterator[str]:
    """Name, position and organisation; never an address."""
    if person is not None:
        yield from (*person.name.values(), *person.position.values(), *words_of_organisation(person.organisation))


def words_of_organisation(organisation: Organisation | None) -> Iterator[str]:
    """Names and acronyms."""
    if organisation is not None:
        yield from (*organisation.name.values(), *organisation.acronym.values())


def words_of_country(code: str | None, meeting: Meeting) -> Iterable[str]:
    """What a country, or an area that the team of the meeting has named, is called."""
    try:
        found = country(code) if code else None
    except UnknownCountry:
        return meeting.team.areas.get(code or "", {}).values()
    return (*found.names.values(), *found.aliases) if found else ()
