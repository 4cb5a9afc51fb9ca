"""What a meeting is found by: everything that its public page says, and nothing else.

Addresses of people, links to join, and documents and outcomes that are not for everybody stay out, since the public
searches too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from foundation.database import db
from foundation.dates import month_name
from foundation.languages import LANGUAGES, force_language
from meetings.catalogue.search import wordlist
from meetings.enums import KIND_LABELS, MeetingKind
from meetings.keeping.found_by import words_of_country, words_of_text
from meetings.keeping.kept_rows import kept_rows
from meetings.models.meeting import Meeting


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
        )
        .execution_options(populate_existing=True)
    ).all()
    more: dict[int, list[str]] = {meeting_id: [] for meeting_id in ids}
    by_id = {meeting.id: meeting for meeting in meetings}
    for kept in kept_rows:
        if kept.found_by is not None:
            for meeting_id, text in kept.found_by(by_id):
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
    yield from (meeting.code, meeting.hashtag, *words_of_text(meeting.title), *words_of_text(meeting.subtitle))
    if meeting.series:
        yield from words_of_text(meeting.series.title)
    if meeting.project:
        yield from (meeting.project.acronym, *words_of_text(meeting.project.title))


def _record(meeting: Meeting) -> Iterator[str]:
    for value in (meeting.summary, meeting.part_of, meeting.venue, meeting.venue_address, meeting.city):
        yield from words_of_text(value)
    yield from (meeting.symbol, meeting.online_platform)
    yield from words_of_country(meeting.country_code, meeting)
    yield from _kinds()[meeting.kind]
    yield from _months(meeting.starts_on, meeting.ends_on)


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
