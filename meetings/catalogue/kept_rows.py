"""What the roof needs to know of series and projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from accounts.models import User
from meetings.catalogue.operations.chains import NameTaken, change_chain
from meetings.keeping.kept_rows import KeptRows, RowTexts
from meetings.keeping.page_texts import PageText, TextSource, texts_in
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.reading.programme import Programme


def _texts_of_chains(programme: Programme, _wanted: set[int] | None) -> Iterator[PageText]:
    for chain, key in ((programme.meeting.series, "series_id"), (programme.meeting.project, "project_id")):
        if chain is not None:
            yield from texts_in(chain, lambda: "", {"team_id": chain.team_id, key: chain.id})


def _save_series(row: Series, values: Mapping[str, Any], actor: User | None) -> None:
    change_chain(Series, row.team_id, row.id, actor=actor, **values)


def _save_project(row: Project, values: Mapping[str, Any], actor: User | None) -> None:
    change_chain(Project, row.team_id, row.id, actor=actor, **values)


SOURCE = TextSource(20, _texts_of_chains)
ROWS = (
    KeptRows(
        Series,
        RowTexts(
            {"title": lambda _name: _("Name of the series")},
            "catalogue.edit_series",
            "facts",
            _save_series,
            {NameTaken: "title"},
        ),
    ),
    KeptRows(
        Project,
        RowTexts(
            {"title": lambda _name: _("Title of the project")},
            "catalogue.edit_project",
            "facts",
            _save_project,
            {NameTaken: "title"},
        ),
    ),
)
