"""What an organiser does with series and projects: add, describe, remove."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import db, writing
from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.models.documents import Document
from meetings.models.meeting import Meeting
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.reading.chains import Chain, chain_of_team, meeting_column
from meetings.reading.documents import Shelf


class NameTaken(Exception):
    """Another series or project of the team is called so; `chain` is it."""

    def __init__(self, chain: Series | Project) -> None:
        super().__init__(chain.id)
        self.chain = chain


class NotEmpty(Exception):
    """Meetings or publications belong to it, perhaps deleted ones that can still be brought back."""


def add_chain(kind: type[Chain], team_id: int, *, actor: User | None = None, **values: Any) -> Chain:
    """A new series (`title`, `description`) or project (also `acronym`, `url`) of a team.

    Raises:
        NameTaken: another one of the team has the name, compared as in a search.
    """
    with writing(_lock(team_id)) as session:
        chain = kind(team_id=team_id, **values)
        with session.no_autoflush:
            _check_name(chain)
        session.add(chain)
        session.flush()
        record("added", chain, actor=actor, changes={name: (None, value) for name, value in values.items() if value})
        return chain


def change_chain(kind: type[Chain], team_id: int, chain_id: int, *, actor: User | None = None, **values: Any) -> Chain:
    """Change what a series or a project is called and says; the pages of its meetings have a new version.

    Raises:
        NameTaken: another one of the team has the name.
        NoSuchChain: the team has none such.
    """
    with writing(_lock(team_id)) as session:
        chain = chain_of_team(kind, team_id, chain_id)
        with session.no_autoflush:
            changes = apply_changes(chain, values)
            _check_name(chain)
        if changes:
            session.flush()
            record("changed", chain, actor=actor, changes=changes)
        return chain


def remove_chain(kind: type[Chain], team_id: int, chain_id: int, *, actor: User | None = None) -> None:
    """Remove a series or a project to which nothing belongs.

    Raises:
        NotEmpty: a meeting or a publication belongs to it.
        NoSuchChain: the team has none such.
    """
    # Publications come and go under the lock of their project: one that came meanwhile would go with it.
    shelf = [Shelf(project_id=chain_id).lock] if kind is Project else []
    with writing(_lock(team_id), *shelf) as session:
        chain = chain_of_team(kind, team_id, chain_id)
        held = session.scalar(select(func.count()).where(meeting_column(kind) == chain_id).select_from(Meeting))
        if isinstance(chain, Project):
            documents = select(func.count()).select_from(Document).where(Document.project_id == chain_id)
            held = (held or 0) + (session.scalar(documents) or 0)
        if held:
            raise NotEmpty
        record("removed", chain, actor=actor, changes={"title": (chain.title, None)})
        session.delete(chain)


def _check_name(chain: Series | Project) -> None:
    wanted = _names(chain)
    kind = type(chain)
    others: Iterable[Series | Project] = db.session.scalars(select(kind).where(kind.team_id == chain.team_id))
    for other in others:
        if other.id != chain.id and wanted & _names(other):
            raise NameTaken(other)


def _names(chain: Series | Project) -> set[str]:
    title: Translations = chain.title
    names = [*title.values(), *([chain.acronym or ""] if isinstance(chain, Project) else [])]
    return {searchable(name) for name in names} - {""}


def _lock(team_id: int) -> str:
    # The one under which a meeting's facts form finds or adds a series or a project by its title.
    return f"series:{team_id}"
