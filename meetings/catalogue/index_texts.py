"""What a meeting is found by: everything that its public page says, and nothing else.

Addresses of people, links to join, and documents and outcomes that are not for everybody stay out, since the public
searches too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from directory.models import Organisation, Person
from foundation.countries import UnknownCountry, country
from foundation.database import db
from foundation.dates import month_name
from foundation.languages import LANGUAGES, force_language
from foundation.translated import Translations
from meetings.catalogue.search import wordlist
from meetings.enums import KIND_LABELS, MeetingKind, PartStatus, Visibility
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.parties import MeetingOrganisation

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Indexed:
    """The word lists of a meeting, of the version that was read before them."""

    meeting_id: int
    version: int
    titles: str
    words: str


def read_words(meeting_ids: Collection[int]) -> list[Indexed]:
    """What meetings are found by, in a fixed number of statements.

    The versions are read first: what changes meanwhile makes the version too low, and the meeting is read again.
    """
    ids = list(meeting_ids)
    versions = {
        row.id: row.version
        for row in db.session.execute(select(Meeting.id, Meeting.version).where(Meeting.id.in_(ids)))
    }
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.id.in_(ids))
        .options(
            joinedload(Meeting.series),
            joinedload(Meeting.project),
            joinedload(Meeting.team),
            selectinload(Meeting.sections),
            selectinload(Meeting.documents),
            selectinload(Meeting.organisations).joinedload(MeetingOrganisation.organisation),
            selectinload(Meeting.organisations).joinedload(MeetingOrganisation.person).joinedload(Person.organisation),
        )
        .execution_options(populate_existing=True)
    ).all()
    more: dict[int, list[str]] = {meeting_id: [] for meeting_id in ids}
    for meeting_id, text in _agenda(ids, {meeting.id: meeting for meeting in meetings}):
        more[meeting_id].append(text)
    found = []
    for meeting in meetings:
        if meeting.id not in versions:
            continue
        titles = list(_titles(meeting))
        words = [*titles, *_record(meeting), *more[meeting.id]]
        found.append(Indexed(meeting.id, versions[meeting.id], wordlist(titles), wordlist(words)))
    return found


def _titles(meeting: Meeting) -> Iterator[str]:
    yield from (meeting.code, meeting.hashtag, *_texts(meeting.title), *_texts(meeting.subtitle))
    if meeting.series:
        yield from _texts(meeting.series.title)
    if meeting.project:
        yield from (meeting.project.acronym, *_texts(meeting.project.title))


def _record(meeting: Meeting) -> Iterator[str]:
    for value in (meeting.summary, meeting.part_of, meeting.venue, meeting.venue_address, meeting.city):
        yield from _texts(value)
    yield from (meeting.symbol, meeting.online_platform)
    yield from _country(meeting.country_code, meeting)
    yield from _kinds()[meeting.kind]
    yield from _months(meeting.starts_on, meeting.ends_on)
    for section in meeting.sections:
        yield from (*_texts(section.heading), *_plain(section.body))
    for entry in meeting.organisations:
        yield from (*_organisation(entry.organisation), *_country(entry.country_code, meeting), *_person(entry.person))
    for document in meeting.documents:
        if document.readers is Visibility.PUBLIC:
            yield from (document.symbol, *_texts(document.title))


def _agenda(ids: list[int], of: Mapping[int, Meeting]) -> Iterator[tuple[int, str]]:
    items = select(AgendaItem.meeting_id, AgendaItem.title, AgendaItem.description, AgendaItem.room)
    groups = select(BreakoutGroup.meeting_id, BreakoutGroup.title, BreakoutGroup.description, BreakoutGroup.room)
    for query, kind in ((items, AgendaItem), (groups, BreakoutGroup)):
        for meeting_id, title, description, room in db.session.execute(query.where(kind.meeting_id.in_(ids))):
            for text in (*_texts(title), *_plain(description), *_texts(room)):
                yield meeting_id, text
    parts = select(Part).where(Part.meeting_id.in_(ids), Part.status.not_in([PartStatus.DECLINED, PartStatus.REPLACED]))
    parts = parts.options(joinedload(Part.person).joinedload(Person.organisation), joinedload(Part.organisation))
    for part in db.session.scalars(parts):
        names = [*_person(part.person), *_organisation(part.organisation), *_texts(part.label)]
        names += [
            *_texts(part.affiliation),
            *(text for code in part.countries for text in _country(code, of[part.meeting_id])),
        ]
        yield from ((part.meeting_id, text) for text in names)
    outcomes = select(Outcome.meeting_id, Outcome.text, Outcome.addressee)
    outcomes = outcomes.where(Outcome.meeting_id.in_(ids), Outcome.visibility == Visibility.PUBLIC)
    for row in db.session.execute(outcomes):
        yield from ((row.meeting_id, text) for text in (*_plain(row.text), *_texts(row.addressee)))


def _texts(value: Translations) -> Iterable[str]:
    return value.values()


def _plain(value: Translations) -> Iterator[str]:
    for text in value.values():
        yield html.unescape(_TAG.sub(" ", text))


def _person(person: Person | None) -> Iterator[str]:
    if person is not None:
        yield from (*_texts(person.name), *_texts(person.position), *_organisation(person.organisation))


def _organisation(organisation: Organisation | None) -> Iterator[str]:
    if organisation is not None:
        yield from (*_texts(organisation.name), *_texts(organisation.acronym))


def _country(code: str | None, meeting: Meeting) -> Iterable[str]:
    try:
        found = country(code) if code else None
    except UnknownCountry:
        return meeting.team.areas.get(code or "", {}).values()
    return (*found.names.values(), *found.aliases) if found else ()


@cache
def _kinds() -> dict[MeetingKind, list[str]]:
    names: dict[MeetingKind, list[str]] = {kind: [] for kind in KIND_LABELS}
    for language in LANGUAGES:
        with force_language(language):
            for kind, label in KIND_LABELS.items():
                names[kind].append(str(label))
    return names


def _months(first: date, last: date) -> Iterator[str]:
    yield from (str(first.year), str(last.year))
    for month in {first.month, last.month}:
        yield from (month_name(month, language) for language in LANGUAGES)
