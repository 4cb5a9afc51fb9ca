"""Series and projects, and the chain of meetings of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from foundation.database import db
from foundation.languages import current_language
from meetings.enums import DocumentStatus, MeetingState, Visibility
from meetings.models.documents import Document
from meetings.models.meeting import Meeting
from meetings.models.parties import MeetingOrganisation
from meetings.models.projects import Project
from meetings.models.series import Series

Chain = TypeVar("Chain", Series, Project)
_IS_PUBLISHED = (Document.visibility == Visibility.PUBLIC, Document.status != DocumentStatus.DRAFT)
MOST_GAPS = 20


class NoSuchChain(LookupError):
    """There is no such series or project, or the asker may not know of it."""


@dataclass(frozen=True)
class OrdinalTroubles:
    """What looks wrong with the numbers of the meetings of a series."""

    twice: list[int]
    missing: list[int]
    unnumbered: int


def chain_of_id(kind: type[Chain], chain_id: int) -> Chain:
    """A series or a project.

    Raises:
        NoSuchChain: there is none.
    """
    found = db.session.get(kind, chain_id)
    if found is None:
        raise NoSuchChain(chain_id)
    return found


def chain_of_team(kind: type[Chain], team_id: int, chain_id: int) -> Chain:
    """A series or a project of a team.

    Raises:
        NoSuchChain: the team has none such.
    """
    found = chain_of_id(kind, chain_id)
    if found.team_id != team_id:
        raise NoSuchChain(chain_id)
    return found


def chains_of_team(kind: type[Chain], team_id: int) -> list[tuple[Chain, int]]:
    """The series or projects of a team by name, each with the number of its meetings; one statement."""
    column = meeting_column(kind)
    meetings = (
        select(column.label("chain_id"), func.count().label("number"))
        .where(Meeting.deleted_at.is_(None), column.is_not(None))
        .group_by(column)
        .subquery()
    )
    query = (
        select(kind, func.coalesce(meetings.c.number, 0))
        .outerjoin(meetings, meetings.c.chain_id == kind.id)
        .where(kind.team_id == team_id)
    )
    rows = [(chain, number) for chain, number in db.session.execute(query)]
    return sorted(rows, key=lambda row: (row[0].title.text(current_language()).casefold(), row[0].id))


def meetings_of(chain: Series | Project, *, drafts: bool = False) -> list[Meeting]:
    """The meetings of a series or a project in time order, without drafts unless asked for; four statements."""
    query = select(Meeting).where(meeting_column(type(chain)) == chain.id, Meeting.deleted_at.is_(None))
    if not drafts:
        query = query.where(Meeting.state != MeetingState.DRAFT)
    query = query.options(
        selectinload(Meeting.participant_numbers),
        selectinload(Meeting.organisations).joinedload(MeetingOrganisation.organisation),
    )
    return list(db.session.scalars(query.order_by(Meeting.starts_on, Meeting.ends_on, Meeting.id)))


def publications_of(project: Project, *, everything: bool = False) -> list[Document]:
    """The documents of a project that everybody may read, or all of them, in their order; two statements."""
    query = select(Document).where(Document.project_id == project.id)
    if not everything:
        query = query.where(*_IS_PUBLISHED)
    query = query.options(selectinload(Document.versions))
    return list(db.session.scalars(query.order_by(Document.position, Document.id)))


def public_chains(kind: type[Chain]) -> list[Any]:
    """Ids of the series or projects that have a public meeting, with the instant of their meetings' last change."""
    column = meeting_column(kind)
    query = (
        select(column.label("id"), func.max(Meeting.changed_at).label("changed_at"))
        .where(column.is_not(None), Meeting.state != MeetingState.DRAFT, Meeting.deleted_at.is_(None))
        .group_by(column)
        .order_by(column)
    )
    return list(db.session.execute(query))


def projects_with_publications() -> list[int]:
    """Ids of the projects of which everybody may read a document; one statement."""
    query = select(Document.project_id).where(Document.project_id.is_not(None), *_IS_PUBLISHED)
    return [key for key in db.session.scalars(query.distinct().order_by(Document.project_id)) if key is not None]


def ordinal_troubles(meetings: Iterable[Meeting]) -> OrdinalTroubles:
    """Numbers that stand twice or are left out between the first and the last one, 20 of these at most."""
    numbers: Sequence[int | None] = [meeting.ordinal for meeting in meetings]
    counts = Counter(number for number in numbers if number is not None)
    twice = sorted(number for number, count in counts.items() if count > 1)
    missing = []
    if counts:
        missing = [number for number in range(min(counts) + 1, max(counts)) if number not in counts]
    unnumbered = sum(number is None for number in numbers) if counts else 0
    return OrdinalTroubles(twice, missing[:MOST_GAPS], unnumbered)


def meeting_column(kind: type[Series] | type[Project]) -> Any:
    """The column by which a meeting names its series or its project."""
    return Meeting.series_id if kind is Series else Meeting.project_id
