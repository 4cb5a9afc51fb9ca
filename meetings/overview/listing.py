"""The list of a team's meetings: drafts and all states, filtered and searched, page by page."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select
from sqlalchemy.orm import joinedload

from directory.models import Organisation
from foundation.addresses import number
from foundation.clock import now
from foundation.database import db
from foundation.merge_fields import one_line
from foundation.translated import Translations
from meetings.catalogue.search import asked_words, found_anywhere
from meetings.enums import MeetingFormat, MeetingKind, MeetingState
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.models.parties import MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.search import MeetingSearch
from meetings.models.series import Series
from meetings.reading.parties import ORGANISERS

PAGE_SIZE = 50
_WORKING = cast(Meeting.working_languages, String)
_SPOKEN = case((_WORKING == "[]", cast(Meeting.page_languages, String)), else_=_WORKING)
"""The languages of a meeting as JSON; those of its page where nobody said which are spoken."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list; empty values ask nothing."""

    question: str = ""
    state: MeetingState | None = None
    kind: MeetingKind | None = None
    format: MeetingFormat | None = None
    country: str = ""
    language: str = ""
    series: int | None = None
    project: int | None = None
    organiser: int | None = None
    team: int | None = None

    def as_address(self) -> dict[str, Any]:
        """As values of an address, without the empty ones."""
        values = {
            "q": self.question, "state": self.state, "kind": self.kind, "format": self.format,
            "country": self.country, "language": self.language, "series": self.series, "project": self.project,
            "organiser": self.organiser, "team": self.team,
        }  # fmt: skip
        return {name: str(value) for name, value in values.items() if value not in (None, "")}


@dataclass(frozen=True)
class Offered:
    """What occurs in the meetings of the teams: by that the list can be filtered."""

    states: Collection[MeetingState]
    kinds: Collection[MeetingKind]
    formats: Collection[MeetingFormat]
    countries: Collection[str]
    languages: Collection[str]
    series: Mapping[int, Translations]
    projects: Mapping[int, Translations]
    organisers: Mapping[int, Translations]


@dataclass(frozen=True)
class MeetingsPage:
    """One page of the list; `without_agenda` are the ids of those that have no agenda item."""

    rows: Sequence[Meeting]
    page: int
    pages: int
    total: int
    without_agenda: Collection[int]


def read_wanted(args: Mapping[str, str]) -> Wanted:
    """What the query part of an address asks; what it cannot mean is not asked."""
    states, kinds = {each.value: each for each in MeetingState}, {each.value: each for each in MeetingKind}
    formats = {each.value: each for each in MeetingFormat}
    country, language = args.get("country", ""), args.get("language", "")
    return Wanted(
        question=one_line(args.get("q", "")),
        state=states.get(args.get("state", "")),
        kind=kinds.get(args.get("kind", "")),
        format=formats.get(args.get("format", "")),
        country=country.upper() if _is_code(country) else "",
        language=language if _is_code(language) else "",
        series=_number(args.get("series", "")),
        project=_number(args.get("project", "")),
        organiser=_number(args.get("organiser", "")),
        team=_number(args.get("team", "")),
    )


def meetings_page(team_ids: Collection[int], wanted: Wanted, page: int = 1) -> MeetingsPage:
    """Meetings of the teams: the coming ones, next first, then the past ones, latest first; three statements."""
    words = asked_words(wanted.question)
    if wanted.question and not words:
        return MeetingsPage([], 1, 1, 0, ())
    query = select(Meeting).where(*_conditions(team_ids, wanted))
    if words:
        query = query.join(MeetingSearch, MeetingSearch.meeting_id == Meeting.id).where(found_anywhere(words))
    total = db.session.scalar(select(func.count()).select_from(query.with_only_columns(Meeting.id).subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = db.session.scalars(
        _in_order(query).options(joinedload(Meeting.team)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    ids = [meeting.id for meeting in rows]
    with_agenda = set(
        db.session.scalars(select(AgendaItem.meeting_id).where(AgendaItem.meeting_id.in_(ids)).distinct())
    )
    return MeetingsPage(rows, page, pages, total, frozenset(ids) - with_agenda)


def offered(team_ids: Collection[int]) -> Offered:
    """What the list can be filtered by; four statements."""
    of_teams = (Meeting.team_id.in_(team_ids), Meeting.deleted_at.is_(None))
    columns = select(Meeting.state, Meeting.kind, Meeting.format, Meeting.country_code, _SPOKEN.label("spoken"))
    rows = db.session.execute(columns.where(*of_teams).distinct()).all()
    roles = select(MeetingOrganisation.organisation_id).join(Meeting, MeetingOrganisation.meeting_id == Meeting.id)
    organisers = select(Organisation.id, Organisation.name).where(
        Organisation.id.in_(roles.where(*of_teams, MeetingOrganisation.role.in_(ORGANISERS)))
    )
    series = select(Series.id, Series.title).where(
        Series.id.in_(select(Meeting.series_id).where(*of_teams, Meeting.series_id.is_not(None)))
    )
    projects = select(Project.id, Project.title).where(
        Project.id.in_(select(Meeting.project_id).where(*of_teams, Meeting.project_id.is_not(None)))
    )
    return Offered(
        states={row.state for row in rows},
        kinds={row.kind for row in rows},
        formats={row.format for row in rows},
        countries={row.country_code for row in rows if row.country_code},
        languages={code for row in rows for code in json.loads(row.spoken)},
        series={row.id: row.title for row in db.session.execute(series.order_by(Series.id))},
        projects={row.id: row.title for row in db.session.execute(projects.order_by(Project.id))},
        organisers={row.id: row.name for row in db.session.execute(organisers.order_by(Organisation.id))},
    )


def _conditions(team_ids: Collection[int], wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Meeting.team_id.in_(team_ids), Meeting.deleted_at.is_(None)]
    for column, value in (
        (Meeting.state, wanted.state),
        (Meeting.kind, wanted.kind),
        (Meeting.format, wanted.format),
        (Meeting.country_code, wanted.country or None),
        (Meeting.series_id, wanted.series),
        (Meeting.project_id, wanted.project),
        (Meeting.team_id, wanted.team),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.language:
        conditions.append(_SPOKEN.contains(f'"{wanted.language}"', autoescape=True))
    if wanted.organiser is not None:
        roles = select(MeetingOrganisation.meeting_id).where(
            MeetingOrganisation.organisation_id == wanted.organiser, MeetingOrganisation.role.in_(ORGANISERS)
        )
        conditions.append(Meeting.id.in_(roles))
    return conditions


def _in_order(query: Select[Meeting]) -> Select[Meeting]:
    is_past = Meeting.ends_on < now().date()
    # Both halves have a date of their own to sort by: what does not count in a half is the same for all of it.
    coming = case((is_past, None), else_=Meeting.starts_on)
    past = case((is_past, Meeting.starts_on), else_=None)
    return query.order_by(case((is_past, 1), else_=0), coming, past.desc(), Meeting.id)


def _is_code(value: str) -> bool:
    return 2 <= len(value) <= 3 and value.isascii() and value.isalpha()


def _number(value: str) -> int | None:
    try:
        return number(value)
    except ValueError:
        return None
