"""Where a team keeps its series and its projects."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, may
from accounts.permissions import Permission
from foundation.access import requires
from foundation.edit_conflicts import detect_conflicts
from foundation.languages import LANGUAGES, current_language
from meetings.catalogue.forms import ProjectForm, SeriesForm
from meetings.catalogue.operations import chains as operations
from meetings.catalogue.queries import place_in_time
from meetings.catalogue.views.blueprint import blueprint
from meetings.enums import STATE_LABELS
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.reading.chains import chain_of_team, chains_of_team, meetings_of, ordinal_troubles, publications_of


@blueprint.get("/teams/<int:team_id>/series")
@requires(Permission.MEETING_VIEW)
def team_series(team_id: int) -> ResponseReturnValue:
    """The series of a team."""
    return _list("meetings/catalogue/team_series.html", "series", Series, team_id)


@blueprint.route("/teams/<int:team_id>/series/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_series(team_id: int) -> ResponseReturnValue:
    """Add a series."""
    return _series_page(team_id, None)


@blueprint.route("/teams/<int:team_id>/series/<int:series_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_series(team_id: int, series_id: int) -> ResponseReturnValue:
    """Name and describe a series; its meetings with their numbers."""
    return _series_page(team_id, chain_of_team(Series, team_id, series_id))


@blueprint.post("/teams/<int:team_id>/series/<int:series_id>/remove")
@requires(Permission.MEETING_EDIT)
def remove_series(team_id: int, series_id: int) -> ResponseReturnValue:
    """Remove a series without meetings."""
    try:
        operations.remove_chain(Series, team_id, series_id, actor=actor())
    except operations.NotEmpty:
        flash(_("Meetings belong to this series. Take them out of it first, on the page of their main facts."), "error")
        return redirect(url_for("catalogue.edit_series", team_id=team_id, series_id=series_id), 303)
    flash(_("The series is removed."), "success")
    return redirect(url_for("catalogue.team_series", team_id=team_id), 303)


@blueprint.get("/teams/<int:team_id>/projects")
@requires(Permission.MEETING_VIEW)
def team_projects(team_id: int) -> ResponseReturnValue:
    """The projects of a team."""
    return _list("meetings/catalogue/team_projects.html", "projects", Project, team_id)


@blueprint.route("/teams/<int:team_id>/projects/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_project(team_id: int) -> ResponseReturnValue:
    """Add a project."""
    return _project_page(team_id, None)


@blueprint.route("/teams/<int:team_id>/projects/<int:project_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_project(team_id: int, project_id: int) -> ResponseReturnValue:
    """Name and describe a project; its meetings and its publications."""
    return _project_page(team_id, chain_of_team(Project, team_id, project_id))


@blueprint.post("/teams/<int:team_id>/projects/<int:project_id>/remove")
@requires(Permission.MEETING_EDIT)
def remove_project(team_id: int, project_id: int) -> ResponseReturnValue:
    """Remove a project without meetings and publications."""
    try:
        operations.remove_chain(Project, team_id, project_id, actor=actor())
    except operations.NotEmpty:
        flash(_("Meetings or publications belong to this project. Take them out of it first."), "error")
        return redirect(url_for("catalogue.edit_project", team_id=team_id, project_id=project_id), 303)
    flash(_("The project is removed."), "success")
    return redirect(url_for("catalogue.team_projects", team_id=team_id), 303)


def _list(template: str, tab: str, kind: Any, team_id: int) -> ResponseReturnValue:
    return render_template(
        template,
        team_id=team_id,
        tab=tab,
        chains=chains_of_team(kind, team_id),
        may_edit=may(Permission.MEETING_EDIT, team_id),
    )


def _series_page(team_id: int, series: Series | None) -> ResponseReturnValue:
    form = SeriesForm(list(LANGUAGES), current_language(), obj=series)
    detect_conflicts(form, series)
    if form.validate_on_submit():
        values = {"title": form.title.data, "description": form.description.data}
        saved = _save(Series, team_id, series, form, values)
        if saved is not None:
            flash(_("The series is saved."), "success")
            return redirect(url_for("catalogue.edit_series", team_id=team_id, series_id=saved.id), 303)
    meetings = meetings_of(series, drafts=True) if series else []
    return _form_page(
        "meetings/catalogue/edit_series.html",
        team_id=team_id,
        tab="series",
        form=form,
        series=series,
        placed=place_in_time(reversed(meetings)),
        troubles=ordinal_troubles(meetings),
    )


def _project_page(team_id: int, project: Project | None) -> ResponseReturnValue:
    form = ProjectForm(list(LANGUAGES), current_language(), obj=project)
    detect_conflicts(form, project)
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("acronym", "title", "description", "url")}
        saved = _save(Project, team_id, project, form, values)
        if saved is not None:
            flash(_("The project is saved."), "success")
            return redirect(url_for("catalogue.edit_project", team_id=team_id, project_id=saved.id), 303)
    return _form_page(
        "meetings/catalogue/edit_project.html",
        team_id=team_id,
        tab="projects",
        form=form,
        project=project,
        placed=place_in_time(meetings_of(project, drafts=True)) if project else [],
        publications=publications_of(project, everything=True) if project else [],
    )


def _save(kind: Any, team_id: int, chain: Any, form: Any, values: dict[str, Any]) -> Any:
    try:
        if chain is None:
            return operations.add_chain(kind, team_id, **values, actor=actor())
        return operations.change_chain(kind, team_id, chain.id, **values, actor=actor())
    except operations.NameTaken as error:
        name = error.chain.title.text(current_language())
        if kind is Series:
            form.title.add_error(_("The team already has a series of this name: %(name)s.", name=name))
        else:
            form.title.add_error(_("The team already has a project of this name or short form: %(name)s.", name=name))
    return None


def _form_page(template: str, **context: Any) -> ResponseReturnValue:
    page = render_template(template, state_labels=STATE_LABELS, **context)
    return page, 422 if request.method == "POST" else 200
