"""The catalogue: every public meeting, arranged in time, filtered and searched.

What a filter needs of each meeting is kept per process in the version that is true now, so a page costs the same few
statements however many meetings there are: one for the version, one per question asked, two for the meetings shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Team
from directory.models import Organisation
from foundation.clock import now
from foundation.countries import Areas
from foundation.countries import codes as country_codes
from foundation.database import db
from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.catalogue.enums import When
from meetings.catalogue.search import asked_words, found_anywhere, found_in_titles
from meetings.enums import DatePrecision, MeetingFormat, MeetingKind, MeetingState
from meetings.models.meeting import Meeting
from meetings.models.parties import MeetingOrganisation
from meetings.models.search import MeetingSearch
from meetings.models.series import Series
from meetings.reading.parties import ORGANISERS

PAGE_SIZE = 30
MOST_NAMED = 500
"""Changed meetings that are read by their ids; more of them are read with all others."""

# Keys are never used twice and versions only rise: equal numbers are the same meetings in the same versions.
CATALOGUE_VERSION = select(func.count(), func.max(Meeting.id), func.sum(Meeting.version))

Version = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class Filters:
    """What is asked of the catalogue; empty values ask nothing.

    `when` None: all but the archive, and all that answers to a question.
    """

    question: str = ""
    when: When | None = None
    kind: MeetingKind | None = None
    country: str = ""
    language: str = ""
    format: MeetingFormat | None = None
    series: int | None = None
    organiser: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything but a time is asked."""
        return self != Filters(when=self.when)

    def shows(self, when: When) -> bool:
        """Whether the list has meetings that stand so in time."""
        if self.when is None:
            return when is not When.ARCHIVED or bool(self.question)
        return when is self.when


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue knows of a public meeting."""

    id: int
    version: int
    changed_at: datetime
    code: str
    page_languages: tuple[str, ...]
    main_language: str
    starts_on: date
    ends_on: date
    zone: str
    by_month: bool
    state: MeetingState
    kind: MeetingKind
    format: MeetingFormat
    country: str
    languages: tuple[str, ...]
    series: int | None
    project: int | None
    organisers: frozenset[int]

    def when(self, today: date) -> When:
        """Where it stands if `today` is the day in its zone; a meeting known by its month is coming until that ends."""
        if self.state is MeetingState.ARCHIVED:
            return When.ARCHIVED
        if self.ends_on < today:
            return When.PAST
        takes_place = self.state not in (MeetingState.POSTPONED, MeetingState.CANCELLED)
        return When.NOW if self.starts_on <= today and takes_place and not self.by_month else When.COMING


@dataclass(frozen=True)
class Occurring:
    """What occurs in any public meeting."""

    kinds: frozenset[MeetingKind]
    formats: frozenset[MeetingFormat]
    countries: frozenset[str]
    languages: frozenset[str]


@dataclass(frozen=True)
class Catalogue:
    """All public meetings in one version; organisations of one name in several directories count as one.

    `names` are those of organisations by id; `alike` gives, for each that organises a meeting, the one that stands
    for all of its name.
    """

    version: Version
    entries: Sequence[Entry]
    series: dict[int, Translations]
    names: dict[int, Translations]
    alike: dict[int, int]
    areas: Areas
    """Names of the areas that are no countries in which meetings take place, as one of their teams words them."""

    @cached_property
    def occurring(self) -> Occurring:
        """By what its meetings can be filtered."""
        return Occurring(
            kinds=frozenset(entry.kind for entry in self.entries),
            formats=frozenset(entry.format for entry in self.entries),
            countries=frozenset(entry.country for entry in self.entries),
            languages=frozenset(code for entry in self.entries for code in entry.languages),
        )

    @property
    def organisers(self) -> dict[int, Translations]:
        """The organisations by which the list can be filtered."""
        return {each: self.names[each] for each in dict.fromkeys(self.alike.values())}

    def organiser(self, organisation_id: int) -> int:
        """The organisation that stands for all of the same name."""
        return self.alike.get(organisation_id, organisation_id)

    def all_named_as(self, organisation_id: int) -> set[int]:
        """The organisations of the same name."""
        first = self.organiser(organisation_id)
        return {each for each, stands_for in self.alike.items() if stands_for == first}


@dataclass(frozen=True)
class Listing:
    """One page of what was asked for; `placed` are meetings in order, each with where it stands in time."""

    catalogue: Catalogue
    placed: Sequence[tuple[When, Meeting]]
    counts: dict[When, int]
    page: int
    pages: int
    total: int
    is_search: bool


def catalogue_version() -> Version:
    """What changes whenever any meeting does; one statement."""
    count, largest, total = db.session.execute(CATALOGUE_VERSION).one()
    return count, largest, int(total) if total is not None else None


def catalogue() -> Catalogue:
    """The catalogue as it is now: one statement, and four more after a change."""
    version = catalogue_version()
    kept: Catalogue | None = current_app.extensions.get("catalogue")
    if kept is None or kept.version != version:
        kept = current_app.extensions["catalogue"] = _read(version, kept)
    return kept


def listing(filters: Filters, page: int = 1) -> Listing:
    """The meetings asked for: those held now, the coming ones, then the past ones, latest first.

    Answers to a question are in order of their date, latest first, after those that are called so.
    """
    whole = catalogue()
    organisers = whole.all_named_as(filters.organiser) if filters.organiser is not None else ()
    entries: Iterable[Entry] = (entry for entry in whole.entries if _fits(entry, filters, organisers))
    in_title: dict[int, bool] = {}
    if filters.question:
        in_title = _found(filters.question)
        entries = (entry for entry in entries if entry.id in in_title)
    placed = _in_time(entries)
    counts = Counter(when for when, _entry in placed)
    placed = [(when, entry) for when, entry in placed if filters.shows(when)]
    if filters.question:
        placed.sort(key=lambda each: (not in_title[each[1].id], -each[1].starts_on.toordinal(), -each[1].id))
    pages = max(1, -(-len(placed) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = placed[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Listing(
        catalogue=whole,
        placed=_with_meetings(shown),
        counts={when: counts.get(when, 0) for when in When},
        page=page,
        pages=pages,
        total=len(placed),
        is_search=bool(filters.question),
    )


def place_in_time(meetings: Iterable[Meeting]) -> list[tuple[When, Meeting]]:
    """Where each of some meetings stands now, in the order given."""
    days = _Days(now())
    return [(_entry_of(meeting).when(days[meeting.zone]), meeting) for meeting in meetings]


def _read(version: Version, before: Catalogue | None) -> Catalogue:
    """The catalogue, of which only those meetings are read that are not known in their present version."""
    public = (Meeting.state != MeetingState.DRAFT, Meeting.deleted_at.is_(None))
    versions = dict(db.session.execute(select(Meeting.id, Meeting.version).where(*public)).all())
    known = {entry.id: entry for entry in before.entries if versions.get(entry.id) == entry.version} if before else {}
    unknown = versions.keys() - known.keys()
    these = (*public, Meeting.id.in_(unknown)) if len(unknown) <= MOST_NAMED else public
    columns = select(
        Meeting.id, Meeting.version, Meeting.changed_at, Meeting.code, Meeting.page_languages, Meeting.main_language,
        Meeting.starts_on, Meeting.ends_on, Meeting.zone, Meeting.date_precision, Meeting.state, Meeting.kind,
        Meeting.format, Meeting.country_code, Meeting.working_languages, Meeting.series_id, Meeting.project_id,
    )  # fmt: skip
    rows = db.session.execute(columns.where(*these)).all()
    roles = (
        select(MeetingOrganisation.meeting_id, Organisation.id, Organisation.name)
        .join(Organisation, MeetingOrganisation.organisation_id == Organisation.id)
        .join(Meeting, MeetingOrganisation.meeting_id == Meeting.id)
        .where(*these, MeetingOrganisation.role.in_(ORGANISERS))
    )
    names = dict(before.names) if before else {}
    organisers: dict[int, set[int]] = {}
    for meeting_id, organisation_id, name in db.session.execute(roles):
        names[organisation_id] = name
        organisers.setdefault(meeting_id, set()).add(organisation_id)
    known.update({row.id: _entry_of(row, frozenset(organisers.get(row.id, ()))) for row in rows})
    entries = [entry for _id, entry in sorted(known.items())]
    series = select(Series.id, Series.title).where(Series.id.in_(select(Meeting.series_id).where(*public)))
    return Catalogue(
        version,
        entries,
        series=dict(db.session.execute(series).all()),
        names=names,
        alike=_alike({each for entry in entries for each in entry.organisers}, names),
        areas=_areas(entries),
    )


def _areas(entries: Iterable[Entry]) -> Areas:
    held = {entry.country: entry.id for entry in entries if entry.country and entry.country not in country_codes()}
    if not held:
        return {}
    rows = db.session.execute(
        select(Meeting.country_code, Team.areas).join(Meeting.team).where(Meeting.id.in_(held.values()))
    )
    return {code: areas[code] for code, areas in rows if code in areas}


def _alike(organisations: Iterable[int], names: dict[int, Translations]) -> dict[int, int]:
    """For each organisation the first one that has a name in common with it; teams keep directories of their own."""
    by_name: dict[str, int] = {}
    found = {}
    for organisation_id in sorted(organisations):
        keys = [searchable(text) for text in names[organisation_id].values()]
        first = next((by_name[key] for key in keys if key in by_name), organisation_id)
        by_name.update({key: first for key in keys if key not in by_name})
        found[organisation_id] = first
    return found


def _entry_of(row: Any, organisers: frozenset[int] = frozenset()) -> Entry:
    return Entry(
        id=row.id,
        version=row.version,
        changed_at=row.changed_at,
        code=row.code,
        page_languages=tuple(row.page_languages),
        main_language=row.main_language,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        zone=row.zone,
        by_month=row.date_precision is DatePrecision.MONTH,
        state=row.state,
        kind=row.kind,
        format=row.format,
        country=row.country_code or "",
        languages=tuple(row.working_languages or row.page_languages),
        series=row.series_id,
        project=row.project_id,
        organisers=organisers,
    )


def _fits(entry: Entry, filters: Filters, organisers: Collection[int]) -> bool:
    return (
        (filters.kind is None or entry.kind is filters.kind)
        and (not filters.country or entry.country == filters.country)
        and (not filters.language or filters.language in entry.languages)
        and (filters.format is None or entry.format is filters.format)
        and (filters.series is None or entry.series == filters.series)
        and (filters.organiser is None or not entry.organisers.isdisjoint(organisers))
    )


def _found(question: str) -> dict[int, bool]:
    """Ids of the meetings in which each word of the question occurs, and whether it does in their titles."""
    words = asked_words(question)
    if not words:
        return {}
    query = select(MeetingSearch.meeting_id, found_in_titles(words)).where(found_anywhere(words))
    return {meeting_id: bool(in_title) for meeting_id, in_title in db.session.execute(query)}


class _Days(dict[str, date]):
    """The day in each zone at one instant."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def __missing__(self, zone: str) -> date:
        self[zone] = day = self._moment.astimezone(ZoneInfo(zone)).date()
        return day


def _in_time(entries: Iterable[Entry]) -> list[tuple[When, Entry]]:
    days = _Days(now())
    parts: dict[When, list[Entry]] = {when: [] for when in When}
    for entry in entries:
        parts[entry.when(days[entry.zone])].append(entry)
    parts[When.NOW].sort(key=lambda entry: (entry.ends_on, entry.starts_on, entry.id))
    parts[When.COMING].sort(key=lambda entry: (entry.starts_on, entry.ends_on, entry.id))
    for when in (When.PAST, When.ARCHIVED):
        parts[when].sort(key=lambda entry: (entry.starts_on, entry.ends_on, entry.id), reverse=True)
    return [(when, entry) for when in When for entry in parts[when]]


def _with_meetings(placed: Collection[tuple[When, Entry]]) -> list[tuple[When, Meeting]]:
    query = select(Meeting).where(Meeting.id.in_([entry.id for _when, entry in placed]))
    query = query.options(
        joinedload(Meeting.series),
        selectinload(Meeting.organisations).joinedload(MeetingOrganisation.organisation),
    )
    meetings = {meeting.id: meeting for meeting in db.session.scalars(query)}
    # One removed between the two statements is not shown.
    return [(when, meetings[entry.id]) for when, entry in placed if entry.id in meetings]
