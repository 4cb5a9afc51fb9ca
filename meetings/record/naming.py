"""How the records that others refer to are called, for the history in words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from directory.models import Organisation, Person
from foundation.database import db
from foundation.history import register_names
from foundation.languages import current_language
from meetings.agenda.models import AgendaItem
from meetings.breakouts.models import BreakoutGroup
from meetings.record.models import Meeting, Project, Series


def register_record_names() -> None:
    """Let the history name persons, organisations, items … instead of printing their ids."""
    for kind, text, columns in (
        (Person, Person.name, ("person_id",)),
        (Organisation, Organisation.name, ("organisation_id",)),
        (Series, Series.title, ("series_id",)),
        (Project, Project.title, ("project_id",)),
        (Meeting, Meeting.title, ("follows_id",)),
        (AgendaItem, AgendaItem.title, ("parent_id", "continues_id", "item_id")),
        (BreakoutGroup, BreakoutGroup.title, ("group_id",)),
    ):
        register_names(kind.__tablename__, _lookup(kind, text), *columns)


def _lookup(kind: Any, text: Any) -> Any:
    def names(ids: set[int]) -> dict[int, str]:
        rows = db.session.execute(select(kind.id, text).where(kind.id.in_(ids)))
        return {key: value.text(current_language()) for key, value in rows}

    return names
